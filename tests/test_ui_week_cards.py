"""The cards below the strip, of companies that have what they tell of and of others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.calendar import day_of
from funnel.clock import now
from funnel.store.team import Plan
from funnel.store.workspace import Workspace
from funnel.ui.navigation import WEEKLY
from funnel.ui.texts import LANGUAGES, Texts
from tests.conftest import GOLDEN, NOON, ROOT, bring, brought
from tests.states import HOSTILE, PROMISES, STATES
from tests.uploads import Exports

TODAY = date(2026, 11, 20)
JA, EN = Texts("ja"), Texts("en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("demo") / "home")
    STATES["demo"](workspace, tmp_path_factory.mktemp("files"))
    return workspace


def page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, language: str = "ja") -> AppTest:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(WEEKLY.file), default_timeout=60)
    app.session_state["choice_lang"] = language
    app.run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> list[str]:
    """All that is said in words, without what keeps values from being Markdown."""
    return [line.value.replace("\\", "") for line in (*app.markdown, *app.caption)]


def lines(app: AppTest, holds: str) -> list[list[str]]:
    """The rows of the table that says `holds` somewhere."""
    tables = [table.value.astype(str).to_numpy().tolist() for table in app.table]
    (found,) = [rows for rows in tables if any(holds in cell for row in rows for cell in row)]
    return [[cell.replace("\\", "") for cell in row] for row in found]


# --- the promises of both sides


def test_the_promises_stand_with_their_counts_and_the_months_with_its_pace(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = lines(page(demo, monkeypatch), "月の MQL 数")
    assert rows[0] == [":gray[マーケ] 月の MQL 数", "**81 / 75件**", "目安 55"]
    assert [row[0] for row in rows[1:]] == [
        ":gray[マーケ] MQL から引き渡しまで",
        ":gray[マーケ] 必須項目がそろっている",
        ":gray[マーケ] 行動履歴を渡す",
        ":gray[営業] 引き渡しから初回接触まで",
        ":gray[営業] 追客の回数",
        ":gray[営業] 結果の記録まで",
        ":gray[営業] 受入か差し戻しまで",
        ":gray[営業] つながらなければ戻す",
    ]
    assert rows[4][1:] == ["**54%**", ":gray[39/72]"]
    assert rows[-1][1:] == ["**100%**", ":gray[4/4] :gray[件数少なめ]"]


def test_without_an_agreement_the_card_says_how_to_come_to_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(workspace, GOLDEN / "company" / "leads.csv")
    app = page(workspace, monkeypatch, "en")
    assert any(line.startswith("No promises (SLA) yet.") for line in words(app))
    assert app.button(key="to_agreement").label == EN("see_agreement")
    assert not [button for button in app.button if button.key == "to_promises"]


def test_a_promise_that_nothing_measures_has_no_data_rather_than_nought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    agree(exports.workspace, PROMISES)
    exports.bring(TODAY, leads=[lead("L1", TODAY)])  # its time is not up
    assert lines(page(exports.workspace, monkeypatch), "受入か差し戻し") == [
        [":gray[営業] 受入か差し戻しまで", ":gray[データなし]", ""]
    ]


def test_promises_that_no_table_tells_of_say_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    agree(exports.workspace, PROMISES)
    exports.bring(TODAY, deals=[{"deal": "D1", "stage": "Talks", "opened": TODAY}])
    assert JA("week_promises_unjudged") in words(page(exports.workspace, monkeypatch))


def agree(workspace: Workspace, toml: str) -> None:
    workspace.team.save_agreement(
        toml, date(2026, 1, 1), "why", based_on=0, who="me", at=datetime(2026, 1, 1, tzinfo=UTC)
    )


# --- wins


def test_the_wins_have_their_sources_and_lengths(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(demo, monkeypatch, "en")
    said = words(app)
    assert "median **52.5 days** :gray[P90 98 · 6]" in said
    assert "median **106 days** :gray[P90 169 · 4]" in said
    (chart,) = app.get("plotly_chart")
    drawn = chart.proto.spec
    for source in ("展示会", "Web", "ウェビナー", "Sales’ own"):
        assert source in drawn or source.encode("ascii", "backslashreplace").decode() in drawn
    assert "error_x" in drawn  # the 80 % ranges
    app.button(key="open_deal_length_days").click().run()
    assert not app.exception
    assert any("won" in line for line in words(app))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("leads.csv", "商談のデータがまだありません。"),
        ("opportunities.csv", "未計測"),  # the lead time
    ],
)
def test_what_is_not_exported_is_not_measured(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, file: str, said: str
) -> None:
    brought(workspace, GOLDEN / "company" / file)
    assert said in words(page(workspace, monkeypatch))


# --- today's rows


def test_each_kind_of_row_of_today_is_on_the_card(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(demo, monkeypatch)
    assert "期限切れ 115・期限間近 14・停滞商談 33" in words(app)
    rows = lines(app, "超過")
    assert len(rows) == 7
    # Due on the very day: who can still be called while he remembers comes first.
    assert rows[0] == ["石… / M… \u2002 :gray[Web・田中]", "**本日 超過**"]
    assert rows[-1][1].endswith("日 (普段\u2060≤94日)**")
    assert "ほかに、1年以上動いていない商談が10件(失注にするか決める)。" in words(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_rows_of_today_are_in_the_dialog_by_owner_and_as_files(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = page(demo, monkeypatch, language)
    app.button(key="see_today").click().run()
    assert not app.exception
    t = Texts("en" if language == "en" else "ja")
    assert [line.value for line in app.subheader][-4:] == [
        t(f"today_kind_{kind}", count=count)
        for kind, count in (("overdue", 115), ("due", 14), ("stalled", 33), ("forgotten", 10))
    ]
    tables = [frame.value for frame in app.dataframe]
    assert [len(table) for table in tables] == [115, 14, 33, 10]
    owners = tables[0][t("column_owner")].dropna().tolist()
    assert owners == sorted(owners)
    assert "@" not in "".join(table.to_csv() for table in tables)
    saves = [button.proto.id for button in app.get("download_button")]
    assert len([name for name in saves if "save_today" in name]) == 4


def lead(name: str, day: date, owner: str = "Ito", **more: object) -> dict[str, object]:
    return {
        "lead": name, "created": day, "mql": day, "handed over": day, "owner": owner,
        "source": "Web", "accepted": "", "sql": "", **more,
    }  # fmt: skip


def test_a_lead_that_nobody_has_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(tmp_path)
    day = TODAY - timedelta(days=4)
    exports.bring(TODAY, leads=[lead("L1", day, owner=""), lead("L2", TODAY)])
    assert lines(page(exports.workspace, monkeypatch), "担当なし") == [
        ["L1 \u2002 :gray[Web]", "**担当なし 4日**"]
    ]


@pytest.mark.parametrize(
    ("with_deals", "agreed", "said"),
    [
        (True, True, "today_none"),
        (True, False, "today_none_deals"),
        (False, True, "today_none_leads"),
        (False, False, "today_none_known"),
    ],
)
def test_where_no_row_is_it_says_of_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_deals: bool, agreed: bool, said: str
) -> None:
    exports = Exports(tmp_path)
    if agreed:
        agree(exports.workspace, PROMISES)
    day = TODAY - timedelta(days=40)
    tables = {"leads": [lead("L1", day, accepted=day, sql=day)]}
    tables["deals"] = [{"deal": "D", "stage": "Talks", "opened": TODAY}]
    if with_deals:
        tables["deals"] += [
            {"deal": f"D{i}", "stage": "Won", "opened": TODAY - timedelta(days=400 - 5 * i),
             "closed": TODAY - timedelta(days=380 - 5 * i - i % 9)}
            for i in range(70)
        ]  # fmt: skip
    exports.bring(TODAY, **tables)
    assert JA(said) in words(page(exports.workspace, monkeypatch))


# --- actions


def plan(title: str, weeks: int, **more: object) -> Plan:
    decided = day_of(now()) - timedelta(weeks=weeks)
    told = {"owner": "田中", "due_on": decided + timedelta(days=5), "decided_on": decided}
    told |= {"check_on": decided + timedelta(weeks=4), "title": title}
    return Plan(**(told | more))  # type: ignore[arg-type]  # fields by name


def test_actions_in_every_state(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    STATES["demo"](workspace, workspace.home)
    rows = lines(page(workspace, monkeypatch), "電話する")
    assert [row[0] for row in rows] == [
        "・ 展示会の59件に電話する \u2002 :gray[田中]",
        "✓ 2 展示会の59件に電話する \u2002 :gray[田中]",
        "× 展示会の59件に電話する \u2002 :gray[田中]",
    ]
    due = day_of(now()) - timedelta(days=2)
    assert rows[0][1] == f"**期限切れ {due:%m/%d}**"
    assert "3件中 1件 完了" in words(page(workspace, monkeypatch))


def test_an_action_that_can_be_judged_says_what_it_moved(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    STATES["demo"](workspace, workspace.home)
    team = workspace.team
    for action in team.actions():
        team.settle_action(action, "dropped", action.plan.decided_on, who="me", at=NOON)
    decided = TODAY - timedelta(weeks=9)  # when the story began
    number = team.add_action(
        plan("展示会を見直す", 1, decided_on=decided, due_on=decided, metric="sql_rate"),
        who="me", at=NOON,
    )  # fmt: skip
    (seen,) = [action for action in team.actions() if action.id == number]
    assert seen.state == "open"
    (row,) = [row for row in lines(page(workspace, monkeypatch), "見直す") if "見直す" in row[0]]
    assert row[1].startswith("**")
    assert " → " in row[1]
    assert "SQL率・" in row[1]


def test_more_actions_than_the_card_holds_are_counted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(workspace, GOLDEN / "company" / "leads.csv")
    for number in range(6):
        workspace.team.add_action(plan(f"A{number}", 1), who="me", at=NOON)
    app = page(workspace, monkeypatch)
    assert len(lines(app, "A0")) == 4
    assert "ほかに 2件(会議の画面ですべて見られます)" in words(app)


def test_without_actions_the_card_says_where_they_come_from(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(workspace, GOLDEN / "company" / "leads.csv")
    app = page(workspace, monkeypatch, "en")
    assert EN("week_actions_none") in words(app)


# --- what came since the last meeting


def test_what_came_since_the_last_meeting(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two on the day of the meeting, which knew of them; one after it; one weeks before."""
    exports = Exports(workspace.home.parent)
    exports.workspace = workspace
    days = [TODAY - timedelta(days=ago) for ago in (30, 3, 3, 1)]
    exports.bring(TODAY, leads=[lead(f"L{i}", day) for i, day in enumerate(days)])
    app = page(workspace, monkeypatch)
    assert ("リード", "+3") in [(metric.label, metric.value) for metric in app.metric]
    assert any(line == f"{TODAY - timedelta(days=8):%m/%d} から7日間" for line in words(app))
    workspace.team.hold_meeting("weekly", TODAY - timedelta(days=3), who="me", at=NOON)
    app = page(workspace, monkeypatch)
    told = {metric.label: metric.value for metric in app.metric}
    assert told == {
        "リード": "+1", "MQL": "+1", "引き渡し": "+1", "SQL": "—", "商談": "—", "受注": "—",
    }  # fmt: skip
    assert "11/17 の会議から" in words(app)


