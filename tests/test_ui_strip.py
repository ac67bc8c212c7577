"""What the strip says: with targets, without any, of a source, of a finished month, of little."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from funnel.ui import data
from funnel.ui.funnel_strip import Strip
from funnel.ui.strip import strip_of
from funnel.ui.texts import LANGUAGES, Texts
from tests.uploads import Exports, Row

FRIDAY = date(2026, 11, 20)
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """A lead a day for 14 months; every fifth has a deal of that day."""
    crm = Exports(tmp_path_factory.mktemp("strip"))
    leads: list[Row] = []
    deals: list[Row] = []
    for i in range(421):
        day = (FRIDAY - timedelta(days=i)).isoformat()
        leads.append({"lead": f"L{i}", "created": day, "source": "Web" if i % 2 else "Expo"})
        if i % 5 == 0:
            leads[-1] = {**leads[-1], "lead deals": f"D{i}"}
            deals.append({"deal": f"D{i}", "opened": day, "stage": "Talks"})
    crm.bring(FRIDAY, leads=leads, deals=deals)
    return crm


def said(
    crm: Exports, t: Texts, month: str = "2026-11", source: tuple[str | None, ...] = (), **known
) -> Strip:
    company = data._company(str(crm.workspace.home), crm.workspace.current() or 0)
    view = data.view_of(company, date.fromisoformat(f"{month}-01"), source)
    funnel = data.read_funnel(company, view)
    return strip_of(company, funnel, known.get("marked"), view, t)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_any_target_it_is_said_once(crm: Exports, language) -> None:
    strip = said(crm, Texts(language))
    assert strip.note == {
        "ja": "この月の目標はまだありません。「目標」で入れると、各段階に今日までの目安が出ます。",
        "en": "No targets for this month yet. "
        "Enter them under Targets, and each stage shows its pace.",
    }[language]  # fmt: skip
    leads, mqls, *_ = strip.stages
    before = {"ja": "前年同日まで 20", "en": "Last yr to date 20"}[language]
    assert (leads.value, leads.lines, leads.goal) == ("20", (before,), None)
    unmeasured = {"ja": "未計測", "en": "Not measured"}[language]
    assert (mqls.value, mqls.lines, mqls.measured) == ("—", (unmeasured,), False)
    assert mqls.picture is None


def test_the_picture_tells_its_numbers_in_words(crm: Exports) -> None:
    picture = said(crm, Texts("ja")).stages[0].picture
    assert picture is not None
    assert [point.said for point in picture.weeks[-2:]] == [
        "11/9の週 7(前年 7)", "11/16の週(途中・11/20まで) 5(前年 5)",
    ]  # fmt: skip
    assert [point.is_partial for point in picture.weeks] == [False] * 5 + [True]
    assert picture.months[-2].said == "2026年10月 31(前年 31)"
    assert picture.months[-3].said == "2026年9月 30"  # the data begin on 26 September 2025
    assert picture.label.startswith("リードの推移。週: 10/12の週 7(前年 7)、")
    assert "2026年11月(途中・11/20まで) 20(前年 20)" in picture.label
    assert picture.names == ("6週", "12か月")


def test_an_earlier_month_ends_there_and_is_whole(crm: Exports) -> None:
    leads = said(crm, Texts("ja"), "2026-10").stages[0]
    assert (leads.value, leads.lines) == ("31", ("前年 31",))
    assert leads.picture is not None
    assert leads.picture.months[-1].said == "2026年10月 31(前年 31)"
    assert leads.picture.weeks[-1].said == "10/26の週(途中・10/31まで) 6(前年 6)"


def test_a_year_that_is_not_there_is_named_in_the_label_alone(crm: Exports) -> None:
    leads = said(crm, Texts("ja"), "2026-08").stages[0]
    assert leads.lines == ()
    assert leads.picture is not None
    assert "前年のデータはまだありません" in leads.picture.label
    assert {point.before for point in leads.picture.months} == {None}


def test_the_marked_rate_is_of_eight_weeks_and_opens_them(crm: Exports) -> None:
    """56 days hold 56 leads; 12 deals were opened in them (every fifth day, today among them)."""
    strip = said(crm, Texts("ja"), marked=("lead", "opportunity"))
    (marked,) = [rate for rate in strip.rates if rate and rate.marked]
    assert (marked.id, marked.counts) == ("sql_opportunity_rate", "12/56")
    assert marked.note == "直近8週 · リード比"
    unmarked = said(crm, Texts("ja")).rates[3]
    assert unmarked is not None
    assert (unmarked.counts, unmarked.marked) == ("4/20", False)


def test_targets_show_as_soon_as_they_are_set(crm: Exports) -> None:
    """14 of November's 19 working days are over on the 20th."""
    november = date(2026, 11, 1)
    team = crm.workspace.team
    key = (november, "leads", None, None)
    team.set_targets({key: Decimal(38)}, "adjusted", who="me", at=AT)
    try:
        strip = said(crm, Texts("ja"))
        web = said(crm, Texts("ja"), source=("Web",))
    finally:
        team.set_targets({key: None}, "adjusted", who="me", at=AT)
    leads, opportunities = strip.stages[0], strip.stages[4]
    assert leads.lines == ("目標 38", "前年同日まで 20")
    assert leads.goal is not None
    assert (leads.goal.actual, leads.goal.target, round(leads.goal.expected, 6)) == (20, 38, 28)
    assert leads.goal.said == (
        "目標 38に対して 2026/11/20まで 20。営業日で見た今日までの目安は 28"
    )  # fmt: skip
    assert strip.note == ""
    assert (opportunities.lines[0], opportunities.goal) == ("目標なし", None)
    assert web.stages[0].goal is None  # the company's target is not that of one source
    assert web.note
