"""`python -m crawler` is the `tearsheet` command."""

from crawler.cli import main

main()
