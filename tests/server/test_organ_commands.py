"""`huiyin organ merge|divide|abolish`: what they print, how they end, and that they go
on where they were cut off.
"""

from __future__ import annotations

import pytest
from tests.plugins.district import District, district, moment, petition
from typer.testing import CliRunner, Result

from huiyin.casework import acts
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import succession
from huiyin.casework.models import Case
from huiyin.organisations import reads as organs
from huiyin.server import cli
from huiyin.web.kit import clock

__all__ = ["district"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment("2026-11-23"))


def huiyin(*arguments: str) -> Result:
    return CliRunner().invoke(cli.build(), list(arguments))


def forwarded(district: District) -> str:
    """A matter with the environment branch."""
    filed = intake.receive(petition=petition(), office="office", by=district.dispatcher, at=moment("2026-11-16"))
    acts.take("forward", case_id=filed.case_id, to="environment", by=district.dispatcher, at=moment("2026-11-17"))
    return filed.case_id


def test_merging_passes_every_matter_on_and_verifies(district: District) -> None:
    cases = [forwarded(district) for _ in range(3)]
    first = huiyin("organ", "merge", "environment", "--into", "housing")
    assert first.exit_code == 0, first.output
    assert "3" in first.stdout
    assert {Case.objects.get(pk=one).handler for one in cases} == {"housing"}
    assert huiyin("organ", "merge", "environment", "--into", "housing").exit_code == 0
    assert huiyin("verify").exit_code == 0


def test_cut_off_it_goes_on_the_next_day(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = forwarded(district)

    def cut_off(*_args: object, **_kwargs: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(succession, "take_place", cut_off)
        huiyin("organ", "merge", "environment", "--into", "housing")
    assert Case.objects.get(pk=case_id).handler == "environment"
    assert huiyin("verify").exit_code == 1
    monkeypatch.setattr(clock, "now", lambda: moment("2026-11-24"))
    assert huiyin("organ", "merge", "environment", "--into", "housing").exit_code == 0
    assert Case.objects.get(pk=case_id).handler == "housing"
    assert huiyin("verify").exit_code == 0


def test_a_day_to_come_changes_nothing_yet(district: District) -> None:
    case_id = forwarded(district)
    assert huiyin("organ", "merge", "environment", "--into", "housing", "--on", "2027-01-01").exit_code == 0
    assert Case.objects.get(pk=case_id).handler == "environment"
    assert organs.organ("environment").active


def test_abolishing_and_dividing(district: District) -> None:
    case_id = forwarded(district)
    assert huiyin("organ", "divide", "housing", "--into", "xinan", "--into", "dadu").exit_code == 0
    assert huiyin("organ", "abolish", "environment").exit_code == 0
    assert Case.objects.get(pk=case_id).handler == "district"


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "nowhere", "--into", "housing"),
        ("merge", "environment", "--into", "environment"),
        ("divide", "environment", "--into", "housing"),
        ("abolish", "city"),
    ],
)
def test_what_cannot_be_ends_with_2_and_a_sentence(district: District, arguments: tuple[str, ...]) -> None:
    result = huiyin("organ", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
