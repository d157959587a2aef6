"""Checks of procurement notices, release by release or over all that are given."""
