"""Barriers: what in a draft keeps small firms out, under twelve headings, and what would do instead."""
