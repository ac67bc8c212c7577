"""What the digest says: whole texts by hand, when there is something to say, and hostile names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.analysis.changes import Part
from funnel.analysis.readings import Reading, Sign
from funnel.reports.digest import Digest, digest
from funnel.reports.digest_texts import letter, plain_text
from funnel.store.database import Database
from funnel.store.team import TeamStore
from tests.digests import DECIDED, MONDAY, NOON, decide, lead, read, small_company

# 'late' was handed over on February 27 and was to be decided by March 2: 4 days ago on the 6th.
# 'nobody' is due on the 7th, 'open' on the 8th; 'done' was decided in time: 1 of the 2 judged.
JAPANESE = """\
■ まだ判断できません
  足りないデータを取り込んでください(過去の分も)。何が足りないかは画面にあります。

■ 今日の行: 期限切れ 1件・期限間近 2件・担当なし 1件
  4日 超過・受入または差し戻し: 阿… 株式会社ア… / Web / 伊藤
  3/7(土) まで・受入または差し戻し: nobody / Web / 担当なし
  3/8(日) まで・受入または差し戻し: I… / 流入元なし / 伊藤
  担当なし 2日: nobody / Web / 担当なし

■ 前回までの行動(済 1/3)
  ・ 展示会の41件に電話する(佐藤、期限 3/4(水)・期限切れ)
  ✓ 引き渡しを当日にする(佐藤、期限 2/6(金)) \
引き渡し: 週0件(8週で0件) → 週1件(4週で4件)。件数が足りず判断できません
  ・ 失注理由を必須にする(佐藤、期限 3/20(金))

■ 約束(直近4週)
  営業 受入または差し戻し: 50%(1/2)・件数が少なく判断できません

画面で開く: https://funnel.example.co.jp/

--
データは3/6(金)まで(版 1)。
氏名と会社名は先頭の1文字だけを示しています。
"""
ENGLISH = """\
■ Not enough data to judge yet
  Bring what is missing, older exports too; the page says what would be enough.

■ Today's rows: 1 overdue, 2 due next, 1 unassigned
  4 days late, accepted or sent back: 阿… 株式会社ア… / Web / 伊藤
  due Sat 7 Mar, accepted or sent back: nobody / Web / nobody
  due Sun 8 Mar, accepted or sent back: I… / no source / 伊藤
  nobody's, 2 days: nobody / Web / nobody

■ What was decided (1 of 3 done)
  ・ 展示会の41件に電話する (佐藤, due Wed 4 Mar: overdue)
  ✓ 引き渡しを当日にする (佐藤, due Fri 6 Feb) \
Hand-overs: 0 a week (0 in 8 weeks) → 1 a week (4 in 4 weeks): too few to judge
  ・ 失注理由を必須にする (佐藤, due Fri 20 Mar)

■ Promises of the last 4 weeks
  sales, accepted or sent back: 50% (1/2), too few to say

Open the page: https://funnel.example.co.jp/

