"""
The argument parser of the command line.
"""

import argparse
from typing import Any

from cleanclaim.commands import outputs


class Parser(argparse.ArgumentParser):
    """
    Help that could not be written is a fault; argparse would say nothing.
    """

    def print_help(self, file: Any = None) -> None:
        """
        Write the help to standard output, or to *file*.
        """
        if file is None:
            outputs.say(self.format_help().rstrip())
        else:
            super().print_help(file)
