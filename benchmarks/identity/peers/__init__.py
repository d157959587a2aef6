"""Other ways to match names, each a file with `run(register, names, out, ...)`, in an environment of their own.

Each writes answers (see evaluate.py) and, beside them, a .json with the seconds it took to index and to match.
"""
