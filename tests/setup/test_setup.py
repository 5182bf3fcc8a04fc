"""Both README commands begin with set-up. It must not depend on the day, nor on which
pip a machine brings.

The index here offers a newer, broken release of every package: as on the day after the
lock was written.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.setup.index import NEWER, ROOT, alone, download, fill, served

DEBIAN_12 = "23.0.1"  # the oldest pip that a supported machine brings
NEW_PIP = "26.2"
OWN_PIP = ""  # the one that comes with that Python
PYTHONS = ("3.11", "3.12", "3.13")


def run(*command: str | Path, cwd: Path, env: dict[str, str], check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of ours; what it printed is in the message when it fails."""
    done = subprocess.run(  # noqa: S603  # our own command
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=600
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def interpreters() -> list[str]:
    """The Pythons to try: those of the supported versions that answer on this machine."""
    found = []
    for version in PYTHONS:
        near = sorted(Path(path) for path in Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        candidates = [*near, *filter(None, [shutil.which(f"python{version}")])]
        for candidate in candidates:
            answer = run(
                candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])", cwd=ROOT, env={}, check=False
            )
            if answer.stdout.strip() == version:
                found.append(str(candidate))
                break
    return found


@pytest.fixture(scope="session")
def trap(tmp_path_factory):
    """Give the function that makes an environment with some pip, and an index with what
    it needs and newer things.
    """
    folder = tmp_path_factory.mktemp("index")

    def prepare(python: str, pip: str) -> tuple[Path, Path]:
        name = f"{Path(python).parent.parent.name}-{pip or 'own'}"
        environment, index = (folder / name / "env", folder / Path(python).parent.parent.name)
        run(python, "-m", "venv", environment, cwd=folder, env={"PATH": "/usr/bin:/bin"})
        inside = environment / "bin" / "python"
        if pip != OWN_PIP:
            command = [str(inside), "-m", "pip", "install", "-q", f"pip=={pip}"]
            # Our own command
            subprocess.run(command, check=True, stderr=subprocess.PIPE)  # noqa: S603
        if not (index / "simple").exists():
            download(inside, index / "wheels", "base.txt", "build.txt")
            fill(index / "wheels", index / "simple")
        return inside, index

    return prepare


@pytest.fixture
def clean_folder(tmp_path):
    """What a clone holds, as it stands now, and nothing that was built."""
    tracked = run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT, env={"PATH": "/usr/bin:/bin"}
    )
    folder = tmp_path / "clone"
    for name in filter(None, tracked.stdout.split("\0")):
        source = ROOT / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder


def pins(name: str, python: Path) -> dict[str, str]:
    """Name and version of each line of a list that is for an interpreter on this machine."""
    asked = run(
        python, "-c", "import platform; print(platform.python_version())", cwd=ROOT, env={"PATH": "/usr/bin:/bin"}
    )
    full = asked.stdout.strip()
    here = {"python_full_version": full, "python_version": ".".join(full.split(".")[:2])}
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    lines = re.findall(r"^[a-z0-9][^\\\n]*", text, flags=re.MULTILINE)
    wanted = [Requirement(line.strip()) for line in lines]
    ours = [one for one in wanted if one.marker is None or one.marker.evaluate(here)]
    return {one.name: str(one.specifier).removeprefix("==") for one in ours}


def installed(python: Path, env: dict[str, str]) -> dict[str, str]:
    """Name and version of what an environment has."""
    listed = run(
        python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check", cwd=ROOT, env=env
    ).stdout
    found = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found.items()}


def test_the_index_is_a_trap(trap):
    python, index = trap(interpreters()[0], DEBIAN_12)
    with served(index) as address:
        loose = run(python, "-m", "pip", "install", "--dry-run", "asgiref", cwd=index, env=alone(address))
    assert f"Would install asgiref-{NEWER}" in loose.stdout


