"""What happened on days: kept, told by the command, written on the page, drawn on charts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from funnel.calendar import month_end
from funnel.errors import FunnelError, UnknownName
from funnel.messages import describe
from funnel.publishing.demo import start_demo
from funnel.reports.events import around, within
from funnel.store.team import LAYOUT, Event, TeamStore
from funnel.store.workspace import Workspace
from funnel.ui import data
from funnel.ui.charts.events import ROOM, mark_events, month_place
from funnel.ui.events import events_between, events_said, forget_events
from funnel.ui.navigation import ACTIONS, WEEKLY
from funnel.ui.strip import strip_of
from funnel.ui.texts import LANGUAGES, Texts
from funnel.ui.verdict_data import read_verdict
from tests.conftest import GOLDEN, NOON, brought
from tests.states import HOSTILE
from tests.test_cli import fails, run

DAY = date(2026, 9, 12)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> TeamStore:
    return TeamStore(tmp_path / "workspace")


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    forget_events()
    yield
    forget_events()


def event(day: str, text: str = "展示会", source: str | None = None, number: int = 1) -> Event:
    return Event(number, date.fromisoformat(day), text, source, "me", NOON)


def test_an_event_is_kept_changed_and_taken_back(store: TeamStore) -> None:
    late = store.add_event(DAY, " 展示会 ", "Expo", who="me", at=NOON)
    early = store.add_event(date(2026, 4, 1), "新価格", who="you", at=NOON)
    price = Event(early, date(2026, 4, 1), "新価格", None, "you", NOON)
    fair = Event(late, DAY, "展示会", "Expo", "me", NOON)
    assert store.events() == [price, fair]
    store.change_event(price, date(2026, 4, 2), "値上げ", None, who="me", at=LATER)
    assert store.events()[0] == Event(early, date(2026, 4, 2), "値上げ", None, "me", LATER)
    assert (store.remove_event(late), store.remove_event(late)) == (True, False)
    with pytest.raises(UnknownName):
        store.change_event(fair, DAY, "x", None, who="me", at=LATER)


def test_who_changes_what_another_changed_meanwhile_is_told(store: TeamStore) -> None:
    store.add_event(DAY, "展示会", who="me", at=NOON)
    (seen,) = store.events()
    store.change_event(seen, DAY, "展示会 東京", "Expo", who="Ito", at=LATER)
    with pytest.raises(FunnelError, match="event_changed_meanwhile") as refused:
        store.change_event(seen, DAY, "展示会 大阪", None, who="me", at=LATER)
    (problem,) = refused.value.problems
    assert "Ito, 2026-11-21 13:00" in describe(problem, "ja")
    assert [one.text for one in store.events()] == ["展示会 東京"]


def test_an_event_needs_words(store: TeamStore) -> None:
    with pytest.raises(FunnelError, match="event_incomplete"):
        store.add_event(DAY, " \n ", who="me", at=NOON)
    assert store.events() == []


def test_a_store_of_the_layout_before_gets_the_table(store: TeamStore) -> None:
    store.add_event(DAY, "展示会", who="me", at=NOON)
    store.confirm_link("d1", "l1", True, "me", NOON)
    with sqlite3.connect(store.home / "team.sqlite") as before:
        before.execute("drop table events")
        before.execute("update layout set number = 7")
    assert TeamStore(store.home).events() == []
    TeamStore(store.home).add_event(DAY, "展示会", who="me", at=NOON)
    assert [len(store.events()), len(store.confirmed_links())] == [1, 1]
    assert LAYOUT >= 8


def test_events_of_days_and_of_a_source() -> None:
    """Both ends belong to the days; what is about no source is about every one."""
    fair, price = event("2026-09-12", source="Expo"), event("2026-09-20", "新価格")
    assert within([fair, price], DAY, date(2026, 9, 20)) == [fair, price]
    assert within([fair, price], DAY, date(2026, 9, 19)) == [fair]
    assert within([fair, price], DAY, date(2026, 9, 30), ("Web",)) == [price]
    assert within([fair, price], DAY, date(2026, 9, 30), ("Web", "Expo")) == [fair, price]
    # two weeks: the 29 August and the 26 September are 14 days from the 12th, the 27th is 15
    found = [event(day) for day in ("2026-08-28", "2026-08-29", "2026-09-26", "2026-09-27")]
    assert around(found, DAY, DAY) == found[1:3]


def test_the_command_writes_lists_and_takes_back(tmp_path: Path) -> None:
    home = tmp_path
    added = json.loads(run(home, "note", "add", "展示会", "--on", "2026-09-12", "--source", "Expo",
                           "--who", "Ito", "--json"))  # fmt: skip
    at = added.pop("at")
    said = {"id": 1, "day": "2026-09-12", "text": "展示会", "source": "Expo", "who": "Ito"}
    assert added == said
    run(home, "note", "add", "新価格\n二行目", "--on", "2026-04-01")
    listed = json.loads(run(home, "note", "list", "--since", "2026-05-01", "--json"))
    assert listed == {"notes": [said | {"at": at}]}
    assert len(json.loads(run(home, "note", "list", "--source", "Web", "--json"))["notes"]) == 1
    assert "2026-04-01  新価格 二行目" in run(home, "note", "list")
    assert "できごと 1 を取り消しました。" in run(home, "note", "remove", "1", language="ja")
    assert "'1'" in fails(home, "note", "remove", "1")
    assert "what happened" in fails(home, "note", "add", " ")
    assert "No note" in run(home, "note", "list", "--since", "2030-01-01")


def chart(days: list[str]) -> go.Figure:
    figure = go.Figure(go.Scatter(x=days, y=[1] * len(days)))
    return figure.update_layout(height=300, margin={"t": 10})


def test_a_day_is_marked_on_an_axis_of_days() -> None:
    days = ["2026-09-01", "2026-12-10"]
    events = [event("2026-10-21"), event("2026-10-23", "新価格"), event("2027-01-01", "後")]
    figure = mark_events(chart(days), events, *map(date.fromisoformat, days))
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [
        ("2026-10-21",) * 2, ("2026-10-23",) * 2,
    ]  # fmt: skip
    # 100 days: what is less than 9 apart has one label
    (label,) = figure.layout.annotations
    assert (label.text, label.x) == ("展示会 +1", "2026-10-21")
    assert label.hovertext == "10/21 展示会<br>10/23 新価格"
    assert (figure.layout.height, figure.layout.margin.t) == (300 + ROOM, 10 + ROOM)
    assert "#c2410c" not in figure.to_json()


def test_a_day_stands_within_its_month_on_an_axis_of_months() -> None:
    months = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]
    place = month_place(months)
    # The middle of the month stands on its category; of the 30 days the 15th ends just before it.
    assert place(date(2026, 9, 15)) == pytest.approx(1 - 0.5 / 30)
    assert place(date(2026, 9, 16)) == pytest.approx(1 + 0.5 / 30)
    assert -0.5 < place(date(2026, 8, 1)) < place(date(2026, 10, 31)) < 2.5
    figure = mark_events(
        chart(["8月", "9月", "10月"]), [event("2026-09-15")], months[0], month_end(months[2]),
        place=place,
    )  # fmt: skip
    assert figure.layout.shapes[0].x0 == place(date(2026, 9, 15))


def test_a_chart_without_events_stays_as_it_was() -> None:
    figure = chart(["2026-09-01", "2026-12-10"])
    same = mark_events(figure, [event("2026-08-31")], DAY, date(2026, 12, 10))
    assert (same.layout.shapes, same.layout.annotations, same.layout.height) == ((), (), 300)


def test_hostile_words_stay_words_on_a_chart() -> None:
    days = ["2026-09-01", "2026-12-10"]
    figure = mark_events(
        chart(days), [event("2026-10-21", HOSTILE)], *map(date.fromisoformat, days)
    )  # fmt: skip
    (label,) = figure.layout.annotations
    for text in (label.text, label.hovertext):
        assert "<img" not in text.replace("<br>", "")
        assert "\u202e" not in text
        assert len(text) < 200


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> data.Company:
    workspace = Workspace(tmp_path / "workspace")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    found = data.company_in_force()
    assert found is not None
    return found


def test_the_strips_picture_tells_what_happened(company: data.Company) -> None:
    view = data.view_of(company, company.months[0])
    team = Workspace(Path(company.home)).team
    team.add_event(view.as_of, "新価格", who="me", at=NOON)
    t = Texts("ja")
    said = f"新価格 ({view.as_of.month}/{view.as_of.day})"
    picture = strip_of(company, data.read_funnel(company, view), None, view, t).stages[0].picture
    assert picture is not None
    assert [point.events for point in picture.weeks] == [""] * 5 + [said]
    assert [point.events for point in picture.months] == [""] * 11 + [said]
    assert picture.label.count(f"[{said}]") == 2


def test_of_many_events_the_first_are_named() -> None:
    many = [event(f"2026-09-{day:02}", f"e{day}") for day in range(1, 8)]
    assert events_said(many, Texts("ja")) == "e1 (9/1)、e2 (9/2)、e3 (9/3)、e4 (9/4)、ほか3件"
    web = event("2026-09-12", source="Web")
    assert events_said([web], Texts("en")) == "展示会 · Web (9/12)"


def open_page(language: str = "ja") -> AppTest:
    app = AppTest.from_file(str(ACTIONS.file), default_timeout=60)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    return app


def form(language: str, number: int | None = None) -> AppTest:
    """What the dialog holds: AppTest cannot go on in an open dialog."""

    def script(number: int | None) -> None:
        from datetime import date

        from funnel.ui.events import all_events
        from funnel.ui.events_card import event_form
        from funnel.ui.frame import company, texts

        seen = next((each for each in all_events() if each.id == number), None)
        event_form(company(), seen, seen.day if seen else date(2026, 11, 21), texts())

    app = AppTest.from_function(script, args=(number,), default_timeout=60)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    return app


def told(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.markdown, *app.caption, *app.subheader))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_is_written_down_on_the_page(company: data.Company, language) -> None:
    t = Texts(language)
    assert t("events_none") in told(open_page(language))
    app = form(language)
    app.text_input(key=f"event_text_new_{language}").set_value("新価格")
    app.date_input(key=f"event_day_new_{language}").set_value(DAY)
    app.button(key="event_keep_new").click().run()
    (kept,) = Workspace(Path(company.home)).team.events()
    assert (kept.day, kept.text, kept.source) == (DAY, "新価格", None)
    assert "2026/09/12 **新価格**" in told(open_page(language))
    assert [one.text for one in events_between(DAY, DAY)] == ["新価格"]


def test_an_event_is_taken_back_on_the_page(company: data.Company) -> None:
    team = Workspace(Path(company.home)).team
    number = team.add_event(DAY, "新価格", who="me", at=NOON)
    app = open_page()
    app.button(key=f"event_gone_{number}").click().run()
    assert team.events() == []
    assert Texts("ja")("events_none") in told(app)


def test_an_event_is_changed_on_the_page(company: data.Company) -> None:
    team = Workspace(Path(company.home)).team
    number = team.add_event(DAY, "新価格", "gone", who="me", at=NOON)
    app = form("ja", number)
    assert app.selectbox(key=f"event_source_{number}_ja").value == "gone"
    app.text_input(key=f"event_text_{number}_ja").set_value("値上げ")
    app.button(key=f"event_keep_{number}").click().run()
    (kept,) = team.events()
    assert (kept.text, kept.source, kept.day) == ("値上げ", "gone", DAY)


def test_hostile_words_stay_words_on_the_page(company: data.Company) -> None:
    team = Workspace(Path(company.home)).team
    number = team.add_event(DAY, HOSTILE, HOSTILE, who="me", at=NOON)
    app = open_page()
    line = next(each.value for each in app.markdown if each.value.startswith("2026/09/12"))
    assert len(line) < 400
    assert "\\<img" in line
    app.button(key=f"event_edit_{number}").click().run()
    assert not app.exception, app.exception


def test_the_reason_names_what_happened_around_then_as_a_coincidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fortnight before the day is told, a day more on either side is not."""
    workspace = Workspace(tmp_path / "workspace")
    start_demo(workspace, NOON)
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    company = data.company_in_force()
    assert company is not None
    change = read_verdict(company, data.view_of(company, company.months[0])).verdict.change
    assert change is not None
    for days, text in ((-15, "遠い前"), (-14, "展示会"), (15, "遠い後")):
        day = change.since + timedelta(days=days)
        workspace.team.add_event(day, text, who="me", at=NOON)
    forget_events()
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=120)
    app.session_state["choice_lang"] = "ja"
    app.run().button(key="see_why").click().run()
    assert not app.exception, app.exception
    (line,) = [each.value for each in app.markdown if each.value.startswith("この頃のできごと")]
    near = change.since - timedelta(days=14)
    assert line.startswith(f"この頃のできごと: 展示会 \\({near.month}/{near.day}\\)。")
    assert "原因とは限りません" in line
    assert "遠い" not in line
