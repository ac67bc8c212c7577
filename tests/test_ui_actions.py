"""The page of actions in each of its states, its dialogs, and what the meeting shows of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from funnel.calendar import day_of
from funnel.clock import now
from funnel.reports.voices import handed_lately
from funnel.store.team import Plan
from funnel.store.workspace import Workspace
from funnel.ui.navigation import ACTIONS
from funnel.ui.texts import LANGUAGES, Texts
from tests.conftest import GOLDEN, ROOT, bring

HOSTILE = "<img src=x onerror=alert(1)> **=1+1** [x](http://e.example) \u202e" + "長" * 5000
EXPO = (("source", "展示会"),)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A small company, in force."""
    found = Workspace(tmp_path / "home")
    bring(found, *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(found.home))
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    found = Workspace(tmp_path_factory.mktemp("demo"))
    bring(found, *sorted((ROOT / "data" / "demo").glob("*.csv")))
    return found


def page(language: str = "ja") -> AppTest:
    at = AppTest.from_file(str(ACTIONS.file), default_timeout=60)
    at.session_state["choice_lang"] = language
    at.run()
    assert not at.exception, at.exception
    return at


def meeting(step: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "funnel" / "ui" / "main.py"), default_timeout=60)
    at.query_params["meeting"] = step
    at.run()
    assert not at.exception, at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in [*at.title, *at.subheader, *at.markdown, *at.caption])


def decided(workspace: Workspace, title: str, weeks: int = 1, days: int = 7, **more: Any) -> int:
    day = day_of(now()) - timedelta(weeks=weeks)
    more = {"owner": "田中", **more}
    plan = Plan(title=title, due_on=day + timedelta(days=days), check_on=day + timedelta(days=28),
                decided_on=day, **more)  # fmt: skip
    return workspace.team.add_action(plan, who="me", at=now())


def settle(workspace: Workspace, number: int, state: str = "done", **more: str) -> None:
    (seen,) = [one for one in workspace.team.actions() if one.id == number]
    day = seen.plan.decided_on + timedelta(days=3)
    workspace.team.settle_action(
        seen, state, day, who="me", at=now(), **more
    )  # fmt: skip


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_that_decided_nothing_yet(language: str) -> None:
    at, t = page(language), Texts(language)
    assert at.title[0].value == t("actions_none")
    assert t("actions_none_next") in said(at)
    for text in ("actions_settled_none", "voices_none", "actions_weeks_none"):
        assert t(text) in said(at)
    assert t("actions_minutes_none") in said(at)
    assert not at.text_input
    assert at.button(key="actions_to_week").label == t("actions_to_week")


def test_what_is_open_is_counted_and_the_oldest_is_named(workspace: Workspace) -> None:
    """Due last week: one done in time, one late, one open; one is due in six weeks."""
    for title, days in (("早い", 7), ("遅い", 2)):
        settle(workspace, decided(workspace, title, 2, days))
    decided(workspace, "電話する", 2, owner="佐藤", metric="sql_rate", where=EXPO)
    decided(workspace, "先のこと", 1, 49, promise="first_contact")
    at = page()
    assert at.title[0].value == "未完了の行動 2件、うち期限切れ 1件"
    assert "期限内に完了 **33%**(1/3)。" in said(at)
    assert "最も古いのは「電話する」(佐藤)" in said(at)
    assert "佐藤・**期限切れ" in said(at)
    assert "SQL率・展示会: " in said(at)
    assert "約束\\: 引き渡しから初回接触まで: " in said(at)
    titles = [one.value for one in at.markdown if one.value in ("**電話する**", "**先のこと**")]
    assert titles == ["**電話する**", "**先のこと**"]
    assert "✓ 早い" in said(at)
    assert at.button(key="learn_1").label == "結果と学びを書く"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_next_action_and_headline_is_said(workspace: Workspace, language: str) -> None:
    t = Texts(language)
    number = decided(workspace, "soon", 0, 6)
    at = page(language)
    assert at.title[0].value == t("actions_open", count=1)
    assert t("actions_next_soon", count=1) in said(at)
    settle(workspace, number)
    at = page(language)
    assert at.title[0].value == t("actions_nothing_open")
    assert t("actions_next_learn", count=1) in said(at)
    (seen,) = workspace.team.actions()
    workspace.team.settle_action(seen, "done", date(2026, 11, 2), who="me", at=now(), learned="x")
    assert t("actions_next_decide") in said(page(language))


