"""What is wrong with the sources. One check a file: a docstring, a version, a function from tables to findings."""
