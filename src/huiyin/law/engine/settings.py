"""What a step sets when it is taken: parties, dates and values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.law.engine.unknown import Unknown
from huiyin.law.rules.conditions import Context, hold
from huiyin.law.rules.consequences import Setting
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.steps import Step
from huiyin.law.terms import party_slots
from huiyin.law.terms.facts import Value


def _read(
    settings: tuple[Setting, ...], context: Context
) -> Iterator[tuple[Setting, Value]]:
    """What each setting reads. A reference that finds nothing sets nothing, except that
    a literal "" clears.
    """
    for setting in settings:
        if setting.when and not hold(setting.when, context):
            continue
        value = setting.source.read(context)
        if value is not None:
            yield setting, value


def parties_set(
    pack: Pack, step: Step, context: Context, *, lenient: bool
) -> dict[str, str]:
    """The parties that the step sets, by place, each with an organ's code ("" for none
    any more); an organ that joins several takes the first place that is free.

    Raises:
        Unknown: when no place is free for an organ that joins, unless ``lenient``.
    """
    parties: dict[str, str] = {}
    for setting, value in _read(step.parties, context):
        now = {**context.facts.parties, **parties}
        if setting.how == "leave":
            parties |= party_slots.leave(now, setting.name, str(value))
        elif setting.how == "enter":
            party = pack.parties[setting.name]
            entered = party_slots.enter(
                now, party.id, str(value), party.several
            )
            if entered is None and not lenient:
                raise Unknown("no_place", party.title, "no_place_remedy")
            parties |= entered or {}
        else:
            parties[setting.name] = str(value)
    return parties


def dates_set(step: Step, context: Context) -> dict[str, date]:
    """The dates that a step sets, some of them so many calendar days after what it is
    told (service by public notice).
    """
    return {
        setting.name: value + timedelta(days=setting.days)
        for setting, value in _read(step.dates, context)
        if isinstance(value, date)
    }


def values_set(step: Step, context: Context) -> dict[str, Value]:
    """The values that a step sets, counts on or appends to, by name; of several
    alternatives that hold, the last.
    """
    values: dict[str, Value] = {}
    for setting, value in _read(step.values, context):
        before = context.facts.values.get(setting.name)
        if setting.add:
            counted = before if isinstance(before, int) else 0
            values[setting.name] = counted + setting.add
        elif setting.how == "append":
            values[setting.name] = party_slots.appended(before, value)
        else:
            values[setting.name] = value
    return values
