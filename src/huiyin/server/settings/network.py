"""What goes to another machine goes encrypted, or its owner has said that nobody else
is on the way.
"""

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from huiyin.server.environment import env

_HERE: Final = ("", "localhost", "127.0.0.1", "::1")


def is_exposed(host: str) -> bool:
    """Whether others could listen on the way to a host: it is another machine, and no
    network of our own leads there (``HUIYIN_PRIVATE_NETWORK``).
    """
    is_here = host.strip("[]") in _HERE or host.startswith("/")
    return not is_here and not env.bool("HUIYIN_PRIVATE_NETWORK", default=False)


def refuse_in_the_clear(name: str, url: str, secure: str) -> str:
    """The address ``url`` that the variable ``name`` gives, if its scheme is ``secure``
    or it leads nowhere exposed.

    ImproperlyConfigured otherwise: passwords and what people wrote would be readable on the way.
    """
    parts = urlsplit(url)
    if parts.scheme != secure and is_exposed(parts.hostname or ""):
        raise ImproperlyConfigured(
            f"{name} reaches another machine in the clear: write {secure}://, or say "
            "HUIYIN_PRIVATE_NETWORK=1 where "
            "nobody else is on that network."
        )
    return url
