"""Checks of payments, line by line; those that make sense of a contract register or a supplier list look at it too."""
