"""The pages of the agreement, the promises and the targets, run without a browser."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from funnel.agreement.document import read_agreement
from funnel.agreement.model import BOTH, MARKETING, SALES, Agreement
from funnel.calendar import day_of
from funnel.cli import app
from funnel.clock import now
from funnel.store.workspace import Workspace
from funnel.ui.agreement_words import path_said, sections
from funnel.ui.navigation import AGREEMENT, PROMISES, SOURCES, TARGETS, Entry
from funnel.ui.reminders import review_reminder
from funnel.ui.texts import LANGUAGES, TEXTS, Texts
from tests.conftest import GOLDEN, ROOT, bring


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
    assert "不通3回で、5営業日以内" in tables


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

    def box(kind: str, label: str) -> object:
        return next(each for each in getattr(found, kind) if each.label == label)

    box("selectbox", "MQL になる日").select("score").run()  # type: ignore[attr-defined]
    box("number_input", "スコアのしきい値").set_value(70.0).run()  # type: ignore[attr-defined]
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
