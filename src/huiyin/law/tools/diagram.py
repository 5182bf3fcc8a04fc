"""The procedure of a pack as a drawing: states down the middle, ways out at the side,
steps on the lines between.

The layout is our own and asks for nothing but the pack: the longest way through the
states is the spine; every other state has a column to its right with a shared line
leading into it; jumps along the spine run in lanes to its left. Colours are attributes,
not style sheets, so that the drawing may stand in a page with a strict content policy.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from xml.sax.saxutils import escape

from huiyin.law.rules.duties import Duty
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.states import FILED
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text
from huiyin.law.tools.diagram_text import wrap
from huiyin.law.tools.diagram_ways import Edge, edges, spine

INK, QUIET, LINE, PAPER = "#1b2b2e", "#4d6266", "#0b6e6e", "#ffffff"
BOX, END, START = "#e8f3f2", "#f1f1ef", "#0b6e6e"
SIZE, SMALL = 15, 12
WIDTH, GAP, LANE, COLUMN = 290, 64, 30, 190
MARGIN, PAD, TITLE = 28, 12, 56
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A state as drawn: where it stands and the lines of text in it."""

    state: str
    x: float
    y: float
    width: float
    height: float
    name: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Half its height, from the top of the drawing."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Where it ends, from the top of the drawing."""
        return self.y + self.height

    @property
    def centre(self) -> float:
        """Half its width, from the left of the drawing."""
        return self.x + self.width / 2


@functools.lru_cache(maxsize=32)
def svg(pack: Pack, language: str) -> str:
    """Draw the procedure.

    Args:
        pack: the pack.
        language: "zh-hans" or "en"; titles are shown in it.

    Returns:
        An SVG document with title and description for screen readers.
    """
    return _Drawing(pack, language).document()


