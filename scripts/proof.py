"""Write the tables in docs/reference/proof.md from verify/columns.py; --check only says
if they are fresh.
"""

import sys
from pathlib import Path
from runpy import run_path

from written import part_of

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "proof.md"
# By its path: the list is plain data, and the package around it wants the tables.
LIST = run_path(str(ROOT / "src" / "huiyin" / "casework" / "upkeep" / "verify" / "columns.py"))
HOW, NOT, PROOF = LIST["HOW"], LIST["NOT"], LIST["PROOF"]
START, END = "<!-- columns: written by scripts/proof.py -->", "<!-- end of columns -->"


def tables() -> str:
    """Return one line for each table and way of proof, and one for each column that is
    not proven.
    """
    rows = ["| Table | How | Columns |", "|---|---|---|"]
    for label, columns in PROOF.items():
        for how in HOW:
            named = [_named(column, told) for column, told in columns.items() if told.partition(":")[0] == how]
            if named:
                rows.append(f"| {label} | {how} | {', '.join(named)} |")
        for column, told in columns.items():
            if told.startswith(NOT):
                rows.append(f"| {label} | **not proven** | `{column}`: {told.removeprefix(NOT)} |")
    return "\n".join([*rows, "", LIST["RECORDED_BEFORE"]])


def _named(column: str, told: str) -> str:
    further = told.partition(": ")[2]
    return f"`{column}` ({further})" if further else f"`{column}`"


def main() -> int:
    """Write or check."""
    return part_of(PAGE, start=START, end=END, fresh=tables(), script="proof.py")


if __name__ == "__main__":
    sys.exit(main())
