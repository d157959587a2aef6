"""Readers of what the world publishes: each gives a table, and an account of what it could not read."""
