"""The supervisor's pages: a district, staff signed in, and a clock that stands where
the test says.
"""

from tests.web.officer.conftest import district, now, sign_in

__all__ = ["district", "now", "sign_in"]
