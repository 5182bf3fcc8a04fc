"""The name under which a file that somebody handed in is kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from huiyin.reading import visible

LONGEST_NAME: Final = 200


def tidy_name(name: str) -> str:
    """A file's name as it is kept: without a path, invisible signs, signs of direction
    and spaces at its end.

    A full-width dot before the ending is a dot: Chinese keyboards type it.
    """
    last = re.split(r"[/\\]", name.replace("\x00", ""))[-1]
    shown = (
        visible(unicodedata.normalize("NFC", last))
        .replace("．", ".")
        .replace("。", ".")
        .replace("｡", ".")
    )
    plain = "".join(
        sign for sign in shown if unicodedata.category(sign) != "Cc"
    )
    return plain.strip().rstrip(". ").strip()[-LONGEST_NAME:]
