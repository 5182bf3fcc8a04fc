"""Every figure and every check is defined in the reference; every field of a mapping is
in the how-to.
"""

from pathlib import Path

from huiyin.casework.chapters.legacy_import.mapping import FIELDS
from huiyin.oversight.figures import FIGURES
from huiyin.oversight.identities import IDENTITIES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_figure_and_every_check_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "figures.md").read_text(encoding="utf-8")
    wanted = [figure.key for figure in FIGURES] + [check.__name__ for check in IDENTITIES]
    assert [name for name in wanted if f"`{name}`" not in page] == []


def test_every_field_of_a_mapping_is_explained() -> None:
    page = (DOCS / "how-to" / "import-a-ledger.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in page] == []
