"""A pack and a calendar in a folder outside the program: made up, after Directive (EU)
2019/1937, in English only.
"""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "law" / "own"
KEY = "eu-reports/2021-12-17"


def copied(to: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(FOLDER, to)
    return to


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Write something else in a file of the pack."""
    path = folder / KEY / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
