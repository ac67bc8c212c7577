"""A real server and a real browser. Without a browser these tests fail; they are never skipped."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from install import find_browser  # beside this file; `make test` runs it
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from funnel.ui.navigation import PAGES
from funnel.ui.texts import Texts

ROOT = Path(__file__).parents[2]
MENUS = {
    t(entry.text_key): t(entry.section)
    for t in (Texts("ja"), Texts("en"))
    for entry in PAGES
    if entry.section
}
"""Which menu holds a page, by the titles of both."""
SETTLED = """
([after]) => {
  const marker = document.querySelector("span[data-run]");
  const app = document.querySelector("[data-testid=stApp]");
  return marker && Number(marker.dataset.run) > after
    && app.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && !document.querySelector("[data-stale=true]");
}
"""


def wait_for_run(page: Page, after: int = 0) -> int:
    """Wait until the screen shows a whole run later than run `after`; the number of that run.

    The state on the app element lags behind a click, so funnel/ui/main.py ends with the number of
    its run. What is drawn after the script (a chart, a table) is still to be waited for itself.
    """
    page.wait_for_function(SETTLED, arg=[after], timeout=30_000)
    return int(page.locator("span[data-run]").get_attribute("data-run") or 0)


@dataclass
class Screen:
    """A page of the browser, the server it looks at, and what went wrong in it."""

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    run: int = 0

    def open(self, path: str = "/") -> Page:
        """Open an address as a new visitor's browser would."""
        self.page.goto(self.url + path)
        self.run = wait_for_run(self.page)
        return self.page

    def after(self, action: Callable[[], object]) -> Page:
        """Do something that causes a run, and wait for the run: `after(button.click)`."""
        action()
        self.run = wait_for_run(self.page, self.run)
        return self.page

    def to(self, title: str) -> Page:
        """Open a page of the menu at the top by its title."""
        menus = self.page.get_by_test_id("stTopNavSection")
        menus.filter(has_text=MENUS[title]).click()
        return self.after(self.page.get_by_role("menuitem", name=title, exact=True).click)

    def choose(self, *files: Path) -> Page:
        """Choose files on the page of the data; reading starts by itself."""
        chooser = self.page.get_by_test_id("stFileUploaderDropzoneInput").first
        return self.after(lambda: chooser.set_input_files(list(files)))

    def press(self, name: str) -> Page:
        """Click the first button that says `name`."""
        return self.after(self.page.get_by_role("button", name=name).first.click)

    def pick(self, label: str, option: str) -> Page:
        """Choose in a box by typing what the option begins with."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.scroll_into_view_if_needed()
        self.page.wait_for_timeout(300)  # a box that is scrolled while it opens closes again
        box.fill(option)
        # Not Enter: the box may not have marked the first option yet.
        return self.after(self.page.get_by_role("option").filter(has_text=option).first.click)


@contextmanager
def running_server(home: Path, script: Path = ROOT / "app.py") -> Iterator[str]:
    """`streamlit run` on a free port with its own workspace; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = home / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    environment = {**os.environ, "FUNNEL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for_health(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for_health(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = find_browser()
    if found is None:
        pytest.fail("no browser for the browser tests: `make test` installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _serving(folders: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    with ExitStack() as running:

        def start(home: Path | None = None, script: Path = ROOT / "app.py") -> str:
            home = home or folders.mktemp("funnel_home")
            return running.enter_context(running_server(home, script))

        yield start


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """`serve()` starts a server with an empty workspace, or `serve(home=, script=)` as told.

    It ends with the test: 30 that idle beside the others' take an eighth of a core.
    """
    with _serving(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def serve_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """`serve` for the tests of a file: it ends with the last test of all."""
    with _serving(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def server(serve_on: Callable[..., str]) -> str:
    """One server for the tests that only read."""
    return serve_on()


@pytest.fixture
def watched(browser: Browser, serve: object) -> Iterator[Callable[[str], Screen]]:
    """`watched(url)` opens a screen on a server; an error in its console fails the test.

    It closes before the servers of the test do: a page that loses its server says so.
    """
    del serve
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    context.set_default_timeout(15_000)
    screens: list[Screen] = []

    def watch(url: str) -> Screen:
        screen = Screen(context.new_page(), url)
        screen.page.on("console", lambda message: _note(screen, message))
        screen.page.on("pageerror", lambda error: screen.errors.append(str(error)))
        screens.append(screen)
        return screen

    yield watch
    context.close()
    assert [error for screen in screens for error in screen.errors] == []


@pytest.fixture
def screen(watched: Callable[[str], Screen], server: str) -> Screen:
    """A screen on the shared server."""
    return watched(server)


def _note(screen: Screen, message: ConsoleMessage) -> None:
    if message.type == "error":
        screen.errors.append(f"{message.text} ({message.location['url']})")
