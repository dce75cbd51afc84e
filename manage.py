#!/usr/bin/env python
"""Django's commands; the same as `bokjihub manage`."""

import sys

from bokjihub.cli import main

if __name__ == "__main__":
    sys.exit(main(["manage", *sys.argv[1:]]))
