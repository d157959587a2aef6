"""Which organisation a written name is, what kind of payee, and how its name may be shown.

First version: numbers that publishers gave, then exact normalised names. The seam for the next one is `resolve.link`.
"""
