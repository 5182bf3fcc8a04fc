"""Draw the house from the code: rooms as boxes on the floors that pyproject.toml gives
them, arrows for the imports between them, thicker for more.

scripts/drawing.py           # write docs/reference/house-drawing.svg
scripts/drawing.py --check   # fail where the drawing is not the code's
"""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "docs" / "reference" / "house-drawing.svg"
PACKAGE = "huiyin"
# What a room is for, in a few words; the rest is in its docstring.
WORDS: Mapping[str, str] = {
    "demo": "a made-up district",
    "server": "settings, commands, nights",
    "web": "the doors: pages and forms",
    "correspondence": "letters that are owed",
    "oversight": "figures",
    "transparency": "what is published",
    "casework": "matters: acts and reads",
    "organisations": "organs, staff, posts",
    "people": "names, encrypted",
    "law": "what must be done, by when",
    "ledger": "what happened, for ever",
    "compiled": "queries built once",
    "reading": "what comes in as text",
}
WIDTH, FLOOR, BOX, GAP, MARGIN, WIDEST = 1120, 148, 80, 190, 24, 620
NAMED = 20  # an arrow for as many imports says how many; every box says all of its own
# One room alone on its floor stands aside of those above and below, so that arrows pass.
ASIDE = (0.30, 0.68, 0.34, 0.50)
STYLE = """
  .floor { stroke: #d5dad9; } .room { fill: #eef5f4; stroke: #0b5e5c; } text { font: 14px sans-serif; fill: #0b0c0c; }
  .name { font-weight: bold; font-size: 16px; } .uses { font-style: italic; } .small { font-size: 11.5px; fill: #45494b; } .way { stroke: #0b5e5c; }
  .tip { fill: #0b5e5c; } .pill { fill: #ffffff; stroke: #9db8b6; } .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    .floor { stroke: #3a4241; } .room { fill: #1c2a2a; stroke: #6fc0bc; } text { fill: #f1f3f3; } .small { fill: #b9c1c0; }
    .way { stroke: #6fc0bc; } .tip { fill: #6fc0bc; } .pill { fill: #14191a; stroke: #4d6664; } .paper { fill: #14191a; }
  }
"""

Ways = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Room:
    """A box of the drawing: its name, the middle of its upper edge, and its width."""

    name: str
    x: float
    y: float
    width: float


def floors() -> list[list[str]]:
    """The rooms of each floor, the highest first, as the contract on layers has them."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = written["tool"]["importlinter"]["contracts"]
    layers = next(found["layers"] for found in contracts if found.get("containers") == [PACKAGE])
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def imports() -> Ways:
    """How many modules of one room import how many of another: pairs of modules, counted."""
    graph = grimp.build_graph(PACKAGE)
    counted: Counter[tuple[str, str]] = Counter()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            way = (_room(importer), _room(imported))
            if all(way) and way[0] != way[1]:
                counted[way] += 1
    return counted


def _room(module: str) -> str:
    """The room that a module stands in; "" for the package itself and for how it is started."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in WORDS else ""


def places(rows: Sequence[Sequence[str]]) -> dict[str, Room]:
    """Where each room stands."""
    found = {}
    for level, row in enumerate(rows):
        width = min(float(WIDEST), (WIDTH - 2 * MARGIN - GAP * (len(row) - 1) / 2) / len(row))
        for place, name in enumerate(row):
            share = ASIDE[level % len(ASIDE)] if len(row) == 1 else (place + 0.5) / len(row)
            found[name] = Room(name, round(share * WIDTH, 1), MARGIN + level * FLOOR, width)
    return found


def _port(room: Room, others: Sequence[str], other: str) -> float:
    """Where on a room's edge an arrow begins or ends: next to each other, in the order of where they go."""
    return room.x + room.width * 0.86 * ((others.index(other) + 1) / (len(others) + 1) - 0.5)


def _arrows(rooms: Mapping[str, Room], ways: Ways) -> list[str]:
    lines, pills = [], []
    for (source, target), count in sorted(ways.items(), key=lambda way: (-way[1], way[0])):
        out = sorted((b for a, b in ways if a == source), key=lambda name: (rooms[name].x, name))
        come = sorted((a for a, b in ways if b == target), key=lambda name: (rooms[name].x, name))
        x1, y1 = _port(rooms[source], out, target), rooms[source].y + BOX
        x2, y2 = _port(rooms[target], come, source), rooms[target].y - 7
        bend = (y2 - y1) * 0.42
        thick = 1 + math.log2(count) * 0.55
        lines.append(
            f'<path class="way" d="M{x1:.1f},{y1:.1f} C{x1:.1f},{y1 + bend:.1f} {x2:.1f},{y2 - bend:.1f} {x2:.1f},{y2:.1f}"'
            f' fill="none" stroke-width="{thick:.2f}" stroke-opacity="0.62"/>'
            f'<path class="tip" d="M{x2 - 4:.1f},{y2 - 1:.1f} h8 l-4,8 z"/>'
        )
        if count >= NAMED:
            pills.append(_pill(x1, y1 + 22, count))
    return lines + pills


def _pill(x: float, y: float, count: int) -> str:
    half = 6 + 4 * len(str(count))
    return (
        f'<rect class="pill" x="{x - half:.1f}" y="{y - 9:.1f}" width="{2 * half}" height="18" rx="9"/>'
        f'<text class="small" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{count}</text>'
    )


def _box(room: Room, ways: Ways) -> str:
    used = sorted(((count, target) for (source, target), count in ways.items() if source == room.name), reverse=True)
    said = " · ".join(f"{target} {count}" for count, target in used) or "uses no other room of ours"
    return (
        f'<g><rect class="room" x="{room.x - room.width / 2:.1f}" y="{room.y}" width="{room.width:.1f}" height="{BOX}" rx="6"/>'
        f'<text class="name" x="{room.x}" y="{room.y + 27}" text-anchor="middle">{room.name}</text>'
        f'<text class="small" x="{room.x}" y="{room.y + 45}" text-anchor="middle">{WORDS[room.name]}</text>'
        f'<text class="small uses" x="{room.x}" y="{room.y + 65}" text-anchor="middle">{said}</text></g>'
    )


def draw() -> str:
    """The whole drawing; the same for the same code."""
    rows, ways = floors(), imports()
    rooms = places(rows)
    height = MARGIN * 2 + FLOOR * (len(rows) - 1) + BOX
    floor_lines = [
        f'<path class="floor" d="M{MARGIN},{MARGIN + level * FLOOR + BOX / 2} H{WIDTH - MARGIN}" stroke-dasharray="2 6"/>'
        for level in range(len(rows))
    ]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="said">',
        "<!-- written by scripts/drawing.py -->",
        '<title id="said">The rooms of Huiyin by floor, and which imports which, with how often</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        *floor_lines,
        *_arrows(rooms, ways),
        *(_box(room, ways) for room in rooms.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the drawing, or say whether it is the code's."""
    parser = argparse.ArgumentParser(description="Draw the house from the code.")
    parser.add_argument("--check", action="store_true", help="only compare")
    drawn = draw()
    if parser.parse_args().check:
        if DRAWING.is_file() and DRAWING.read_text("utf-8") == drawn:
            return 0
        sys.stderr.write("docs/reference/house-drawing.svg is not the code's: run scripts/drawing.py\n")
        return 1
    DRAWING.write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
