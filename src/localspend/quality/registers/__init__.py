"""Checks of contract registers and lists of suppliers alone."""
