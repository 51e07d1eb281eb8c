"""`python -m search_intercept` is the command `search-intercept`."""

from search_intercept.cli import main

main()
