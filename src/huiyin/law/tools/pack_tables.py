"""The listing of a pack as tables of words, for the command line and for the page of
the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.law.checks import endings
from huiyin.law.checks.max_duration import Loop, Route
from huiyin.law.checks.paths import (
    Listing,
    asked_late,
    cite,
    counted_later,
    joined,
    lasting,
    limit_text,
    named,
    put_off,
)
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading, the names of its columns, its rows, and remarks below it."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    remarks: tuple[Text, ...] = ()


def tables(listed: Listing) -> tuple[Table, ...]:
    """The whole listing: the longest times, what leads back, the ways out of each
    state, the situations.
    """
    shown = (
        _longest(listed),
        _back(listed),
        _out(listed),
        endings_table(listed.pack),
        _situations(listed),
    )
    return tuple(table for table in shown if table.rows)


def _columns(*keys: str) -> tuple[Text, ...]:
    return tuple(wording.text(f"column_{key}") for key in keys)


def _longest(listed: Listing) -> Table:
    rows = []
    for route in listed.routes:
        limits = [limit_text(listed.pack, limit) for limit in route.day.chain]
        rows.append(
            (
                named(listed.pack, route),
                lasting(route),
                joined(limits, "plus"),
                joined(_longer(listed, route), "sentence_break"),
            )
        )
    remarks = [wording.text("longest_remark")]
    if listed.carried:
        titles = joined(
            [listed.pack.step(name).title for name in listed.carried]
        )
        remarks.append(wording.text("carried_remark", steps=titles))
    columns = _columns("ending", "at_most", "limits", "longer")
    return Table(
        wording.text("table_longest"), columns, tuple(rows), tuple(remarks)
    )


def _longer(listed: Listing, route: Route) -> list[Text]:
    """What can make a way longer than the sum: duties without a limit of their own,
    days that somebody names or sets anew, requests after their time with an excuse.
    """
    pack = listed.pack
    said = [
        wording.text("unbounded", duty=pack.duty(kind).title)
        for kind in route.unbounded
    ]
    said += [
        wording.text("extended_freely", step=pack.step(name).title)
        for name in route.free
    ]
    said += [
        wording.text("put_off", step=step.title)
        for step in put_off(pack, route)
    ]
    said += [
        wording.text("counted_later", step=step.title, days=days)
        for step, days in counted_later(pack, route)
    ]
    said += [
        wording.text("asked_late", step=step.title)
        for step in asked_late(pack, route)
    ]
    return said + [
        wording.text("day_named", duty=pack.duty(kind).title)
        for kind in route.named
    ]


def _back(listed: Listing) -> Table:
    rows = [_loop(listed, loop, "leads_back") for loop in listed.loops]
    rows += [_loop(listed, loop, "takes_up_again") for loop in listed.reopens]
    columns = _columns("step", "from_to", "what", "begins_anew")
    return Table(
        wording.text("table_back"),
        columns,
        tuple(rows),
        (wording.text("back_remark"),),
    )


def _loop(listed: Listing, loop: Loop, what: str) -> tuple[Text, ...]:
    pack = listed.pack
    states = [pack.state(loop.source).title, pack.state(loop.target).title]
    limits = [
        wording.text("duty_by_day", title=rule.title)
        if rule.until
        else wording.text(
            "duty_days",
            title=rule.title,
            days=rule.days,
            unit=wording.text(f"unit_{rule.unit}"),
        )
        for rule in map(pack.duty, loop.opens)
    ]
    return (
        pack.step(loop.step).title,
        joined(states, "arrow"),
        wording.text(what),
        joined(limits),
    )


def _out(listed: Listing) -> Table:
    pack = listed.pack
    rows = []
    for state, ways in listed.ways.items():
        steps = joined([pack.step(name).title for name in ways.steps])
        rights = joined([pack.right(name).title for name in ways.rights])
        routes = [
            wording.text(
                "routes_of",
                title=pack.terms[name].title,
                number=len(pack.terms[name].terms),
            )
            for name in ways.routes
        ]
        rows.append((pack.state(state).title, steps, rights, joined(routes)))
    columns = _columns("state", "steps", "rights", "routes")
    return Table(wording.text("table_out"), columns, tuple(rows))


def endings_table(pack: Pack) -> Table:
    """Who may end a matter: how it ends, by which step, who takes it in which capacity,
    on which ground, from which states, and what the petitioner can do then.
    """
    rows = [_ending_row(pack, way) for way in endings.ways(pack)]
    columns = _columns(
        "ends_in", "step", "by_whom", "ground", "from_states", "open_then"
    )
    remarks = (wording.text("endings_remark"),)
    return Table(wording.text("table_endings"), columns, tuple(rows), remarks)


def _ending_row(pack: Pack, way: endings.Way) -> tuple[Text, ...]:
    state = pack.state(way.state)
    ending = wording.text(f"ending_{state.ending}")
    return (
        joined([state.title, ending], "plus_dash"),
        pack.step(way.step).title,
        _whoever(pack, way),
        _ground_cited(pack, way.ground),
        joined([pack.state(name).title for name in way.sources]),
        _open_then(pack, way.open),
    )


def _ground_cited(pack: Pack, ground: endings.Ground) -> Text:
    """A ground with its article; nothing where none is named."""
    if not ground.term:
        return NOTHING
    term = pack.term(ground.vocabulary, ground.term)
    return wording.text(
        "ground_cited", title=term.title, cited=cite(term.article)
    )


def _open_then(pack: Pack, left: endings.Open) -> Text:
    """What the petitioner can do once a matter has ended: rights and steps, then the
    remedy in words.
    """
    titles = [pack.right(name).title for name in left.rights]
    titles += [
        pack.step(name).title for name in left.steps if name not in left.rights
    ]
    said = [joined(titles)] if titles else []
    if left.remedy is not None:
        said.append(left.remedy)
    return joined(said, "sentence_stop")


def _whoever(pack: Pack, way: endings.Way) -> Text:
    """Who ends the matter: "responsible organ (petition office)"."""
    roles = [_role(pack, role) for role in way.by]
    capacities = [pack.capacities[name].title for name in way.capacities]
    if not capacities:
        return joined(roles)
    return wording.text(
        "in_capacity", roles=joined(roles), capacities=joined(capacities)
    )


def _role(pack: Pack, role: str) -> Text:
    titled = pack.roles.get(role) or pack.parties.get(role)
    return titled.title if titled is not None else Text(role, role)


def _situations(listed: Listing) -> Table:
    rows = [
        (listed.pack.state(name).title, _number(listed.situations[name]))
        for name in listed.pack.states
    ]
    rows.append(
        (wording.text("all_states"), _number(sum(listed.situations.values())))
    )
    return Table(
        wording.text("table_situations"),
        _columns("state", "situations"),
        tuple(rows),
    )


def _number(value: int) -> Text:
    return Text(str(value), str(value))


def markdown(listed: Listing, language: str) -> str:
    """The listing of one pack as a section of a page, in Markdown."""
    pack = listed.pack
    lines = [f"## {pack.title.in_language(language)}", "", f"`{pack.key}`", ""]
    for table in tables(listed):
        head, *rows = [
            _cells(row, language) for row in (table.columns, *table.rows)
        ]
        lines += [f"### {table.title.in_language(language)}", ""]
        for row in (head, ["---"] * len(head), *rows):
            lines.append(f"| {' | '.join(row)} |")
        lines.append("")
        for remark in table.remarks:
            lines += [remark.in_language(language), ""]
    return "\n".join(lines)


def _cells(row: tuple[Text, ...], language: str) -> list[str]:
    """The words of a row as Markdown takes them in a table; a space for none."""
    return [
        cell.in_language(language).replace("|", "\\|") or " " for cell in row
    ]