def test_a_table_that_ended_does_not_know_what_came(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = Exports(workspace.home.parent)
    exports.workspace = workspace
    exports.bring(
        TODAY,
        leads=[lead("L1", TODAY - timedelta(days=60))],
        deals=[{"deal": "D1", "stage": "Won", "closed": TODAY, "opened": TODAY}],
    )
    told = {metric.label: metric.value for metric in page(workspace, monkeypatch).metric}
    assert (told["リード"], told["受注"]) == ("—", "+1")


# --- what people write


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_are_short_and_harmless_in_every_card(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    STATES["hostile"](workspace, tmp_path)
    app = page(workspace, monkeypatch, language)
    cells = [cell for table in app.table for cell in table.value.astype(str).to_numpy().ravel()]
    assert any("\\<img" in cell for cell in cells)
    for text in [*cells, *(line.value for line in (*app.markdown, *app.caption, *app.title))]:
        assert len(text) < 400
        assert "<img" not in text.replace("\\<img", "")
        assert "\u202e" not in text
        assert "](javascript" not in text
    app.button(key="see_today").click().run()
    assert not app.exception
    assert HOSTILE[:10] in "".join(frame.value.to_csv() for frame in app.dataframe)


# --- nothing yet


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workspace_offers_the_demo_and_own_exports(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(workspace.home))
    app = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=90)
    app.query_params["lang"] = language
    app.run()
    t = Texts("en" if language == "en" else "ja")
    assert [line.value for line in app.subheader] == [t("begin_own"), t("begin_demo")]
    assert t("begin_demo_why") in words(app)
    app.button(key="begin_demo").click().run()
    assert not app.exception
    assert workspace.current() == 1
    assert app.title[0].value.startswith(
        {"ja": "引き渡し → SQL", "en": "Handed over → SQL"}[language]
    )
    assert any(t("demo_data") in line for line in words(app))
    assert workspace.team.agreements()
    bring(workspace, GOLDEN / "company" / "leads.csv")
    app.run()
    assert not any(t("demo_data") in line for line in words(app))
    assert [one for one in workspace.team.agreements() if one.taken_back is None] == []
