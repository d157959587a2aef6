"""`python -m localspend` is `localspend`."""

from localspend.cli import main

main()
