"""How wide text is in a drawing, and where its lines are broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def width_of(text: str, size: float) -> float:
    """How wide a text is in letters of ``size``, near enough and in the same unit:
    full-width characters count one em, others a little over half.
    """
    return sum(
        size if unicodedata.east_asian_width(sign) in "WFA" else size * 0.56
        for sign in text
    )


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text in letters of ``size`` into lines that fit into ``width`` (in the
    same unit), between words or between full-width characters.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the space behind them, and full-width characters one by one with the
    punctuation behind them.
    """
    piece = ""
    for sign in text:
        if piece and _begins_piece(sign, piece[-1]):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _begins_piece(sign: str, before: str) -> bool:
    """Whether a line may be broken between two characters."""
    if _wide(sign):
        return sign not in "，。、；：）"
    return before == " " or _wide(before)


def _wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
