"""Filters: an owner, an industry and so on narrow what can be narrowed; the rest says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.reports.segments import segments
from funnel.ui import data
from funnel.ui.navigation import DEFINITIONS, PAGES_FOLDER, PROMISES, SOURCES, WEEKLY
from funnel.ui.strip import strip_of
from funnel.ui.texts import LANGUAGES, Texts
from tests.conftest import NOON, ROOT
from tests.states import HOSTILE
from tests.uploads import Exports, Row

DAY = date(2026, 11, 20)
MAIN = ROOT / "funnel" / "ui" / "main.py"


def _leads() -> list[Row]:
    """Ito has 3 leads of November, Sato 2, nobody 1; food 4 of them, one of no industry."""
    rows: list[tuple[str, str, str, str]] = [
        ("Ito", "食品", "Web", "120"), ("Ito", "食品", "Web", "5"), ("Ito", "機械", "Expo", "120"),
        ("Sato", "食品", "Expo", "5"), ("Sato", "食品", "Web", ""), ("", "", "Web", ""),
    ]  # fmt: skip
    return [
        {"lead": f"L{place}", "created": "2026-11-10", "source": source, "owner": owner,
         "industry": industry, "employees": employees}
        for place, (owner, industry, source, employees) in enumerate(rows)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    crm = Exports(tmp_path_factory.mktemp("filters"))
    own = {"deal": "D1", "stage": "Talks", "opened": "2026-11-20", "owner": "Ito"}
    linked = {"deal": "D2", "stage": "Talks", "opened": "2026-11-19", "owner": "Sato",
              "product": "Cloud", "deal leads": "L3"}  # fmt: skip
    crm.bring(DAY, leads=_leads(), deals=[own, linked])
    return crm


@pytest.fixture
def company(crm: Exports, monkeypatch: pytest.MonkeyPatch) -> data.Company:
    monkeypatch.setenv("FUNNEL_HOME", str(crm.workspace.home))
    found = data.company_in_force()
    assert found is not None
    return found


def page(name: str, **asked: str) -> AppTest:
    app = AppTest.from_file(str(PAGES_FOLDER / f"{name}.py"), default_timeout=60)
    app.session_state["choice_lang"] = asked.pop("lang", "ja")
    for key, value in asked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption)).replace("\\", "")


def test_what_rows_have_can_be_chosen_the_most_frequent_first(crm: Exports) -> None:
    """Sizes stand from small to large; nothing of no name comes before what has one."""
    with crm.opened() as db:
        assert segments(db) == {
            "owner": ("Ito", "Sato", None),
            "industry": ("食品", "機械", None),
            "company_size": ("1-9", "50-299", None),
            "product": ("Cloud", None),
            "lane": ("marketing", "sales"),
        }


def test_what_all_rows_share_narrows_nothing(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(DAY, leads=[{"lead": "L1", "created": "2026-11-10", "source": "Web"}])
    with exports.opened() as db:
        assert segments(db) == {}


def test_where_there_is_nothing_to_narrow_by_there_is_no_button(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    exports.bring(DAY, leads=[{"lead": "L1", "created": "2026-11-10", "source": "Web"}])
    monkeypatch.setenv("FUNNEL_HOME", str(exports.workspace.home))
    app = page(WEEKLY.name, owner="Ito")
    assert "box_owner_ja" not in [box.key for box in app.selectbox]


@pytest.mark.parametrize(
    ("where", "leads"),
    [
        ((("owner", "Ito"),), "3"),
        ((("owner", None),), "1"),
        ((("industry", "食品"),), "4"),
        ((("owner", "Ito"), ("industry", "食品")), "2"),
        ((("owner", "Ito"), ("company_size", "50-299")), "2"),
        ((("lane", "sales"),), "0"),
    ],
)
def test_the_strip_counts_what_is_left(
    company: data.Company, where: tuple[tuple[str, str | None], ...], leads: str
) -> None:
    view = data.view_of(company, company.months[0], where=where)
    strip = strip_of(company, data.read_funnel(company, view), None, view, Texts("ja"))
    assert strip.stages[0].value == leads


def test_a_source_and_an_owner_hold_together(company: data.Company) -> None:
    """Two of Ito's three leads are of the Web."""
    view = data.view_of(company, company.months[0], ("Web",), (("owner", "Ito"),))
    assert data.read_funnel(company, view).told.stages[0].value == 2


