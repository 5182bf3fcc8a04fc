"""What every test can ask for. Where a test belongs: tests/README.md."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import translation
from hypothesis import settings as search
from playwright.sync_api import Browser, Page, sync_playwright
from tests.plugins import choosing

from huiyin.server import messages

IN_CI = os.environ.get("CI", "").lower() == "true"
REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("HUIYIN_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    parser.addoption("--browser", action="store_true", help="also run the tests that drive a browser")
    parser.addoption("--all", action="store_true", help="on PostgreSQL, also run the tests that reach no database")
    parser.addoption("--screenshots", metavar="DIR", help="keep a picture of each page that a browser test looks at")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations, and make passwords cheap: a slow hash is wrong for a
    thousand tests.
    """
    if not hasattr(config, "workerinput"):  # once, before the workers of xdist begin
        messages.compile_all()
    # How long an example takes says what else the machine was doing, not whether the code is right.
    search.register_profile("huiyin", deadline=None)
    search.load_profile("huiyin")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, without a skip, what needs a browser or PostgreSQL when there is none,
    and on PostgreSQL what no database can change (``--all`` takes it too).
    """
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    kept, left_out = [], []
    for item in items:
        needs_browser = item.get_closest_marker("browser") and not config.getoption("--browser")
        needs_postgres = item.get_closest_marker("postgres") and not on_postgres
        needs_sqlite = item.get_closest_marker("sqlite") and on_postgres
        the_same = on_postgres and not config.getoption("--all") and not choosing.reaches_database(item)
        (left_out if needs_browser or needs_postgres or needs_sqlite or the_same else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = choosing.in_order(kept)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> choosing.ByFile | None:
    """Keep files together, and those that explore whole packs."""
    return choosing.ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """Each test begins in the product's language: a page in another one leaves it
    behind in the thread.
    """
    translation.deactivate()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI, let a skipped test fail the run: what was not tried is not known to work."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped") and exitstatus == 0:
        reporter.write_line("")
        reporter.write_line("In CI every test must run; these were skipped:", red=True)
        for report in reporter.stats["skipped"]:
            reporter.write_line(f"  {report.nodeid}: {report.longrepr[-1]}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real data files; a run without it skips, in CI it fails."""
    if not SHARED_DATA.is_dir():
        said = f"the real data files are not at {SHARED_DATA}; name their folder in HUIYIN_SHARED_DATA"
        if IN_CI:
            pytest.fail(said)
        pytest.skip(said)
    return SHARED_DATA


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    """One browser for the session, that talks to nobody but the live server."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        said = "Chromium is not installed (apt-get install chromium)"
        if IN_CI:
            pytest.fail(said)
        pytest.skip(said)
    # Playwright keeps an event loop in this thread, in which Django would refuse the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def new_page(_chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open pages: `new_page()` on a wide screen in Chinese; `new_page(width=320,
    dark=True, language="en-GB")`, `new_page(scripts=False)`.

    Every page fails its test when a script breaks or the content security policy stops something.
    """
    contexts = []
    troubles: list[str] = []

    def open_one(*, width: int = 1280, dark: bool = False, language: str = "zh-CN", scripts: bool = True) -> Page:
        context = _chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    """A page on a wide screen, in Chinese, by day."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on a page that keeps people out: `axe(page)`."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        said = [f"{one['id']} ({one['impact']}): {one['help']}\n    {_nodes(one)}" for one in found]
        assert not said, f"{page.url}\n" + "\n".join(said)

    return check


def _nodes(violation: dict[str, Any]) -> str:
    shown = [f"{' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in violation["nodes"][:4]]
    return "\n    ".join(shown)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`picture(page, name)`: keep a picture of a page in the folder of --screenshots;
    without that option, nothing.
    """
    folder = request.config.getoption("--screenshots")

    def take(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return take
