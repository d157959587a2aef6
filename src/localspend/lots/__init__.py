"""Lots: a requirement and its units -> a few good ways to divide it, with proof of how good they are."""