def test_setting_up_with_the_oldest_pip_beside_newer_releases(trap, clean_folder):
    python, index = trap(interpreters()[0], DEBIAN_12)
    with served(index) as address:
        environment = alone(address)
        run(python, "-m", "venv", clean_folder / ".venv", cwd=clean_folder, env=environment)
        inside = clean_folder / ".venv" / "bin" / "python"
        shutil.rmtree(next((clean_folder / ".venv").rglob("site-packages")))
        shutil.copytree(
            next(python.parent.parent.rglob("site-packages")),
            next((clean_folder / ".venv").glob("lib/*")) / "site-packages",
        )
        done = run("make", ".venv/.runs", cwd=clean_folder, env=environment)
        there = installed(inside, environment)
        assert there["pip"] == DEBIAN_12
    assert "Installing the packages that Huiyin runs on" in done.stdout  # it says what it does while it does it
    missing = {name for name, version in pins("base.txt", python).items() if there.get(name) != version}
    assert missing == set()
    assert "pytest" not in there
    assert "mypy" not in there
    said = run(
        clean_folder / ".venv/bin/huiyin",
        "law",
        "due",
        "--from",
        "2026-01-05",
        "--days",
        "15",
        "--language",
        "en",
        cwd=clean_folder,
        env=environment,
    )
    assert "Tuesday 20 January 2026" in said.stdout


@pytest.mark.parametrize("pip", [OWN_PIP, NEW_PIP], ids=["own", "new"])
@pytest.mark.parametrize("python", interpreters(), ids=lambda path: Path(path).parent.parent.name)
def test_the_lists_install_on_each_python_with_its_own_and_a_new_pip(trap, python, pip):
    inside, index = trap(python, pip)
    options = ["-q", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--ignore-installed", "--dry-run"]
    with served(index) as address:
        run(
            inside,
            "-m",
            "pip",
            "install",
            *options,
            "-r",
            "requirements/base.txt",
            "-r",
            "requirements/build.txt",
            cwd=ROOT,
            env=alone(address),
        )


def test_a_failed_step_says_what_to_do(clean_folder):
    run(
        "python3",
        "-m",
        "venv",
        clean_folder / ".venv",
        cwd=clean_folder,
        env={"PATH": "/usr/bin:/bin:" + str(Path(interpreters()[0]).parent)},
    )
    nowhere = alone("http://127.0.0.1:9/simple/") | {"PIP_RETRIES": "0"}
    done = run("make", ".venv/.runs", cwd=clean_folder, env=nowhere, check=False)
    assert done.returncode != 0
    assert "What to do: see that the package index of pip answers" in done.stderr
    assert not (clean_folder / ".venv/.runs").exists()


@pytest.fixture
def wheel(clean_folder):
    """The package, built from a clean folder with its style sheets and translations."""
    for built in [ROOT / "src/huiyin/web/static/vendor", *ROOT.glob("src/**/*.mo")]:
        target = clean_folder / built.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if built.is_dir():
            shutil.copytree(built, target)
        else:
            shutil.copy2(built, target)
    build(clean_folder)
    return next((clean_folder / "dist").glob("*.whl"))


def build(folder: Path, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Build the package with the tools of this environment."""
    command = ("-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", ".")
    return run(sys.executable, *command, cwd=folder, env=alone("http://127.0.0.1:9/"), check=check)


def test_a_package_without_style_sheets_is_not_built(clean_folder):
    done = build(clean_folder, check=False)
    assert done.returncode != 0
    assert "run `make wheel`" in done.stdout + done.stderr


def test_the_package_in_an_empty_environment_serves_its_pages(trap, wheel, tmp_path):
    python, index = trap(interpreters()[0], DEBIAN_12)
    with served(index) as address:
        environment = alone(address)
        run(python, "-m", "venv", tmp_path / "empty", cwd=tmp_path, env=environment)
        command = (tmp_path / "empty/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel)
        run(*command, cwd=tmp_path, env=environment)
    environment |= {"HUIYIN_DATA_DIR": str(tmp_path / "office"), "HUIYIN_LANGUAGE": "zh-hans"}
    huiyin = tmp_path / "empty/bin/huiyin"
    run(huiyin, "init", cwd=tmp_path, env=environment)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(huiyin), "serve", "--port", str(port), "--workers", "1"]
    # Our own program
    server = subprocess.Popen(command, cwd=tmp_path, env=environment)  # noqa: S603
    try:
        page = answered(f"http://127.0.0.1:{port}/")
        assert "信访" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style is not None
        assert "--" in answered(f"http://127.0.0.1:{port}{style[1]}")
    finally:
        server.terminate()
        server.wait(30)


def answered(address: str) -> str:
    """What the server says at an address, once it is up."""
    for _attempt in range(120):
        try:
            # Our own server
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{address} did not answer")
