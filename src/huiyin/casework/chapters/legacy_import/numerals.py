"""Numbers written in Chinese signs: 二十三, 一百零五, 二〇一四."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {
    sign: value for value, sign in enumerate("零一二三四五六七八九")
} | {
    "〇": 0,
    "两": 2,
}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
ZEROS: Final = "○◯oO0"  # what stands for 〇 where the keyboard has none


def number_of(written: str) -> int:
    """A number below ten thousand by its units. Raises ``ValueError`` for anything that
    is not written so.
    """
    total = 0
    digit = -1
    last_unit = 10_000
    for sign in written:
        if sign in DIGITS:
            if digit > 0:
                raise ValueError(written)
            digit = DIGITS[sign]
            continue
        unit = UNITS.get(sign, 0)
        if (
            not unit
            or unit >= last_unit
            or digit == 0
            or (digit < 0 and unit != 10)
        ):
            raise ValueError(written)
        total += max(digit, 1) * unit
        last_unit, digit = unit, -1
    if digit < 0 and not total:
        raise ValueError(written)
    return total + max(digit, 0)


def year_of(written: str) -> int:
    """A year by its four digits, 二〇一四. Raises ``ValueError`` for anything else."""
    digits = [0 if sign in ZEROS else DIGITS.get(sign, -1) for sign in written]
    if len(digits) != 4 or min(digits) < 0 or digits[0] == 0:
        raise ValueError(written)
    return int("".join(str(digit) for digit in digits))
