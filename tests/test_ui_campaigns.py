"""The cards of the campaigns: what they say, and the words that people write on them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.ui.texts import Texts
from tests.conftest import NOON
from tests.states import HOSTILE
from tests.test_campaigns import END, spring
from tests.test_ui_sources import page, told

FAIR = sha256(b"fair").hexdigest()[:12]


def said(app: AppTest) -> str:
    return told(app).replace("\\", "")


def test_a_card_tells_a_campaign_from_its_cost_to_its_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = spring(tmp_path)
    exports.workspace.team.add_voice(
        END, "campaign", "fair", "good", "<b>spoke to all</b>", who="me", at=NOON
    )
    app = page(exports, monkeypatch)
    assert "実施中2件のうち、目的と営業への依頼が書かれているのは0件。残りを書く" in said(app)
    assert [one.value for one in app.subheader][-4:-1] == ["search", "letter", "fair"]
    for sentence in (
        "Expo・2026/02/01–03/04・終了",
        "リード **3** → MQL **2** → SQL **1** → 受注 **1**",
        "費用 **30万円**・受注額 **90万円**",
        "断り 1/2(予算 1)・06/30 声「良かった <b>spoke to all</b>」",
        "新しく連れてきたリードはありません(接点 1件)",
        "費用は未計測",
    ):
        assert sentence in said(app)
    assert "\\<b\\>spoke" in told(app)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_words_are_written_on_the_card_and_stay_harmless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    exports = spring(tmp_path)
    app = page(exports, monkeypatch, lang=language)
    app.button(key=f"campaign_write_{FAIR}").click().run()
    why, asked = app.text_area
    why.set_value(HOSTILE[:900])
    asked.set_value("call within a day")
    app.button(key=f"campaign_keep_{FAIR}").click().run()
    assert not app.exception
    note = exports.workspace.team.campaign_notes()["fair"]
    assert (note.why, note.asked, note.number) == (HOSTILE[:900].strip(), "call within a day", 1)
    assert not app.text_area
    t = Texts("ja" if language == "ja" else "en")
    assert f"**{t('campaign_asked')}** call within a day" in told(app)
    assert "<img" not in told(app).replace("\\<img", "")
    assert app.button(key=f"campaign_write_{FAIR}").label == t("campaign_change")


def test_what_another_wrote_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = spring(tmp_path)
    app = page(exports, monkeypatch)
    app.button(key=f"campaign_write_{FAIR}").click().run()
    exports.workspace.team.save_campaign_note("fair", "theirs", "", based_on=0, who="you", at=NOON)
    app.text_area[0].set_value("mine")
    app.button(key=f"campaign_keep_{FAIR}").click().run()
    assert "その間に変更されました(you" in app.error[0].value.replace("\\", "")
    assert exports.workspace.team.campaign_notes()["fair"].why == "theirs"
    assert app.text_area[0].value == "mine"


def test_a_stretch_without_campaigns_says_what_to_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(spring(tmp_path), monkeypatch, month="2026-05", span="1")
    assert Texts("ja")("campaigns_none") in told(app)
    assert app.button(key="bring_campaigns")
