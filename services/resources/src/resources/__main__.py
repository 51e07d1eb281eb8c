"""`python -m resources` is the command `resources`."""

from resources.cli import main

main()
