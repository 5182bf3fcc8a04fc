"""Every rule of a pack by the name that grounds give it."""

from __future__ import annotations

from huiyin.law.rules.pack import Pack
from huiyin.law.rules.rule import Rule
from huiyin.law.terms.ruling import Ground


def rules(pack: Pack) -> dict[str, Rule]:
    """Every rule of a pack by its name on grounds: "step:file", "duty:notify",
    "right:rate", "refusals.litigation".
    """
    by_name: dict[str, Rule] = {
        f"step:{rule.id}": rule for rule in pack.steps.values()
    }
    by_name |= {f"duty:{rule.id}": rule for rule in pack.duties.values()}
    by_name |= {f"right:{rule.id}": rule for rule in pack.rights.values()}
    by_name |= {f"route:{rule.id}": rule for rule in pack.routes.values()}
    by_name |= {
        f"succession:{rule.id}": rule for rule in pack.successions.values()
    }
    by_name |= {
        f"transition:{rule.id}": rule for rule in pack.transitions.values()
    }
    by_name |= {f"bar:{rule.id}": rule for rule in pack.bars.values()}
    for vocabulary in pack.terms.values():
        by_name |= {
            f"{vocabulary.id}.{term.id}": term
            for term in vocabulary.terms.values()
        }
    return by_name


def figures(pack: Pack) -> dict[str, Rule]:
    """Every limit, cap, answer and exemption of the routes by its name; they cite other
    laws than the pack's own.
    """
    by_name: dict[str, Rule] = {}
    for route in pack.routes.values():
        by_name |= {figure.ground.rule: figure for figure in route.figures}
        by_name |= {exempt.ground.rule: exempt for exempt in route.exemptions}
    return by_name


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