def test_actions_are_found_by_words_stage_and_source(workspace: Workspace) -> None:
    decided(workspace, "電話する", step="handed_over>sql", where=EXPO)
    decided(workspace, "メールする", promise="first_contact")
    settle(workspace, decided(workspace, "電話を直す", metric="leads"), learned="早い")
    at = page()
    assert at.selectbox(key="actions_stage_ja").options == [
        "段階・約束: すべて", "段階・約束: リード", "段階・約束: SQL",
        "段階・約束: 引き渡しから初回接触まで",
    ]  # fmt: skip

    def titles() -> list[str]:
        wanted = ("電話する", "メールする", "✓ 電話を直す")
        return [one for one in wanted if f"**{one}**" in said(at)]

    assert titles() == ["電話する", "メールする", "✓ 電話を直す"]
    at.text_input(key="actions_words_ja").set_value("電話").run()
    assert titles() == ["電話する", "✓ 電話を直す"]
    at.selectbox(key="actions_stage_ja").set_value("sql").run()
    assert titles() == ["電話する"]
    assert "該当する行動はありません。" in said(at)
    at.text_input(key="actions_words_ja").set_value("").run()
    at.selectbox(key="actions_stage_ja").set_value("first_contact").run()
    assert titles() == ["メールする"]
    at.selectbox(key="actions_stage_ja").set_value("").run()
    at.selectbox(key="actions_source_ja").set_value("展示会").run()
    assert titles() == ["電話する"]


def settling(number: int, state: str, language: str) -> bool:
    """The body of the dialog, with the action as it was when the dialog was opened."""
    import streamlit as st

    from funnel.calendar import day_of
    from funnel.clock import now
    from funnel.store.workspace import Workspace
    from funnel.ui.action_forms import settle_form
    from funnel.ui.texts import Texts

    team = Workspace.from_environment().team
    if "seen" not in st.session_state:
        st.session_state["seen"] = next(one for one in team.actions() if one.id == number)
    return settle_form(st.session_state["seen"], state, day_of(now()), Texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["done", "dropped"])
def test_an_action_is_settled_with_its_outcome_and_learning(
    workspace: Workspace, state: str, language: str
) -> None:
    number = decided(workspace, HOSTILE)
    at = AppTest.from_function(settling, kwargs={"number": number, "state": state,
                                                 "language": language}).run()  # fmt: skip
    assert not at.exception
    at.radio[0].set_value("failure")
    at.text_area[0].set_value(f" {HOSTILE[:100]}\n    code ")
    at.button[0].click().run()
    assert not at.exception
    assert not at.error
    (kept,) = workspace.team.actions()
    assert (kept.state, kept.outcome, kept.settled_on, kept.revision) == (
        state, "failure", day_of(now()), 2,
    )  # fmt: skip
    assert kept.learned == f"{HOSTILE[:100]}\n    code"


def test_who_settles_second_is_told_in_words(workspace: Workspace) -> None:
    number = decided(workspace, "電話する")
    form = {"number": number, "state": "done", "language": "ja"}
    at = AppTest.from_function(settling, kwargs=form).run()
    (seen,) = workspace.team.actions()
    workspace.team.settle_action(seen, "dropped", date(2026, 11, 20), who="佐藤", at=now())
    at.text_area[0].set_value("書いたもの")
    at.button[0].click().run()
    assert "その間に変更されました" in at.error[0].value
    assert "佐藤" in at.error[0].value
    assert at.text_area[0].value == "書いたもの"  # nobody's word is lost
    assert [one.state for one in workspace.team.actions()] == ["dropped"]


def test_a_learning_is_written_anew_and_the_day_stays(workspace: Workspace) -> None:
    number = decided(workspace, "電話する", 3)
    settle(workspace, number, outcome="success", learned="早い")
    (before,) = workspace.team.actions()
    form = {"number": number, "state": "done", "language": "ja"}
    at = AppTest.from_function(settling, kwargs=form).run()
    assert (at.radio[0].value, at.text_area[0].value) == ("success", "早い")
    at.radio[0].set_value("unknown")
    at.text_area[0].set_value("早くなかった")
    at.button[0].click().run()
    (kept,) = workspace.team.actions()
    assert (kept.outcome, kept.learned, kept.settled_on) == (
        None, "早くなかった", before.settled_on,
    )  # fmt: skip


def changing(number: int) -> None:
    """The body of the dialog to change an action."""
    import streamlit as st

    from funnel.store.workspace import Workspace
    from funnel.ui.data import company_in_force
    from funnel.ui.decide import decide_form, draft_of
    from funnel.ui.texts import Texts

    team, company = Workspace.from_environment().team, company_in_force()
    if "seen" not in st.session_state:
        st.session_state["seen"] = next(one for one in team.actions() if one.id == number)
    seen = st.session_state["seen"]
    assert company is not None
    decide_form(company, draft_of(seen), Texts("ja"), key="edit", seen=seen)