--
Data up to Fri 6 Mar, version 1.
People and companies are shown by their first letter only.
"""
HOSTILE = "<!channel> *x* [a](http://evil) <b>&\u202e\n=1+1 " + "長" * 5000


def test_the_whole_in_both_languages(tmp_path: Path) -> None:
    crm = small_company(tmp_path)
    decide(crm, "展示会の41件に電話する", date(2026, 3, 4))
    decide(crm, "失注理由を必須にする", date(2026, 3, 20))
    done = decide(crm, "引き渡しを当日にする", date(2026, 2, 6), metric="handovers")
    team = crm.workspace.team
    (seen,) = (action for action in team.actions() if action.id == done)
    team.settle_action(seen, "done", date(2026, 2, 6), who="me", at=NOON)
    found = read(crm)
    assert found.reasons == ("overdue", "due", "actions")
    link = "https://funnel.example.co.jp/"
    japanese, english = letter(found, "ja", link), letter(found, "en", link)
    assert japanese.subject == (
        "【共有ファネル】まだ判断できません"
        "・期限切れ 1件・期限間近 2件・期限切れの行動 1件(3/6時点)"
    )
    assert plain_text(japanese) == JAPANESE
    assert english.subject == (
        "[Shared Funnel] Not enough data to judge yet, 1 overdue, 2 due next, actions overdue: 1 "
        "(6 Mar)"
    )
    assert plain_text(english) == ENGLISH


def test_with_nothing_agreed_and_nothing_decided(tmp_path: Path) -> None:
    crm = small_company(tmp_path, [lead("done", "2026-02-27", accepted="2026-02-28")], agreed="")
    found = read(crm, MONDAY + timedelta(days=7))
    assert found.reasons == ()
    assert plain_text(letter(found, "ja")) == (
        "■ まだ判断できません\n"
        "  足りないデータを取り込んでください(過去の分も)。何が足りないかは画面にあります。\n\n"
        "■ 今日の行\n"
        "  期限切れも、止まった商談もありません。\n\n"
        "--\n"
        "データは3/6(金)まで(版 1)。\n"
        "データが1週間以上前のものです。新しい書き出しを取り込んでください。\n"
        "氏名と会社名は先頭の1文字だけを示しています。\n"
    )


def test_an_action_asks_once_its_day_is_over(tmp_path: Path) -> None:
    crm = small_company(tmp_path, [lead("done", "2026-02-27", accepted="2026-02-28")])
    decide(crm, "電話する", MONDAY)
    assert read(crm, MONDAY).reasons == ()
    assert read(crm, MONDAY + timedelta(days=1)).reasons == ("actions",)
    team = crm.workspace.team
    team.settle_action(team.actions()[0], "dropped", MONDAY, who="me", at=NOON)
    assert read(crm, MONDAY + timedelta(days=1)).reasons == ()


def test_each_of_overdue_and_due_asks(tmp_path: Path) -> None:
    late = small_company(tmp_path / "late", [DECIDED, lead("late", "2026-02-27")])
    due = small_company(tmp_path / "due", [DECIDED, lead("due", "2026-03-05")])
    nobody = small_company(tmp_path / "nobody", [lead("nobody", "2026-03-05", owner="")], agreed="")
    assert [read(crm).reasons for crm in (late, due, nobody)] == [("overdue",), ("due",), ()]


def test_hostile_names_are_short_and_on_one_line(tmp_path: Path) -> None:
    crm = small_company(
        tmp_path,
        [DECIDED, lead("late", "2026-02-27", owner=HOSTILE, source=HOSTILE, lead_company=HOSTILE,
              person="aoi@aster.example")],
    )  # fmt: skip
    decide(crm, f"aoi@aster.example に電話 {HOSTILE}", date(2026, 3, 4))
    told = letter(read(crm), "ja")
    row, action = told.sections[1].lines[0], told.sections[2].lines[0]
    cut = "<!channel> *x* [a](http…"
    assert row == f"4日 超過・受入または差し戻し: a… <… / {cut} / {cut}"
    assert action.startswith("・ a…@aster.example に電話 <!channel> *x*")
    assert len(action) < 120
    assert "channel" not in told.subject


@pytest.fixture(scope="module")
def worse(company: Database, tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """The simulated company, in which the exhibition's leads stopped getting on."""
    team = TeamStore(tmp_path_factory.mktemp("team"))
    return digest(company, team, date(2026, 11, 23), date(2026, 11, 20))


def of_state(found: Digest, **changed: Any) -> Digest:
    verdict = replace(found.found.verdict, **changed)
    return replace(found, found=replace(found.found, verdict=verdict))


def test_a_step_that_got_worse_asks_and_is_said_first(worse: Digest) -> None:
    red, amber = of_state(worse, state="red"), of_state(worse, state="amber")
    assert (worse.found.verdict.state, red.reasons, amber.reasons) == (
        "amber", ("verdict",), ("verdict",),
    )  # fmt: skip
    told = letter(red, "ja")
    assert told.sections[0].title == "引き渡し → SQL が詰まっています"
    assert told.subject == "【共有ファネル】引き渡し → SQL が詰まっています(11/20時点)"
    assert told.sections[0].lines[0].startswith("引き渡し→SQL(展示会): 直近8週で")
    assert letter(amber, "en").sections[0].title == "Keep an eye on hand-over → SQL"
    calm = of_state(worse, state="none", change=None)
    assert calm.reasons == ()
    assert letter(calm, "en").subject == "[Shared Funnel] Nothing is stuck (20 Nov)"


def test_nobody_is_accused(worse: Digest) -> None:
    change = worse.found.verdict.change
    assert change is not None
    owner = Part("owner", "田中", 1, 9.0, 0.9, -4.0, is_named=True)
    sign = Sign("entries", 1, 9, "for", about=("owner", "田中"))
    accusing = replace(change, inside=(owner,), readings=(Reading("quality_or_talk", (sign,)),))
    told = letter(of_state(worse, change=accusing), "ja")
    line = told.sections[0].lines[0]
    assert "田中" not in line
    assert "担当「…」1件(見込み9件)" in line


def test_leads_that_are_not_exported_any_more_are_said(tmp_path: Path) -> None:
    crm = small_company(tmp_path)
    deal = {"deal": "D", "deal name": "D", "stage": "Talks", "opened": "2026-03-25"}
    crm.bring("2026-03-25", deals=[deal])
    with crm.opened() as db:
        found = digest(db, crm.workspace.team, date(2026, 3, 26), date(2026, 3, 25))
    assert found.leads_until == date(2026, 3, 5)  # the last that happened
    assert "リードの表は3/5(木)までです。その後の入口は分かりません。" in letter(found, "ja").notes
