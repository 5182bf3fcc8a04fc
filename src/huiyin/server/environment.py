"""The one place that reads the environment.

Every name read here or through `env` is listed in docs/reference/configuration.md;
tests/house keeps the two together.
"""

from pathlib import Path
from typing import Final

import environ

env: Final = environ.Env()


def data_dir() -> Path:
    """Return the directory that holds everything written: database, secrets,
    attachments, static files.
    """
    return (
        Path(env.str("HUIYIN_DATA_DIR", default="var")).expanduser().resolve()
    )


def package_dir() -> Path:
    """Return the directory of the installed `huiyin` package."""
    return Path(__file__).resolve().parent.parent
