"""The menu of files to take along: on the page of the week, made when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.export.fonts import NAMED
from funnel.ui.navigation import MONTHLY, WEEKLY, Entry
from tests.digests import small_company

NAMES = ["PowerPoint", "Excel", "PDF"]


def page(
    home: Path, monkeypatch: pytest.MonkeyPatch, language: str, entry: Entry = WEEKLY
) -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(home))
    app = AppTest.from_file(str(entry.file), default_timeout=60)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(("entry", "language"), [(WEEKLY, "ja"), (WEEKLY, "en"), (MONTHLY, "ja")])
def test_three_files_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Entry, language: str
) -> None:
    font = tmp_path / "a.ttf"
    font.write_bytes(b"")
    monkeypatch.setenv(NAMED, str(font))
    home = small_company(tmp_path / "home").workspace.home
    app = page(home, monkeypatch, language, entry)
    buttons = [one for one in app.get("download_button") if one.proto.label in NAMES]
    assert [one.proto.label for one in buttons] == NAMES
    assert [one.proto.disabled for one in buttons] == [False] * 3
    assert all(one.proto.ignore_rerun for one in buttons)


def test_a_machine_without_a_font_says_what_a_pdf_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAMED, str(tmp_path / "gone.ttf"))
    home = small_company(tmp_path / "home").workspace.home
    app = page(home, monkeypatch, "en")
    disabled = {one.proto.label: one.proto.disabled for one in app.get("download_button")}
    assert {name: disabled[name] for name in NAMES} == {
        "PowerPoint": False, "Excel": False, "PDF": True,
    }  # fmt: skip
    assert any("gone.ttf" in caption.value for caption in app.caption)
