"""`python -m inforce` is the command `inforce`."""

import sys

from inforce.interfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
