"""Write the index in docs/decisions/README.md from the decisions; with --check only say
if it is fresh.
"""

import re
import sys
from pathlib import Path

from written import part_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "decisions"
START, END = "<!-- index: written by scripts/decisions.py -->", "<!-- end of index -->"


def index() -> str:
    """Return the table: number, title, state and date of each decision."""
    rows = ["| | Decision | State |", "|---|---|---|"]
    for path in sorted(FOLDER.glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        title = re.match(r"# (\d+)\. (.+)", text)
        state = re.search(r"^(Proposed|Accepted|Superseded|Rejected)[^\n]*$", text, flags=re.MULTILINE)
        if title is None or state is None:
            sys.exit(f"{path.name}: begins with '# N. Title' and has a line such as 'Accepted, 2026-11-22.'")
        rows.append(f"| {title[1]} | [{title[2]}]({path.name}) | {state[0].rstrip('.')} |")
    return "\n".join(rows)


def main() -> int:
    """Write or check."""
    return part_of(FOLDER / "README.md", start=START, end=END, fresh=index(), script="decisions.py")


if __name__ == "__main__":
    sys.exit(main())
