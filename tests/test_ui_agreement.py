"""The pages of the agreement, the promises and the targets, run without a browser."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from funnel.agreement.document import read_agreement
from funnel.agreement.meetings import Meeting, Term
from funnel.agreement.model import Agreement
from funnel.agreement.promises import BOTH, MARKETING, SALES
from funnel.calendar import day_of
from funnel.cli import app
from funnel.clock import now
from funnel.reports.promises import Asked, Listed, Promised, promises
from funnel.store.workspace import Workspace
from funnel.ui.agreement_words import path_said, sections
from funnel.ui.navigation import AGREEMENT, PROMISES, SOURCES, TARGETS, Entry
from funnel.ui.promise_cards import held_said, rows_said
from funnel.ui.promises import headline_of
from funnel.ui.reminders import review_reminder
from funnel.ui.texts import LANGUAGES, TEXTS, Texts
from tests.conftest import GOLDEN, ROOT, bring
from tests.uploads import Exports


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the demo, its agreements, meetings and targets."""
    home = tmp_path_factory.mktemp("demo")
    done = CliRunner().invoke(app, ["demo"], env={"FUNNEL_HOME": str(home)})
    assert done.exit_code == 0, done.output
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of its own, in which anything may be saved."""
    shutil.copytree(made, tmp_path / "home")
    monkeypatch.setenv("FUNNEL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def page(entry: Entry, lang: str = "ja", **asked: str) -> AppTest:
    found = AppTest.from_file(str(entry.file), default_timeout=120)
    found.session_state["choice_lang"] = lang
    for name, value in asked.items():
        found.query_params[name] = value
    found.run()
    assert not found.exception, found.exception
    return found


def told(found: AppTest) -> str:
    return " ".join(element.value for element in (*found.title, *found.markdown, *found.caption))


@pytest.mark.usefixtures("home")
def test_the_demo_says_what_was_agreed_and_since_when() -> None:
    found = page(AGREEMENT)
    assert found.title[0].value.replace("\\", "") == "合意 第2版(2026/04/01から)"
    assert "新年度の見直し" in told(found)
    tables = " ".join(table.value.to_string() for table in found.table).replace("\\", "")
    assert "4営業時間以内、展示会: 9営業時間以内" in tables
    assert "24時間以内" in tables
    assert "不通2回で、3営業日以内" in tables


def test_nothing_agreed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(Workspace(tmp_path), *sorted((GOLDEN / "company").glob("*.csv")))
    monkeypatch.setenv("FUNNEL_HOME", str(tmp_path))
    assert page(AGREEMENT).title[0].value == "まだ合意がありません"
    assert page(PROMISES).title[0].value == "まだ約束がありません"
    assert page(TARGETS).title[0].value == "まだ目標がありません"
    assert review_reminder(Texts("ja")) is None


def test_a_changed_threshold_shows_what_it_would_have_done_and_is_saved_with_a_reason(
    home: Path,
) -> None:
    found = page(AGREEMENT)
    found.button(key="agreement_change").click().run()
    assert found.title[0].value == "合意を変える"
    assert "まだ何も変えていません。" in told(found)

    def box(kind: str, label: str) -> Any:
        return next(each for each in getattr(found, kind) if each.label == label)

    box("selectbox", "MQL になる日").select("score").run()
    box("number_input", "スコアのしきい値").set_value(70.0).run()
    assert not found.exception, found.exception
    assert "この合意だったら" in " ".join(each.value for each in found.subheader)
    effect = next(table.value for table in found.table if "うち引き渡し" in table.value.to_string())
    before, after = (int(effect.iloc[0, i].strip("*").replace(",", "")) for i in (1, 2))
    assert before > 0
    assert after != before
    save = found.button(key="agreement_save")
    assert save.disabled  # nobody has said why
    found.text_area(key="agreement_reason").set_value("試す").run()
    found.button(key="agreement_save").click().run()
    assert not found.exception, found.exception

    team = Workspace(home).team
    latest = team.agreements()[-1]
    assert (latest.number, latest.reason) == (3, "試す")
    assert read_agreement(latest.toml).mql.threshold == 70
    # what the form does not show is as it was
    assert (
        read_agreement(latest.toml).promises == read_agreement(team.agreements()[1].toml).promises
    )
    assert "第3版" in found.title[0].value


def test_who_saves_second_is_told(home: Path) -> None:
    found = page(AGREEMENT)
    found.button(key="agreement_change").click().run()
    team = Workspace(home).team
    toml = team.agreements()[-1].toml
    team.save_agreement(toml, date(2026, 11, 1), "other", based_on=2, who="Ito", at=now())
    next(e for e in found.number_input if e.label == "リード1件の対応費用").set_value(9000.0).run()
    found.text_area(key="agreement_reason").set_value("費用").run()
    found.button(key="agreement_save").click().run()
    assert not found.exception, found.exception
    assert "Ito" in found.error[0].value
    assert [one.who for one in Workspace(home).team.agreements()] == ["demo", "demo", "Ito"]


@pytest.mark.usefixtures("home")
def test_what_cannot_be_is_named_and_not_saved() -> None:
    found = page(AGREEMENT)
    found.button(key="agreement_change").click().run()
    next(e for e in found.selectbox if e.label == "MQL になる日").select("score").run()
    next(e for e in found.number_input if e.label == "スコアのしきい値").set_value(500.0).run()
    assert "mql.threshold" in found.error[0].value.replace("\\", "")
    assert not [each for each in found.button if each.key == "agreement_save"]


def test_the_demo_keeps_some_of_each_promise_and_breaks_some(home: Path) -> None:
    """But for what is always passed along, and always recorded."""
    workspace = Workspace(home)
    held = [(one.kind, one.day) for one in workspace.team.meetings()]
    with workspace.open(workspace.current() or 0) as db:
        last = db.value("select last_day from version")
        found = promises(db, Asked(date(2026, 4, 1), last, last), held)
    assert [one.promise for one in found.kept] == [*MARKETING, *SALES, *BOTH]
    assert [one.promise for one in found.kept if not one.met or not one.broken] == [
        "behaviour_history", "result_recorded",
    ]  # fmt: skip


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("by", ["none", "source", "owner", "week", "month"])
def test_promises_by_every_group(by: str) -> None:
    found = page(PROMISES, by=by, span="3")
    assert found.title[0].value.startswith("最も守れていない約束: ")
    assert "次の一手" in told(found)
    headers = [str(table.value.columns[0]) for table in found.table]
    assert "約束" in headers
    if by == "source":
        table = next(table.value for table in found.table if table.value.columns[0] != "約束")
        assert "展示会" in set(table.iloc[:, 0])


@pytest.mark.usefixtures("home")
def test_promises_show_the_time_from_the_inquiry_and_what_was_broken() -> None:
    found = page(PROMISES, span="12")
    tables = " ".join(table.value.to_string() for table in found.table)
    assert "かかった時間" in tables
    assert "問い合わせから 中央値" in tables
    titles = " ".join(each.value for each in found.subheader)
    assert all(name in titles for name in ("期限切れ ", "までの期限 ", "守れなかった "))
    broken = found.dataframe[-1].value
    assert list(broken.columns[:5]) == ["担当", "約束", "期限", "実行", "遅れ(日)"]
    one = broken[broken["担当"] == broken["担当"].iloc[0]]
    # twelve months reach into the year before
    assert one["期限"].iloc[0].startswith("2025/")
    assert list(one["期限"].str[:10]) == sorted(one["期限"].str[:10])


def some_row(lead_id: str, due: str, owner: str | None = "Ito") -> Promised:
    due_on = date.fromisoformat(due[:10])
    due_at = datetime.fromisoformat(due) if len(due) > 10 else None
    return Promised(
        "first_contact", 1, f"crm:{lead_id}", 1, None, None, "Web", owner, due_on, None, due_on,
        due_at, None, None, 1, None, "working_hours", "broken",
    )  # fmt: skip


def test_rows_are_by_owner_and_by_the_day_they_were_due() -> None:
    rows = (some_row("A", "2026-01-05 10:00"), some_row("B", "2025-12-30"),
            some_row("C", "2025-12-31", None), some_row("D", "2026-01-05 09:00"))  # fmt: skip
    t = Texts("en")
    table = rows_said(Listed(rows, 4), date(2026, 1, 9), t)
    assert list(table[t("column_due")]) == [
        "2025/12/30", "2026/01/05 09:00", "2026/01/05 10:00", "2025/12/31",
    ]  # fmt: skip
    this_year = rows_said(Listed(rows[:1], 1), date(2026, 1, 9), t)
    assert list(this_year[t("column_due")]) == ["01/05 10:00"]


def test_a_meeting_held_late_is_no_meeting_that_was_not_held() -> None:
    march = Term("monthly_review", 1, date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 31))
    t = Texts("en")
    assert held_said(Meeting(march, date(2026, 3, 12), "broken"), t) == "03/01 △ held late, 03/12"
    assert held_said(Meeting(march, None, "broken"), t) == "03/01 ✗"
    assert held_said(Meeting(march, date(2026, 3, 9), "met"), t) == "03/01 ✓"


@pytest.mark.parametrize(
    ("toml", "more", "said"),
    [
        # nobody brought what sales did
        ("first_contact.within = 2", {"handed over": "2026-03-09 10:00"}, "sales' activities"),
        # and nobody anything of MQLs
        ("mqls_a_month.at_least = 5", {}, "not measured by these exports): bring exports"),
        # nothing was handed over
        ("first_contact.within = 2", {}, "Nothing fell under a promise"),
        ("weekly_meeting = {}", {}, "Write a meeting down"),
    ],
)
def test_what_would_let_it_be_judged_is_the_next_action(
    tmp_path: Path, toml: str, more: dict[str, str], said: str
) -> None:
    crm = Exports(tmp_path)
    crm.workspace.team.save_agreement(
        f"[promises]\n{toml}\n", date(2026, 1, 1), "why", based_on=0, who="t", at=now()
    )
    crm.bring("2026-03-31", leads=[{"lead": "A", "created": "2026-03-02 09:00"} | more])
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    with crm.opened() as db:
        found = promises(db, Asked(first, last, last))
    headline = headline_of(found, Texts("en"))
    assert headline.sentence == "No promise can be judged yet"
    assert said in headline.next_action.replace("\\", "")


def test_a_held_meeting_is_written_down(home: Path) -> None:
    assert review_reminder(Texts("ja"))
    found = page(PROMISES)
    found.button(key="hold_review").click().run()
    assert not found.exception, found.exception
    assert review_reminder(Texts("ja")) is None
    assert any(one.day == day_of(now()) for one in Workspace(home).team.meetings())


@pytest.mark.usefixtures("home")
def test_targets_name_what_is_behind_and_who_has_too_much() -> None:
    found = page(TARGETS)
    assert found.title[0].value.startswith("リードが遅れ: 133(今日までの目安 ")
    table = found.table[0].value
    row = table[(table["指標"] == "**MQL**")].iloc[0]
    assert (row["目標"], row["実績"], row["状態"]) == ("87", "**81**", "先行")
    assert "6超過" in found.table[1].value.to_string()
    year = page(TARGETS, targets="year")
    assert "遅れ" in year.title[0].value or "未達" in year.title[0].value


def test_the_demo_takes_its_agreements_with_it(home: Path) -> None:
    workspace = Workspace(home)
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    assert all(one.taken_back is not None for one in workspace.team.agreements())
    assert workspace.team.meetings() == []
    with workspace.open(workspace.current() or 0) as db:
        assert db.rows("select number, is_agreed from agreements") == [(0, False)]


def test_what_people_agreed_on_after_the_demo_stays(home: Path) -> None:
    workspace = Workspace(home)
    toml = workspace.team.agreements()[-1].toml
    workspace.team.save_agreement(toml, date(2026, 11, 1), "ours", based_on=2, who="Ito", at=now())
    bring(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    assert [one.taken_back for one in workspace.team.agreements()] == [None, None, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_an_agreement_has_words(language: str) -> None:
    t = Texts("ja" if language == "ja" else "en")
    demo = read_agreement((ROOT / "data" / "demo" / "agreements" / "2026-04-01.toml").read_text())
    for agreement in (demo, Agreement()):
        for _, title, lines in sections(agreement, t):
            assert title
            assert all(about and said for about, said in lines)
    for name in (*MARKETING, *SALES, *BOTH):
        assert f"agreed_promises_{name}" in TEXTS
    assert path_said("promises.first_contact.within", t).startswith(
        t("agreed_promises_first_contact")
    )


def test_targets_are_set_by_hand_and_derived(home: Path) -> None:
    found = page(TARGETS)
    goal = found.number_input(key="targets_goal")
    goal.set_value(240_000_000).run()
    found.button(key="targets_reckon").click().run()
    assert not found.exception, found.exception
    tree = next(table.value for table in found.table if "月" in table.value.columns)
    assert list(tree.columns)[1:] == ["リード", "MQL", "引き渡し", "SQL", "商談", "受注", "受注額"]
    value = sum(int(each.replace(",", "")) for each in tree["受注額"])
    assert value == 240_000_000
    found.button(key="targets_save_plan").click().run()
    assert not found.exception, found.exception
    kept = Workspace(home).team.targets()
    assert {one.origin for one in kept} == {"derived"}
    assert min(one.month for one in kept) == date(2026, 11, 1)  # months that are over stay


def test_a_plan_is_kept_for_the_goal_it_was_made_for_alone(home: Path) -> None:
    found = page(TARGETS)
    assert "(JPY)" in found.number_input(key="targets_goal").label
    found.number_input(key="targets_goal").set_value(100_000_000).run()
    found.button(key="targets_reckon").click().run()
    assert "2026-04〜2027-03 に 1.00億円 を受注するための目標" in told(found).replace("\\", "")
    found.number_input(key="targets_goal").set_value(777_000_000).run()
    assert not found.exception, found.exception
    assert not [each for each in found.button if each.key == "targets_save_plan"]
    found.number_input(key="targets_goal").set_value(100_000_000).run()
    assert not [each for each in found.button if each.key == "targets_save_plan"]
    found.number_input(key="targets_goal").set_value(777_000_000).run()
    found.button(key="targets_reckon").click().run()
    found.button(key="targets_save_plan").click().run()
    assert not found.exception, found.exception
    kept = {one.month: one.value for one in Workspace(home).team.targets()
            if one.metric == "won_value"}  # fmt: skip
    assert (min(kept), max(kept)) == (date(2026, 11, 1), date(2027, 3, 1))
    assert 300_000_000 < sum(value or 0 for value in kept.values()) < 400_000_000


def test_what_a_file_brought_is_not_cleared_by_hand(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All targets of the demo are imported: emptied in the table they would stand as before."""

    def emptied(data: pd.DataFrame, **_: object) -> pd.DataFrame:
        return data.assign(value=float("nan"))

    monkeypatch.setattr("funnel.ui.target_edit.st.data_editor", emptied)
    found = page(TARGETS)
    found.button(key="targets_save").click().run()
    assert not found.exception, found.exception
    assert "取り込んだファイルのもので、ここでは消せません" in found.error[0].value
    assert Workspace(home).team.targets() == []


@pytest.mark.usefixtures("home")
def test_a_target_of_a_source_and_an_owner_names_both() -> None:
    team = Workspace.from_environment().team
    key = (date(2026, 11, 1), "leads", "展示会", "伊藤")
    team.set_targets({key: Decimal(5)}, "adjusted", who="Ito", at=now())
    assert "展示会 / 伊藤" in list(page(TARGETS).table[0].value["対象"])


def test_the_agreed_rule_of_contribution_speaks_first(home: Path) -> None:
    assert "最初の接点では" in told(page(SOURCES))
    team = Workspace(home).team
    toml = team.agreements()[-1].toml.replace(
        'contribution_rule = "first_touch"', 'contribution_rule = "linear"'
    )
    team.save_agreement(toml, date(2026, 11, 1), "linear", based_on=2, who="Ito", at=now())
    assert "均等では" in told(page(SOURCES))
