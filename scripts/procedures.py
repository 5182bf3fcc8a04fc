"""Write docs/reference/procedures.md, what the model check knows of each shipped pack;
with --check only say if fresh.

Run it after changing a pack: `python scripts/procedures.py`. It takes about half a minute.
"""

import sys
from pathlib import Path

from huiyin.law import packs
from huiyin.law.checks.paths import listing
from huiyin.law.rules.pack import Pack
from huiyin.law.tools.pack_tables import markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "procedures.md"
HEAD = """# What can happen under each pack

<!-- written by scripts/procedures.py; change the pack, not this page -->

Everything that can happen to a matter under a pack is tried by the model check. From what it finds, `huiyin law paths`
lists how long each way can lawfully take, what leads back, and what a petitioner can do in each state. This page is its
output for the newest version of each instrument that stands by itself; name another to see its own. How the times are
found is in [the decision on asking the law about itself](../decisions/0011-asking-the-law-about-itself.md).
"""


def newest() -> list[Pack]:
    """The newest version of each instrument that is shipped and stands on no other, in order."""
    found: dict[str, Pack] = {}
    for name, version in packs.available():  # in order, so that the newest version comes last
        found[name] = packs.load(name, version)
    return [pack for pack in found.values() if not pack.stands_on]


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(markdown(listing(pack), "en") for pack in newest())])


def main() -> None:
    """Write the page, or say whether it is fresh."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/reference/procedures.md is stale: run `python scripts/procedures.py`")


if __name__ == "__main__":
    main()
