"""
``python -m cleanclaim``.
"""

import sys

from cleanclaim.cli import main

if __name__ == "__main__":
    sys.exit(main())
