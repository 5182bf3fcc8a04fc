"""The page that lists what can happen under each pack is what the packs say now.

It explores every shipped pack, which takes minutes: it stands beside the tests that
explore them too, so that one process does it once.
"""

import runpy
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "procedures.py"


def test_the_page_is_fresh() -> None:
    script = runpy.run_path(str(SCRIPT))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"](), "stale: run python scripts/procedures.py"