def test_the_form_holds_what_was_decided_and_changes_it(workspace: Workspace) -> None:
    more: dict[str, object] = {"step": "handed_over>sql", "where": EXPO}
    number = decided(workspace, "電話する", 6, 7, owner="知らない人", metric="sql_rate", **more)
    (before,) = workspace.team.actions()
    at = AppTest.from_function(changing, kwargs={"number": number}).run()
    assert not at.exception
    assert at.text_input[0].value == "電話する"
    assert [one.value for one in at.selectbox] == ["知らない人", "sql_rate"]
    assert [one.value for one in at.date_input] == [before.plan.due_on, before.plan.check_on]
    at.selectbox[1].set_value("first_contact")
    at.date_input[0].set_value(before.plan.due_on + timedelta(days=14))
    at.button[0].click().run()
    assert not at.error
    (kept,) = workspace.team.actions()
    old = before.plan
    assert kept.plan == Plan(
        "電話する", "知らない人", old.due_on + timedelta(days=14), old.check_on, old.decided_on,
        None, "first_contact", "handed_over>sql", EXPO,
    )  # fmt: skip
    workspace.team.settle_action(kept, "done", date(2026, 11, 20), who="佐藤", at=now())
    at.button[0].click().run()
    assert "その間に変更されました" in at.error[0].value


def test_settled_ones_keep_what_they_moved_and_can_be_opened_again(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(demo.home))
    number = decided(demo, "翌朝に渡す", 11, metric="sql_rate", where=EXPO)
    settle(demo, number, outcome="success", learned="早い # 方がよい")
    at = page()
    assert "**うまくいった**: 早い \\# 方がよい" in said(at)
    (line,) = [one.value for one in at.markdown if one.value.startswith("SQL率・展示会: ")]
    assert "過去並みなら" in line
    at.button(key=f"reopen_{number}").click().run()
    assert not at.exception
    (kept,) = [one for one in demo.team.actions() if one.id == number]
    assert (kept.state, kept.settled_on, kept.learned) == ("open", None, "早い # 方がよい")
    settle(demo, number)
    at = meeting("issues")
    assert at.radio[0].options[0] == "引き渡し → SQL が詰まっています"
    assert "前に同じところが詰まったとき" in said(at)
    assert "翌朝に渡す" in said(at)
    assert "うまくいった" in said(at)


def test_what_is_alike_is_offered_where_only_words_tell(workspace: Workspace) -> None:
    number = decided(workspace, "架電リストを直す", 4)
    settle(workspace, number, learned="名刺を先に")
    today = day_of(now())
    workspace.team.add_note(today, "issue", "架電が遅い", who="me", at=now())
    at = meeting("issues")
    assert "似た課題での学び" in said(at)
    assert "**学び**: 名刺を先に" in said(at)
    assert "前に同じところが詰まったとき" not in said(at)


