"""Who may end a matter: the list by hand from the Regulations, and what the check finds
in a pack.
"""

from __future__ import annotations

import json

from tests.law import minimal
from typer.testing import CliRunner

from huiyin.law import packs
from huiyin.law.checks import endings
from huiyin.law.checks.endings import Way, ways
from huiyin.law.tools.cli import app

# Who may turn a petitioner away under the Regulations of 2022, in which capacity, on
# which ground, from which state.
# By hand: a petition office (Art 22) forwards, and only shows visitors with litigation
# where to go; whoever was sent a
# matter (Art 23, 3) objects or handles it; the petitioner's own organ says who is
# competent before it gives notice (Art
# 23, 1); a superior refuses what is in progress below, when it is brought there again
# (Art 19, 3); after the re-review
# nobody takes the same facts up again (Art 36, 3).
OFFICE, SENT, DIRECT = "petition_office", "sent", "direct"
REFUSING_2022 = {
    ("already_in_progress", (DIRECT,), ("registered", "notified")),
    ("already_in_progress", (OFFICE, DIRECT), ("registered",)),
    ("concluded_after_rereview", (DIRECT,), ("registered", "notified")),
    ("concluded_after_rereview", (OFFICE, DIRECT), ("registered",)),
    (
        "concluded_after_rereview",
        (OFFICE, SENT),
        ("registered", "forwarded"),
    ),  # no office tells that it takes a matter up
    ("concluded_after_rereview", (SENT,), ("registered", "forwarded", "notified")),
    ("litigation", (DIRECT,), ("registered", "notified")),
    ("litigation", (OFFICE, DIRECT), ("registered",)),
    ("not_competent", (DIRECT,), ("registered",)),
}
# Art 31(1) to (4): court, procuratorate, police, arbitration, the Party,
# reconsideration, and what other organs decide.
# Not Art 31(5): whoever is asked to act, acts or answers itself.
LEADING_AWAY_2022 = {
    "adjudication",
    "administrative_suit",
    "commercial_arbitration",
    "confirmation",
    "labour_arbitration",
    "land_contract_arbitration",
    "licensing",
    "litigation",
    "party_appeal",
    "penalty",
    "personnel_appeal",
    "police",
    "procuratorial",
    "reconsideration",
}


def by(step: str, found: tuple[Way, ...]) -> list[Way]:
    """The ways of ending by one step."""
    return [way for way in found if way.step == step]


def test_who_may_turn_away_under_the_regulations_of_2022() -> None:
    found = ways(packs.load("cn-xinfang", "2022-05-01"))
    refusing = {(way.ground.term, way.capacities, way.sources) for way in by("refuse", found)}
    assert refusing == REFUSING_2022
    leading = by("divert", found)
    assert {way.ground.term for way in leading} == LEADING_AWAY_2022
    assert all(OFFICE not in way.capacities for way in leading)
    assert all("complain" in way.open.rights for way in (*by("refuse", found), *leading))


def test_whoever_is_turned_away_as_late_has_a_right_left() -> None:
    """R22 Art 44 by analogy: a request for a review that was not admitted. Other rights
    that stood open stay open: to the re-review of an earlier review, and of an answer
    that was given in a procedure of its own.
    """
    found = ways(packs.load("cn-xinfang", "2022-05-01"))
    left = {way.open.rights for way in by("serve_review", found)}
    assert left == {("complain",), ("ask_rereview", "complain"), ("complain", "other_remedy")}
    assert ("complain",) in {way.open.rights for way in by("serve_rereview", found)}


def said(**changes: str) -> list[str]:
    """What the check says of the little pack with changes."""
    return [problem.reason for problem in endings.problems(minimal.parse(**changes))]


def test_an_end_with_nothing_open_is_found() -> None:
    head = minimal.put(minimal.HEAD, 'remedy = { zh = "可以再次提出", en = "You may bring it again" }', "")
    assert said(pack=head) == ["ends a matter in 'closed' and leaves no right and no remedy"]


def test_an_organ_that_takes_back_what_others_brought_is_found() -> None:
    head = minimal.put(minimal.HEAD, 'ending = "resolved"', 'ending = "withdrawn"')
    assert said(pack=head) == ["'office' takes back a matter that they did not bring"]


def test_the_command_says_it() -> None:
    got = CliRunner().invoke(app, ["endings", "uk-lgsco/2024-04-01", "--json"])
    assert got.exit_code == 0
    rows = {(row["state"], row["step"], row["ground"]): row for row in json.loads(got.stdout)}
    excluded = rows["excluded", "exclude", "exclusions.in_court"]
    assert (excluded["ending"], excluded["open"]["rights"]) == ("refused", ["ombudsman"])
    shown = CliRunner().invoke(app, ["endings", "cn-xinfang-retaliation/2022-05-01", "--language", "en"])
    assert "Who may end a matter" in shown.stdout
