"""What the officers of the sample district do where local rules stand over the national ones."""

from __future__ import annotations

from typing import Any

from huiyin.casework.basis import law_access
from huiyin.casework.events import CaseState


def stays(state: CaseState) -> bool:
    """Whether a local rule keeps an accepted matter where it is (首办责任)."""
    step = law_access.pack(state.pack).steps["offer_handover"]
    return bool(step.also)


def besides(
    state: CaseState, step: str, *, outcome: str = ""
) -> dict[str, Any]:
    """What is asked besides: the petitioner was heard, what must be stated is, the last
    of the grounds is named; who settles a matter has an agreement in writing (R22 Art
    33).
    """
    pack = law_access.pack(state.pack)
    asked = [arg for arg in pack.steps[step].args if arg.further]
    heard: dict[str, Any] = (
        {"heard": "talk"} if pack.steps[step].arg("heard") else {}
    )
    agreed: dict[str, Any] = (
        {"agreed": True}
        if outcome == "settled" and pack.steps[step].arg("agreed")
        else {}
    )
    return (
        heard
        | agreed
        | {
            arg.name: True
            if arg.kind == "bool"
            else list(pack.terms[arg.vocabulary].terms)[-1]
            for arg in asked
            if arg.kind in {"bool", "term"}
        }
    )


def promises(state: CaseState) -> bool:
    """Whether a local rule asks for the day by which a favourable answer is carried out."""
    pack = law_access.pack(state.pack)
    outcome = pack.terms["outcomes"].terms.get(str(state.values.get("outcome")))
    return bool(
        pack.steps["serve"].also
        and outcome
        and outcome.attributes.get("favourable")
    )
