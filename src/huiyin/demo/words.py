"""What the sample district says on the command line, in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from huiyin.server.words import language


@cache
def data(name: str) -> Mapping[str, Any]:
    """A file of the folder ``data``, read once."""
    return tomllib.loads(
        (files("huiyin.demo") / "data" / f"{name}.toml").read_text("utf-8")
    )


def chosen(pair: Mapping[str, str]) -> str:
    """One of two languages: the one that the command line speaks."""
    return pair["zh" if language() == "zh-hans" else "en"]


def say(key: str, **fields: object) -> str:
    """A sentence of ``words.toml``."""
    return chosen(data("words")[key]).format(**fields)
