"""The drawing: well formed, complete, in both languages, with nothing that a strict
content policy refuses.
"""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.law import minimal
from tests.law.minimal import HEAD, STEPS, put

from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.law.tools.diagram import svg
from huiyin.law.tools.diagram_text import wrap
from huiyin.law.tools.diagram_ways import edges, spine

SHIPPED = [packs.load(*key) for key in packs.available()]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.key)
def test_every_state_and_every_way_is_drawn(pack: Pack, language: str) -> None:
    drawing = svg(pack, language)
    root = ET.fromstring(drawing)  # noqa: S314 (our own drawing)
    texts = "".join(root.itertext()).replace(" ", "")
    for state in pack.states.values():
        assert state.title.in_language(language).replace(" ", "") in texts
    for edge in edges(pack):
        for step in edge.steps:
            assert step.title.in_language(language).replace(" ", "") in texts
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_the_spine_is_the_longest_way(now: Pack) -> None:
    assert spine(now) == (
        "",
        "filed",
        "registered",
        "forwarded",
        "notified",
        "accepted",
        "decided",
        "served",
        "review_requested",
        "reviewed",
        "review_served",
        "rereview_requested",
        "rereviewed",
        "executing",
        "concluded",
    )


def test_a_way_back_from_the_side_is_drawn() -> None:
    states = '[[state]]\nid = "paused"\ntitle = { zh = "中止", en = "paused" }\n\n[[state]]\nid = "closed"'
    steps = STEPS + "".join(
        f'\n[[step]]\nid = "{name}"\ntitle = {{ zh = "{name}", en = "{name}" }}\narticle = "4"\n'
        f'event = "grievance.{name}"\n'
        f'from = ["{source}"]\nto = "{target}"\nby = ["office"]\n'
        for name, source, target in (("pause", "open", "paused"), ("resume", "paused", "open"))
    )
    pack = minimal.parse(pack=put(HEAD, '[[state]]\nid = "closed"', states), steps=put(steps, '"@open"', '"open"'))
    assert "paused" not in spine(pack)
    assert "pause" in svg(pack, "en")


def test_wrapping() -> None:
    assert wrap("one two three", 10, 45) == ["one two", "three"]
    assert wrap("信访工作条例，条例", 10, 60) == ["信访工作条", "例，条例"]  # no line begins with a comma
    assert wrap("", 10, 60) == []


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "procedure.zh.svg"), ("en", "procedure.en.svg")])
def test_the_drawing_in_the_docs_is_that_of_the_pack(now: Pack, language: str, name: str) -> None:
    kept = Path(__file__).parents[2] / "docs" / "images" / name
    assert kept.read_text("utf-8") == svg(now, language), f"huiyin law diagram {now.key} --output docs/images/{name}"
