"""`make run` itself: it sets up, brings the demo in, prints the address and serves the page."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
from conftest import ROOT
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def address(tmp_path):
    """What `make run` prints, once it has printed it."""
    if shutil.which("make") is None:
        pytest.skip("no make on this machine: the README has the plain commands")
    environment = {
        **os.environ,
        "FUNNEL_HOME": str(tmp_path / "home"),
        "STREAMLIT_SERVER_PORT": str(free_port()),
    }
    log = tmp_path / "log"
    with log.open("wb") as output:
        run = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 300  # a first run installs
        while time.monotonic() < deadline and run.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(errors="replace")):
                yield found[0]
                return
            time.sleep(0.2)
        pytest.fail(f"make run printed no address:\n{log.read_text(errors='replace')}")
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(timeout=20)


def test_make_run_serves_the_demo(address, watched):
    page = watched(address).open("/")
    expect(page.locator("h1")).to_have_text("引き渡し → SQL が詰まっています")