class _Drawing:
    """One drawing: works out the boxes, then writes lines, labels and boxes."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.edges = edges(pack)
        self.spine = spine(pack)
        self.aside = tuple(
            name for name in pack.states if name not in self.spine
        )
        self.lanes = self._lanes()
        self.left = MARGIN + LANE * (len(self.lanes) + 1) + 70
        self.parts: list[str] = []
        self.labels: list[str] = []
        self.boxes = self._place()

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def word(self, key: str, **fields: object) -> str:
        return self.say(wording.text(key, **fields))

    def _lanes(self) -> dict[str, int]:
        """States on the spine that some jump leads to, each with its lane, the nearest
        jump innermost.
        """
        jumps = [edge for edge in self.edges if self._is_jump(edge)]
        jumps.sort(
            key=lambda edge: abs(
                self.spine.index(edge.target) - self.spine.index(edge.source)
            )
        )
        targets = dict.fromkeys(edge.target for edge in jumps)
        return {
            target: number for number, target in enumerate(targets, start=1)
        }

    def _is_jump(self, edge: Edge) -> bool:
        if edge.source not in self.spine or edge.target not in self.spine:
            return False
        return (
            self.spine.index(edge.target) != self.spine.index(edge.source) + 1
        )

    def _place(self) -> dict[str, Box]:
        """Where every state stands: the spine down the middle, the others in columns."""
        boxes: dict[str, Box] = {}
        y: float = MARGIN + TITLE
        for state in self.spine:
            boxes[state] = self._box(state, self.left, y, WIDTH)
            y += boxes[state].height + GAP
        x: float = self.left + WIDTH + GAP + 90
        for state in self.aside:
            sources = [
                boxes[edge.source]
                for edge in self.edges
                if edge.target == state and edge.source in boxes
            ]
            lowest = max(
                (box.bottom for box in sources), default=MARGIN + TITLE
            )
            boxes[state] = self._box(state, x, lowest + GAP / 2, COLUMN - 24)
            x += COLUMN
        return boxes

    def _box(self, state: str, x: float, y: float, width: float) -> Box:
        name = tuple(wrap(self._name(state), SIZE, width - PAD))
        lines = self._lines(state, width)
        height = (
            PAD * 2
            + len(name) * SIZE * 1.3
            + len(lines) * SMALL * 1.5
            + (6 if lines else 0)
        )
        return Box(state, x, y, width, height, name, lines)

    def _lines(self, state: str, width: float) -> tuple[str, ...]:
        """What is owed on entering a state, and what can be done without leaving it; no
        tracks beside the procedure.
        """
        if state == FILED or self.pack.state(state).final:
            return ()
        lines: list[str] = []
        for kind in self._owed_on_entering(state):
            limit = self._limit(self.pack.duty(kind))
            lines += wrap(limit, SMALL, width - 2 * PAD)
        staying = self._done_without_leaving(state)
        if staying:
            listed = self.word("list_separator").join(staying)
            also = self.word("diagram_also", steps=listed)
            lines += wrap(also, SMALL, width - 2 * PAD)
        return tuple(lines)

    def _owed_on_entering(self, state: str) -> dict[str, None]:
        """The kinds of duties that steps into a state open."""
        kinds: dict[str, None] = {}
        for step in self.pack.steps.values():
            if step.target == state:
                kinds |= dict.fromkeys(opening.kind for opening in step.opens)
        return kinds

    def _done_without_leaving(self, state: str) -> list[str]:
        """The titles of steps of the main procedure that leave the matter in a state."""
        steps = (step for step in self.pack.steps.values() if not step.track)
        return [
            self.say(step.title)
            for step in steps
            if state in step.sources and step.targets <= {state}
        ]

    def _limit(self, duty: Duty) -> str:
        key = "diagram_until" if duty.until else "diagram_limit"
        unit = wording.text(f"unit_{duty.unit}")
        return self.word(
            key,
            duty=duty.title,
            days=duty.days,
            unit=unit,
            article=duty.article,
        )

    def document(self) -> str:
        for edge in self.edges:
            self._draw(edge)
        for box in self.boxes.values():
            self._draw_box(box)
        return "\n".join(
            [*self._head(), *self.parts, *self.labels, "</svg>", ""]
        )

    def _head(self) -> list[str]:
        """The beginning of the document: its size, title and description, arrow and paper."""
        right = max(box.x + box.width for box in self.boxes.values()) + MARGIN
        bottom = max(box.bottom for box in self.boxes.values()) + MARGIN
        title = self.say(self.pack.title)
        described = self.word("diagram_described", title=self.pack.title)
        return [
            (
                '<svg xmlns="http://www.w3.org/2000/svg"'
                f' viewBox="0 0 {right:.0f} {bottom:.0f}" role="img"'
                ' aria-labelledby="procedure-title procedure-description"'
                f' font-family="{FONT}">'
            ),
            f'<title id="procedure-title">{escape(title)}</title>',
            (
                f'<desc id="procedure-description">{escape(described)}'
                f" {escape(self._in_words())}</desc>"
            ),
            (
                '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5"'
                ' markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
                f'<path d="M0 0 10 5 0 10z" fill="{LINE}"/></marker></defs>'
            ),
            f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>',
            self._text(MARGIN, MARGIN + 20, title, size=20, weight=600),
        ]

    def _in_words(self) -> str:
        """Every way between states as a sentence, for those who do not see the drawing."""
        sentences = []
        for edge in self.edges:
            steps = self.word("list_separator").join(
                self.say(step.title) for step in edge.steps
            )
            sentences.append(
                self.word(
                    "diagram_way",
                    source=self._name(edge.source),
                    target=self._name(edge.target),
                    steps=steps,
                )
            )
        return " ".join(sentences)

    def _name(self, state: str) -> str:
        return (
            self.word("before_filing")
            if state == FILED
            else self.say(self.pack.state(state).title)
        )

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        weight: int = 400,
        **more: str,
    ) -> str:
        anchor, fill = more.get("anchor", "start"), more.get("fill", INK)
        halo = (
            f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"'
            if more.get("halo")
            else ""
        )
        return (
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}"'
            f' font-weight="{weight}" fill="{fill}"'
            f' text-anchor="{anchor}"{halo}>{escape(text)}</text>'
        )

    def _path(self, points: str, *, arrow: bool = True) -> None:
        marker = ' marker-end="url(#arrow)"' if arrow else ""
        self.parts.append(
            f'<path d="{points}" fill="none" stroke="{LINE}" stroke-width="1.5"{marker}/>'
        )

    def _draw(self, edge: Edge) -> None:
        """Draw one way: to the side, back from there, in a lane, or down the spine."""
        source, target = self.boxes[edge.source], self.boxes[edge.target]
        titles = [self.say(step.title) for step in edge.steps]
        label = self.word("list_separator").join(titles)
        if edge.target in self.aside:
            self._draw_aside(source, target, label)
        elif edge.source in self.aside:
            self._path(
                f"M{source.x:.0f} {source.middle:.0f}L{target.x + target.width:.0f} "
                f"{target.middle:.0f}"
            )
        elif self._is_jump(edge):
            self._draw_jump(source, target, label)
        else:
            self._draw_down(source, target, label)

    def _draw_down(self, source: Box, target: Box, label: str) -> None:
        """From a state of the spine to the next, with the label beside the line."""
        self._path(
            f"M{source.centre:.0f} {source.bottom:.0f}V{target.y - 2:.0f}"
        )
        middle = (source.bottom + target.y) / 2
        x = source.centre + 10
        for number, line in enumerate(wrap(label, SMALL, WIDTH / 2)):
            y = middle + 4 + number * SMALL * 1.3
            self.parts.append(self._text(x, y, line, fill=QUIET))

    def _draw_aside(self, source: Box, target: Box, label: str) -> None:
        """From the side of a state along a line of its own to the column of the target,
        and down into it.
        """
        number = self.aside.index(target.state)
        y = source.y + source.height * (number + 1) / (len(self.aside) + 1)
        begin = source.x + source.width
        self._path(f"M{begin:.0f} {y:.0f}H{target.centre:.0f}", arrow=False)
        self._path(f"M{target.centre:.0f} {y:.0f}V{target.y - 2:.0f}")
        self.parts.append(
            f'<circle cx="{target.centre:.0f}" cy="{y:.0f}" r="3" fill="{LINE}"/>'
        )
        self.parts.append(self._text(begin + 8, y - 4, label, fill=QUIET))

    def _draw_jump(self, source: Box, target: Box, label: str) -> None:
        """From the left of a state through the target's lane into the left of the target."""
        x = self.left - LANE * self.lanes[target.state]
        down = target.y > source.y
        begin = source.y + source.height * (0.75 if down else 0.35)
        end = target.y + target.height * (0.35 if down else 0.75)
        self._path(
            f"M{source.x:.0f} {begin:.0f}H{x:.0f}V{end:.0f}H{target.x - 2:.0f}"
        )
        y = begin + (14 if down else -6)
        self.labels.append(
            self._text(x - 6, y, label, fill=QUIET, anchor="end", halo="yes")
        )

    def _draw_box(self, box: Box) -> None:
        final = box.state != FILED and self.pack.state(box.state).final
        fill = START if box.state == FILED else END if final else BOX
        ink = PAPER if box.state == FILED else INK
        self.parts.append(
            f'<rect x="{box.x:.0f}" y="{box.y:.0f}"'
            f' width="{box.width:.0f}" height="{box.height:.0f}"'
            f' rx="{box.height / 2 if box.state == FILED else 8:.0f}"'
            f' fill="{fill}" stroke="{LINE}"'
            f' stroke-width="{3 if final else 1.5}"/>'
        )
        y = box.y + PAD + SIZE * 0.95
        for number, line in enumerate(box.name):
            at = y + number * SIZE * 1.3
            self.parts.append(
                self._text(
                    box.centre,
                    at,
                    line,
                    size=SIZE,
                    weight=600,
                    anchor="middle",
                    fill=ink,
                )
            )
        y += (len(box.name) - 1) * SIZE * 1.3 + 6
        for number, line in enumerate(box.lines, start=1):
            self.parts.append(
                self._text(
                    box.x + PAD, y + number * SMALL * 1.5, line, fill=QUIET
                )
            )
