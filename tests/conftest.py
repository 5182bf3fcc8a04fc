"""What every test can ask for. Where a test belongs: tests/README.md."""

import pytest
from django.conf import settings


def pytest_configure(config: pytest.Config) -> None:
    """Make passwords cheap: a slow hash is right for people and wrong for a thousand tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
