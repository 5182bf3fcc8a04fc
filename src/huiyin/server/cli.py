"""The `huiyin` command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")
    arguments = sys.argv[2:] if sys.argv[1:2] == ["manage"] else sys.argv[1:]
    execute_from_command_line(["huiyin", *arguments])
