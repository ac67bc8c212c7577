"""Finds what the browser tests need, a Chromium and a Japanese font, and installs what is missing.

Asks the network for nothing when both are there. Run by `make test`.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
USUAL_PLACES = {
    "Darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "Windows": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    ),
}


def find_browser() -> Path | None:
    """The Chromium to drive: the system's, or else the one Playwright has downloaded.

    Call it before Playwright is started: its own place is asked of a Playwright of its own.
    """
    on_path = (shutil.which(command) for command in COMMANDS)
    usual = (
        os.path.expandvars(Path(place).expanduser())
        for place in USUAL_PLACES.get(platform.system(), ())
    )
    for found in (*on_path, *usual):
        if found and Path(found).is_file():
            return Path(found)
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = Path(playwright.chromium.executable_path)
    return browser if browser.is_file() else None


def has_japanese_font() -> bool:
    """Whether Japanese text will be drawn as such (macOS and Windows bring a font)."""
    if platform.system() != "Linux":
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root, or None where that is not to be had."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _runs("sudo", "-n", "true"):
        return ["sudo", "-n"]
    return None


def _runs(*command: str) -> bool:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0


def _install_with_apt(*packages: str) -> bool:
    """Debian and Ubuntu, as root or with a sudo that asks for no password."""
    if not shutil.which("apt-get") or (root := _as_root()) is None:
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _runs(*root, *quiet, "update")
    return _runs(*root, *quiet, "install", "--no-install-recommends", "-y", *packages)


def main() -> int:
    """Install what is missing; 1 when something still is."""
    if not has_japanese_font():
        print("Installing a Japanese font for the browser tests")
        _install_with_apt("fontconfig", "fonts-noto-cjk")
    if not find_browser():
        print("Installing Chromium for the browser tests")
        # Ubuntu's chromium is a snap, which a container cannot run: apt then finds no package.
        if not _install_with_apt("chromium") or not find_browser():
            with_libraries = shutil.which("apt-get") and _as_root() is not None
            options = ["--with-deps"] if with_libraries else []
            _runs(sys.executable, "-m", "playwright", "install", *options, "chromium")

    browser, font = find_browser(), has_japanese_font()
    if not browser:
        print(
            "The browser tests need Chromium or Google Chrome, and neither apt nor Playwright\n"
            "could install one here. Install one by hand, so that it is on the PATH.",
            file=sys.stderr,
        )
    if not font:
        print(
            "The browser tests need a Japanese font, and apt could not install one here.\n"
            "Install one by hand, for example Noto Sans CJK, so that `fc-list :lang=ja` lists it.",
            file=sys.stderr,
        )
    if not (browser and font):
        return 1
    print(f"Browser for the tests: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
