"""Matters for the tests of the offices' pages, built by the acts that build real ones."""

from __future__ import annotations

import io
from typing import Any

from tests.plugins.district import District, moment, petition

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import files


def upload(draft: str) -> str:
    """Keep a file under a draft's token; its id."""
    kept = files.keep_upload(
        draft=draft, name="说明.txt", content=io.BytesIO(b"what was seen"), at=moment("2026-11-16")
    )
    return kept.id


def filed(day: str = "2026-11-16", draft: str = "", **changes: Any) -> str:
    """A matter filed online with the petition office."""
    return intake.file_petition(
        petition=petition(**changes), office="office", by=Actor.petitioner(), at=moment(day), draft=draft
    ).case_id


def registered(
    *, district: District, day: str = "2026-11-16", category: str = "appeal", topic: str = "noise", **changes: Any
) -> str:
    """The same, registered the same day."""
    case_id = filed(day, **changes)
    acts.take(
        "register",
        case_id=case_id,
        category=category,
        topic=topic,
        area="xinan",
        by=district.dispatcher,
        at=moment(day, 11),
    )
    return case_id


def forwarded(*, district: District, day: str = "2026-11-16", to: str = "environment", **changes: Any) -> str:
    """The same, forwarded the same day."""
    case_id = registered(district=district, day=day, **changes)
    acts.take("forward", case_id=case_id, to=to, by=district.dispatcher, at=moment(day, 12))
    return case_id
