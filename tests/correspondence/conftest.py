"""What correspondence's tests stand on: the made-up district."""

from tests.plugins.district import district

__all__ = ["district"]
