"""Change a district at random for long, comparing the figures after each change:
``python -m tests.oversight 10000 [SEED]``; with scripts/postgres.sh before it, on PostgreSQL.
"""

import argparse
import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    """Run the test of changes with so many of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.oversight", description=__doc__)
    parser.add_argument("changes", nargs="?", default="10000")
    parser.add_argument("seed", nargs="?", default="1")
    asked = parser.parse_args()
    os.environ.update(HUIYIN_TEST_CHANGES=asked.changes, HUIYIN_TEST_SEED=asked.seed)
    return int(pytest.main(["-q", "-s", "-n0", str(Path(__file__).with_name("test_changing.py"))]))


if __name__ == "__main__":
    sys.exit(main())
