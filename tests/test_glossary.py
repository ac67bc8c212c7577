"""The glossary: every stage and every figure in both languages, with what is agreed on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.filters import STAGES
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.store.workspace import Workspace
from funnel.ui import agreement_words
from funnel.ui.glossary import SECTIONS, TERMS
from funnel.ui.navigation import GLOSSARY, PAGES
from funnel.ui.texts import LANGUAGES, TEXTS, Texts, plain
from tests.conftest import GOLDEN, NOON, brought
from tests.states import PROMISES


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    found = Workspace(tmp_path / "home")
    brought(found, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(found.home))
    return found


def page(language: str = "ja", **asked: str) -> AppTest:
    app = AppTest.from_file(str(GLOSSARY.file), default_timeout=60)
    app.session_state["choice_lang"] = language
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in (*app.title, *app.subheader, *app.markdown, *app.caption))


def test_every_stage_is_a_term() -> None:
    assert [term.key for term in SECTIONS["stages"]][: len(STAGES)] == [
        f"stage_{name}" for name in STAGES
    ]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_every_term_says_one_or_two_sentences_in_both_languages(term) -> None:
    japanese, english = TEXTS[f"term_{term.key}"]
    assert 1 <= japanese.count("。") <= 2, japanese
    assert english.endswith(".")
    assert len(english) <= 150
    assert term.page in PAGES
    assert {*term.agreed} <= {*agreement_words.PARTS, *agreement_words.PROMISES}


def test_no_term_stands_twice() -> None:
    for place in range(len(LANGUAGES)):
        names = [TEXTS[term.text][place] for term in TERMS]
        assert len(set(names)) == len(names)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_word_and_every_figure(language: str) -> None:
    t = Texts(language)
    told = said(page(language))
    assert [term.key for term in TERMS if f"**{plain(term.name(t))}**" not in told] == []
    titles = [in_language(metric.title, language) for metric in METRICS.values()]
    assert [title for title in titles if f"**{plain(title)}**" not in told] == []


def test_what_is_agreed_on_today_is_said(workspace: Workspace) -> None:
    assert "既定値" in said(page(q="しきい値"))
    document = f"[mql]\nthreshold = 72\n{PROMISES}"
    workspace.team.save_agreement(
        document, date(2026, 1, 1), "よりよいMQL", based_on=0, who="me", at=NOON
    )
    told = said(page(q="しきい値"))
    assert "**いまの合意:**" in told
    assert "72" in told
    assert "3" in said(page(q="約束"))


@pytest.mark.usefixtures("workspace")
def test_a_word_is_found_whatever_its_width() -> None:
    told = said(page(q="ｍｑｌ"))
    assert "**MQL**" in told
    assert "**停滞**" not in told
    assert "という言葉はありません" in said(page(q="[x](javascript:alert(1))" + "長" * 5_000))


@pytest.mark.usefixtures("workspace")
def test_a_term_leads_to_where_it_is_used() -> None:
    app = page("en", q="P90")
    assert app.button[0].label == "Used in Definitions"