def test_an_owner_has_targets_an_industry_has_none(company: data.Company, crm: Exports) -> None:
    team, month = crm.workspace.team, date(2026, 11, 1)
    keys = {(month, "leads", None, None): 100, (month, "leads", None, "Ito"): 40}
    values = {key: Decimal(value) for key, value in keys.items()}
    team.set_targets(values, "adjusted", who="me", at=NOON)
    try:
        goals = {}
        for where in ((), (("owner", "Ito"),), (("owner", None),), (("industry", "食品"),)):
            view = data.view_of(company, month, where=where)
            found = data.read_funnel(company, view).goals
            goals[where] = found["leads"].target if found else None
        assert list(goals.values()) == [100, 40, None, None]
        strip = strip_of(
            company, data.read_funnel(company, view), None, view, Texts("ja")
        )  # fmt: skip
        assert strip.note == "しぼり込んだ範囲の目標はまだありません。"
    finally:
        team.set_targets(dict.fromkeys(keys), "adjusted", who="me", at=NOON)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_says_what_the_filters_do_not_narrow(language) -> None:
    t = Texts(language)
    app = page(WEEKLY.name, owner="Ito", industry="食品", lang=language)
    assert app.selectbox(key=f"box_owner_{language}").value == "Ito"
    words = told(app)
    assert t("verdict_whole_company") in words
    for note in ("week_wins_whole", "whole_company", "narrow_partly"):
        assert t(note) in words
    plain = told(page(WEEKLY.name, lang=language))
    assert t("whole_company") not in plain
    assert t("verdict_whole_company") not in plain


@pytest.mark.usefixtures("company")
def test_a_choice_is_written_into_the_address_and_cleared_from_it() -> None:
    app = page(WEEKLY.name)
    app.selectbox(key="box_owner_ja").select("Sato").run()
    assert app.query_params["owner"] == "Sato"
    app.selectbox(key="box_industry_ja").select("").run()
    assert app.query_params["industry"] == ""
    app.button(key="narrow_clear").click().run()
    assert "owner" not in app.query_params
    assert "industry" not in app.query_params
    assert app.selectbox(key="box_owner_ja").value == "*"


@pytest.mark.usefixtures("company")
def test_a_choice_that_does_not_exist_is_left() -> None:
    app = page(WEEKLY.name, owner=HOSTILE, industry="<b>", lane="x", compare="never")
    assert app.selectbox(key="box_owner_ja").value == "*"
    assert app.selectbox(key="box_compare_ja").value == "target"
    assert "owner" not in app.query_params


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [SOURCES.name, PROMISES.name, "targets"])
def test_a_page_that_cannot_narrow_says_so_and_passes_the_choice_on(name: str, language) -> None:
    """Through the main script, as the browser runs it."""
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.session_state["choice_lang"] = language
    app.query_params["owner"] = "Ito"
    app.query_params["source"] = "Web"
    app.run()
    app.switch_page(str(PAGES_FOLDER / f"{name}.py"))
    app.run()
    assert not app.exception, app.exception
    t = Texts(language)
    assert t("narrow_not_here", chosen=t("and").join(["Web", "Ito"])) in told(app)


@pytest.mark.usefixtures("company")
def test_the_definitions_are_narrowed_too() -> None:
    """The first is that of leads."""
    values = [page(DEFINITIONS.name, **asked).metric[0].value for asked in ({}, {"owner": "Ito"})]
    assert values == ["6", "3"]


def test_hostile_names_of_owners_are_short_in_the_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    leads = [
        {"lead": f"L{owner[:1]}", "created": "2026-11-10", "source": "Web", "owner": owner}
        for owner in (HOSTILE, "Ito")
    ]
    exports.bring(DAY, leads=leads)
    monkeypatch.setenv("FUNNEL_HOME", str(exports.workspace.home))
    app = page(WEEKLY.name)
    box = app.selectbox(key="box_owner_ja")
    assert all(len(option) <= 40 for option in box.options)
    box.select_index(1).run()
    assert not app.exception, app.exception
    assert all(len(each.value) < 2_000 for each in (*app.markdown, *app.caption))
