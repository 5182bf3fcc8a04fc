"""`huiyin demo`: the sample district on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from huiyin.casework.basis import law_access, registers
from huiyin.demo import loading, places, simulation
from huiyin.demo.district import PASSWORD, sign_ins
from huiyin.demo.loading import Loaded, NotLoaded, Sample
from huiyin.demo.words import chosen, data, say
from huiyin.law.rules.states import State
from huiyin.organisations import reads as organs
from huiyin.server.words import language
from huiyin.web.kit import clock

app = typer.Typer(help=say("app"), no_args_is_help=True)
console = Console()


@app.command("load", help=say("load"))
def load(
    *,
    seed: Annotated[int, typer.Option(help=say("seed"))] = 2022,
    matters: Annotated[
        int, typer.Option(min=1, max=20_000, help=say("matters"))
    ] = 600,
    until: Annotated[str, typer.Option(help=say("until"))] = "",
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help=say("if_empty"))
    ] = False,
) -> None:
    """Load the sample district."""
    try:
        loading.refuse_if_used()
        end = loading.ending(_day(until), now=clock.now())
    except NotLoaded as no:
        if if_empty and no.used:
            return
        _refuse(str(no))
    place = places.plan()
    if place is not None:
        loaded = places.load(place, until=end)
        told = say(
            "place",
            loaded=chosen(place["loaded"]),
            matters=loaded.matters,
            events=loaded.events,
        )
    else:
        loaded = _watched(seed=seed, matters=matters, end=end)
        told = say(
            "done",
            matters=loaded.matters,
            contacts=loaded.contacts,
            events=loaded.events,
        )
    console.print(f"[green]✓[/] {told}", highlight=False, soft_wrap=True)
    _tell(loaded.samples)


@app.command("sign-ins", help=say("sign_ins_help"))
def again() -> None:
    """List again who can sign in."""
    samples = loading.remembered()
    if samples is None:
        _refuse(say("not_loaded"))
    _tell(samples)


def _refuse(why: str) -> NoReturn:
    Console(stderr=True).print(
        f"[red]✗[/] {why}", highlight=False, soft_wrap=True
    )
    raise typer.Exit(2)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(say("bad_day"), param_hint="--until") from None


def _watched(*, seed: int, matters: int, end: datetime) -> Loaded:
    plan = data("district")
    count = len(plan["organ"]) + sum(
        1 + len(town["communities"]) for town in plan["town"]
    )
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks = {
            "organ": bars.add_task(say("building"), total=count),
            "day": bars.add_task(say("living"), total=simulation.YEAR.days + 1),
        }
        return loading.load(
            seed=seed,
            matters=matters,
            until=end,
            progress=lambda what: bars.advance(tasks[what]),
        )


def _tell(samples: Sequence[Sample]) -> None:
    people = _table(
        say("sign_ins", password=PASSWORD), "username", "role", "organ"
    )
    place = places.plan()
    for sign_in in places.sign_ins(place) if place is not None else sign_ins():
        people.add_row(
            sign_in.username,
            chosen(sign_in.role),
            organs.organ(sign_in.organ).name(language()),
        )
    console.print(people)
    matters = _table(say("samples"), "number", "code", "matter", "state")
    today = clock.today()
    known = (*registers.beside(today).values(), law_access.pack_on(today))
    states: dict[str, State] = {}
    for pack in known:
        states.update(pack.states)
    for sample in samples:
        title = states[sample.state].title
        state = chosen({"zh": title.zh, "en": title.en})
        matters.add_row(sample.number, sample.query_code, sample.title, state)
    if samples:
        console.print(matters)
    console.print(say("where"), highlight=False, soft_wrap=True)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(say(column), overflow="fold")
    return table