def test_voices_stand_beside_the_reasons_of_the_sfa_and_are_taken_back(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_HOME", str(demo.home))
    team, today = demo.team, day_of(now())
    with demo.open(demo.current() or 0) as db:
        lead = handed_lately(db, today)[0]
    team.add_voice(today, "lead", lead.lead_id, "no_contact", "# 三回", who="me", at=now())
    team.add_voice(today, "general", None, "good", "よい", who="me", at=now())
    old = today - timedelta(days=90)
    team.add_voice(old, "general", None, "price", "90日より前", who="me", at=now())
    at = page()
    table = next(one.value for one in at.table if "声" in one.value)
    assert list(table.columns) == ["理由", "声", "SFAの差し戻し"]
    rows = {row[0]: row[1:] for row in table.to_numpy().tolist()}
    assert rows["良かった"] == ["**1**", "—"]
    assert rows["連絡がつかない"][0] == "**1**"
    assert rows["時期"][0] == "—"
    assert int(rows["時期"][1]) > 0
    assert "価格" not in rows or rows["価格"][0] == "—"
    assert f"{lead.source} 1件: 連絡がつかない 1" in said(at)
    assert "\\# 三回" in said(at)
    assert lead.person is None or lead.person not in said(at)
    assert lead.company is None or lead.company not in said(at)
    assert "90日より前" not in said(at)
    headlines = said(meeting("headlines"))
    assert "直近7日の営業の声 2件: 良かった 1、連絡がつかない 1" in headlines
    gone = team.voices()[0].id
    at.button(key=f"voice_gone_{gone}").click().run()
    assert not at.exception
    assert gone not in {one.id for one in team.voices()}


def speaking(language: str) -> None:
    """The body of the dialog for a voice."""
    from funnel.calendar import day_of
    from funnel.clock import now
    from funnel.ui.actions_voices import voice_form
    from funnel.ui.data import company_in_force, view_of
    from funnel.ui.meeting_data import Meeting
    from funnel.ui.texts import Texts

    company = company_in_force()
    assert company is not None
    view = view_of(company, company.months[0])
    voice_form(Meeting(company, view, day_of(now())), Texts(language))


def test_a_voice_is_written_in_a_minute(workspace: Workspace) -> None:
    at = AppTest.from_function(speaking, kwargs={"language": "ja"}).run()
    assert not at.exception
    at.button(key="voice_keep").click().run()
    assert [one.value for one in at.error] == ["何についてか、どんな理由かが足りません"]
    lead = at.selectbox(key="voice_lead_ja")
    lead.select_index(0)
    at.text_input[0].set_value("ひとこと")
    at.selectbox(key="voice_reason_ja").set_value("timing")
    at.button(key="voice_keep").click().run()
    assert not at.error
    with workspace.open(workspace.current() or 0) as db:
        first = handed_lately(db, date(2026, 2, 27))[0]
    assert first.lead_id.partition(":")[2] in lead.options[0]
    assert first.person is None or first.person not in lead.options[0]
    at.radio[0].set_value("campaign").run()
    at.button(key="voice_keep").click().run()
    assert [one.value for one in at.error] == ["何についてか、どんな理由かが足りません"]
    at.radio[0].set_value("general").run()
    at.selectbox(key="voice_reason_ja").set_value("good")
    at.button(key="voice_keep").click().run()
    kept = workspace.team.voices()
    assert [(one.about, one.subject, one.reason, one.said) for one in kept] == [
        ("general", None, "good", "ひとこと"), ("lead", first.lead_id, "timing", "ひとこと"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_are_harmless_in_every_field(workspace: Workspace, language: str) -> None:
    team, today = workspace.team, day_of(now())
    where = (("source", HOSTILE), ("owner", HOSTILE))
    decided(workspace, HOSTILE, 2, owner=HOSTILE, metric="leads", where=where)
    done = decided(workspace, HOSTILE, 2, owner=HOSTILE, where=where)
    settle(workspace, done, outcome="failure", learned=f"\n    {HOSTILE}\n# x")
    with workspace.open(workspace.current() or 0) as db:
        lead = db.value("select lead_id from leads limit 1")
    for about, subject in (("lead", HOSTILE), ("lead", lead), ("campaign", HOSTILE)):
        team.add_voice(today, about, subject, HOSTILE, HOSTILE, who=HOSTILE, at=now())
    team.add_voice(today, "general", None, HOSTILE, HOSTILE, who=HOSTILE, at=now())
    team.rate_meeting(today, HOSTILE, 7, who=HOSTILE, at=now())
    team.keep_minutes(today, HOSTILE, 1, who=HOSTILE, at=now())
    team.add_note(today, "issue", HOSTILE, who=HOSTILE, at=now())
    for at in (page(language), meeting("issues"), meeting("headlines")):
        told = [one.value for one in [*at.title, *at.markdown, *at.caption]]
        assert "<img" not in "".join(told).replace("\\<img", "")
        assert "**=1" not in "".join(told).replace("\\*\\*=1", "")
        assert "\u202e" not in "".join(told)
        assert max(map(len, told)) < 1500
    at = page(language)
    assert at.code[0].value == HOSTILE
    table = at.table[0].value.to_numpy().tolist()
    assert "<img" not in str(table).replace("\\\\<img", "")


def test_more_than_the_page_holds_is_said(workspace: Workspace) -> None:
    for number in range(22):
        decided(workspace, f"行動{number}")
    for number in range(10):
        workspace.team.add_voice(
            day_of(now()), "general", None, "good", str(number), who="me", at=now()
        )
    at = page()
    assert "全22件のうち20件を表示。検索で絞り込めます。" in said(at)
    assert "全10件のうち新しい8件" in said(at)


def test_weeks_and_minutes_are_kept(workspace: Workspace) -> None:
    team, today = workspace.team, day_of(now())
    before = today - timedelta(weeks=1)
    settle(workspace, decided(workspace, "早い", 3))
    for voter, rating in (("田中", 9), ("佐藤", 6)):
        team.rate_meeting(before, voter, rating, who="me", at=now())
    team.keep_minutes(before, "# 前の会議", 1, who="me", at=now())
    team.keep_minutes(today, "# 今日の会議", 1, who="me", at=now())
    at = page()
    table = next(one.value for one in at.table if "会議の評価" in one.value)
    rows = table.to_numpy().tolist()
    assert [row[1:] for row in rows] == [["—", "7\\.5\\(2名\\)"], ["**100%** 1/1", "—"]]
    assert at.code[0].value == "# 今日の会議"
    at.selectbox(key="actions_minutes_ja").set_value(before).run()
    assert at.code[0].value == "# 前の会議"
