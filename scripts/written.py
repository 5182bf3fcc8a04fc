"""The part of a page that a script writes, between two comments."""

import sys
from pathlib import Path


def part_of(page: Path, *, start: str, end: str, fresh: str, script: str) -> int:
    """Put ``fresh`` between the comments ``start`` and ``end`` of a page; with --check
    only say if it stands there.

    Returns the exit code: 1 for a page that is stale.
    """
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(start)
    new = f"{head}{start}\n{fresh}\n{end}{rest.partition(end)[2]}"
    if new == text:
        return 0
    if "--check" in sys.argv:
        sys.stdout.write(f"{page.name} is stale: run python scripts/{script}\n")
        return 1
    page.write_text(new, encoding="utf-8")
    return 0
