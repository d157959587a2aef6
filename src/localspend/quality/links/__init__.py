"""Checks of what several files say together."""
