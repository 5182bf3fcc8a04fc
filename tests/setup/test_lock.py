"""The lists of packages are closed: whatever a locked package asks for is in the list,
in a version that it accepts.

Set-up installs the lists as they stand and resolves nothing, so a hole in them would
only show when a program starts.
"""

import re
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
PINNED = re.compile(r"^[a-z0-9]")


def locked(name: str) -> dict[str, list[Requirement]]:
    """What a list pins, by the package's canonical name; several where machines differ."""
    text = (REQUIREMENTS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [re.sub(r"\s+--hash=\S+", "", line).strip() for line in text.splitlines() if PINNED.match(line)]
    found: dict[str, list[Requirement]] = {}
    for line in lines:
        pin = Requirement(line.split(" #")[0])
        found.setdefault(canonicalize_name(pin.name), []).append(pin)
    return found


def asked(name: str) -> list[Requirement]:
    """What a list of wishes names, those that it includes as well."""
    found: list[Requirement] = []
    for line in (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found += asked(line.removeprefix("-r "))
        elif PINNED.match(line):
            found.append(Requirement(line))
    return found


def environments() -> list[dict[str, str]]:
    """The machines that the lists are for, as markers see them."""
    found = []
    for python, (platform, system, family) in product(PYTHONS, PLATFORMS):
        environment = {name: str(value) for name, value in default_environment().items()}
        environment |= {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": platform}
        environment |= {"platform_system": system, "os_name": family, "extra": ""}
        found.append(environment)
    return found


def holds(requirement: Requirement, environment: dict[str, str], extras: frozenset[str]) -> bool:
    """Whether a requirement counts on that machine, with one of the extras asked for or without."""
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate(environment | {"extra": extra}) for extra in ("", *extras))


def holes(wishes: list[Requirement], pins: dict[str, list[Requirement]], environment: dict[str, str]) -> set[str]:
    """What is missing from the list on one machine, followed from the wishes through
    all that they need.
    """
    missing: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wishes)
    while waiting:
        wish = waiting.pop()
        name, extras = canonicalize_name(wish.name), frozenset(wish.extras)
        fitting = [pin for pin in pins.get(name, []) if holds(pin, environment, frozenset())]
        if len(fitting) != 1:
            missing.add(f"{wish} is in the list {len(fitting)} times")
            continue
        version = next(iter(fitting[0].specifier)).version
        if not wish.specifier.contains(Version(version), prereleases=True):
            missing.add(f"{wish} is pinned to {version}")
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needs = [Requirement(text) for text in metadata.requires(name) or []]
        except metadata.PackageNotFoundError:
            continue  # for another platform; the next test says which these are
        waiting += [need for need in needs if holds(need, environment, extras)]
    return missing


@pytest.mark.parametrize(
    ("wishes", "pins"), [("base.in", "base.txt"), ("build.in", "build.txt"), ("dev.in", "dev.txt")]
)
def test_nothing_that_a_locked_package_needs_is_missing(wishes, pins):
    everything = locked(pins)
    for environment in environments():
        assert holes(asked(wishes), everything, environment) == set(), environment["python_version"]


def test_a_hole_would_be_seen():
    pins = locked("base.txt")
    del pins["asgiref"]
    assert {missing.split(" ")[0].split(">")[0] for missing in holes(asked("base.in"), pins, environments()[0])} >= {
        "asgiref"
    }


def test_what_is_not_installed_here_is_for_another_platform():
    here = {name: str(value) for name, value in default_environment().items()}
    installed = {canonicalize_name(one.name) for one in metadata.distributions()}
    absent = {name: pins for name, pins in locked("dev.txt").items() if name not in installed}
    for name, pins in absent.items():
        assert not any(holds(pin, here, frozenset()) for pin in pins), name


def test_each_list_pins_one_version_with_its_hashes():
    for name in ("base.txt", "build.txt", "dev.txt"):
        entries = re.split(r"\n(?=[a-z0-9])", (REQUIREMENTS / name).read_text(encoding="utf-8").strip())
        loose = [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
        assert loose == []


def test_what_runs_is_what_was_tested():
    tested = locked("dev.txt")
    for name in ("base.txt", "build.txt"):
        for package, pins in locked(name).items():
            assert [str(pin.specifier) for pin in tested[package]] == [str(pin.specifier) for pin in pins], package


def test_the_package_asks_for_the_versions_of_the_list():
    wanted = {name: [str(pin) for pin in pins] for name, pins in locked("base.txt").items()}
    assert {name: [str(pin) for pin in pins] for name, pins in locked("wheel.txt").items()} == wanted
