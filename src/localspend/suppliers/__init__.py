"""Which organisation a written name is, what kind of payee, and how its name may be shown.

A written name is read (variants), looked up by its keys in the index of a register (index, candidates), compared
(features), weighed (score) and judged (decide); resolve puts numbers before names and people before both.
"""
