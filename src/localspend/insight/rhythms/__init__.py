"""Needs that recur: when the next is due, and whether chance would give so even a rhythm."""
