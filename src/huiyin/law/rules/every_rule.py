"""Every rule of a pack by the name that grounds give it."""

from __future__ import annotations

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.terms.ruling import Ground


def rules(pack: Pack) -> dict[str, Rule]:
    """Every rule of a pack by its name on grounds: "step:file", "duty:notify",
    "right:rate", "refusals.litigation".
    """
    found: dict[str, Rule] = {
        f"step:{rule.id}": rule for rule in pack.steps.values()
    }
    found |= {f"duty:{rule.id}": rule for rule in pack.duties.values()}
    found |= {f"right:{rule.id}": rule for rule in pack.rights.values()}
    found |= {f"route:{rule.id}": rule for rule in pack.routes.values()}
    found |= {
        f"succession:{rule.id}": rule for rule in pack.successions.values()
    }
    found |= {
        f"transition:{rule.id}": rule for rule in pack.transitions.values()
    }
    found |= {f"bar:{rule.id}": rule for rule in pack.bars.values()}
    for vocabulary in pack.terms.values():
        found |= {
            f"{vocabulary.id}.{term.id}": term
            for term in vocabulary.terms.values()
        }
    return found


def figures(pack: Pack) -> dict[str, Rule]:
    """Every limit, cap, answer and exemption of the routes by its name; they cite other
    laws than the pack's own.
    """
    found: dict[str, Rule] = {}
    for route in pack.routes.values():
        found |= {figure.ground.rule: figure for figure in route.figures}
        found |= {exempt.ground.rule: exempt for exempt in route.exemptions}
    return found


def measured(pack: Pack) -> dict[str, Rule]:
    """Every figure of statistics that the instrument asks for, by its name."""
    return {
        f"indicator:{figure.id}": figure for figure in pack.indicators.values()
    }


def added(pack: Pack) -> dict[str, Rule]:
    """What packs that stand on another add to its steps, by name."""
    additions: dict[str, Rule] = {}
    for step in pack.steps.values():
        additions |= {rule.ground.rule: rule for rule in step.also}
    return additions


def conditions(pack: Pack) -> dict[str, Ground]:
    """The grounds on which steps are refused, and what they ask for without refusing, by name."""
    refusals: dict[str, Ground] = {}
    requests: dict[str, Ground] = {}
    for step in pack.steps.values():
        refusals |= {
            part.ground.rule: part.ground for part in step.requirements
        }
        requests |= {ask.ground.rule: ask.ground for ask in step.asks}
    return refusals | requests
