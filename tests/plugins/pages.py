"""Following a page of the documentation line by line: its commands, files and answers, in
the order of the page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BOX = re.compile(r"^```(console|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


@dataclass(frozen=True)
class Command:
    """What is typed, and the lines that are to answer."""

    typed: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """What is written into a file: its whole text, something at its end, or something
    instead of a line.
    """

    file: str
    text: str
    at_the_end: bool = False
    instead_of: str = ""

    def write(self, folder: Path) -> None:
        """Do it."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if self.at_the_end or self.instead_of else ""
        if self.instead_of:
            assert before.count(f"\n{self.instead_of}\n") == 1, f"{self.file}: {self.instead_of}"
            path.write_text(before.replace(f"{self.instead_of}\n", self.text), "utf-8")
            return
        path.write_text(before + self.text, "utf-8")


def steps(page: Path) -> Iterator[Command | Writing]:
    """What the page asks for, in its order."""
    for kind, text in BOX.findall(page.read_text("utf-8")):
        if kind == "toml":
            yield _writing(text)
        else:
            yield from _commands(text)


def _commands(text: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        typed, *answer = part.rstrip("\n").split("\n")
        yield Command(typed, tuple(answer))


def _writing(text: str) -> Writing:
    first, _, rest = text.partition("\n")
    assert first.startswith("# "), first
    file, _, how = first.removeprefix("# ").partition(", ")
    if how == "at the end":
        return Writing(file, rest, at_the_end=True)
    return Writing(file, rest, instead_of=how.removeprefix("instead of: "))


def differs(answer: tuple[str, ...], said: str) -> str:
    """What of an answer was not said; "…" stands for any lines."""
    lines = [line.rstrip() for line in said.rstrip("\n").split("\n")]
    wanted = "\n".join(".*" if line == LEFT_OUT else re.escape(line) for line in answer)
    if re.fullmatch(wanted.replace("\n.*", "(?:\n.*)?"), "\n".join(lines), re.DOTALL):
        return ""
    return "expected:\n" + "\n".join(answer) + "\nsaid:\n" + "\n".join(lines)


class Shell:
    """Commands typed one after the other in a folder, with what was exported before."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Stand in ``folder``; ``huiyin`` is the program under test."""
        self.folder = folder
        self.environment = {**environment, "PWD": str(folder)}

    def type(self, command: str) -> str:
        """What the command says, errors too."""
        name, _, words = command.partition(" ")
        if name == "export":
            for setting in words.split():
                key, _, value = setting.partition("=")
                self.environment[key] = value.replace("$PWD", str(self.folder))
            return ""
        called = f'huiyin() {{ "{sys.executable}" -m huiyin "$@"; }}; {command}'
        done = subprocess.run(  # noqa: S603 - what our own page says
            ["/bin/sh", "-c", called],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return done.stdout + done.stderr
