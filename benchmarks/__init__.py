"""Benchmarks: one a module, whose `main` prints our figure, the peer's where there is one, and their ratio."""
