"""The ledgers of the five institutions, each in the shape that a real publisher uses, faults included."""
