"""What the tests of kept words stand on: the made-up district, its staff, and a clock
that stands still.
"""

from tests.web.officer.conftest import district, now, sign_in

__all__ = ["district", "now", "sign_in"]
