"""Lead scores by the agreement's points, and who is an MQL by them."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from funnel.agreement.document import check_agreement
from funnel.agreement.model import Agreement
from funnel.agreement.timeline import as_if, timeline
from funnel.publishing.agreements import save_agreement
from funnel.publishing.rejudge import tried_out
from tests.score_oracle import Person, fits, mql_day, parts, reached_on
from tests.uploads import Exports, Row

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = "2026-06-30"

SCORES = """
    select lead_id, exported, attributes, behaviour, engagement, computed, fits, reached_on, number
    from scores
    inner join leads using (lead_no)
    order by lead_id
"""
MQLS = """
    select subject_id, pass, entered_on, evidence, is_first
    from stage_entries
    where subject = 'lead' and stage = 'mql'
    order by subject_id, pass
"""

# Webinar 20, a form 10, an unsubscription -15, everything else 1; a day with a gain 5. In 30 days.
POINTS: dict[str, Any] = {
    "window_days": 30,
    "attributes": {
        "most": 30,
        "industries": {"製造": 10, "ＩＴ": 5},
        "company_sizes": {"300-999": 10},
        "titles": {"部長": 20, "長": 5, "学生": -50},
    },
    "behaviour": {"most": 40, "kinds": {"Webinar": 20, "form": 10, "Bye": -15}, "other": 1},
    "engagement": {"most": 30, "per_active_day": 5},
}


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def agree(exports: Exports, since: str, **said: Any) -> int:
    """Save an agreement that is in force from `since`."""
    based_on = max((one.number for one in exports.workspace.team.agreements()), default=0)
    agreement = check_agreement(said)
    day = date.fromisoformat(since)
    return save_agreement(
        exports.workspace, agreement, day, "why", based_on=based_on, who="me", at=AT
    ).number


def by_score(threshold: float, **more: Any) -> dict[str, Any]:
    return {"mql": {"by": "score", "threshold": threshold, **more}, "score": POINTS}


def lead(key: str, **said: Any) -> Row:
    return {"lead": key, "created": "2026-01-01", "mql": "", "handed over": "", **said}


def touch(key: str, day: str, kind: str) -> Row:
    return {"touched lead": key, "touched email": "", "touch": kind, "campaign": "", "touched": day}


def test_every_part_of_a_score_and_its_limits(exports: Exports) -> None:
    leads = [
        # 10 + 10 + 20 (the best word of the title), at most 30
        lead("L1", industry="製造", employees="500", **{"job title": "営業部長"}),
        # wide and narrow, upper and lower case are the same; a title that takes points: never < 0
        lead("L2", industry="it", **{"job title": "学生"}),
        # nothing known, three touches of one day: 20 + 20 + 10, at most 40; one active day
        lead("L3"),
        # 20 on the first of 30 days, 1 on the last; the day before the window no more
        lead("L4"),
        # 20 - 15 and 1: two days with a gain
        lead("L5"),
        # a kind that takes points alone: not below 0, and no active day
        lead("L6"),
        lead("L7", score="72.5"),
    ]
    touches = [
        touch("L3", DAY, "webinar"), touch("L3", DAY, "Webinar"), touch("L3", DAY, "FORM"),
        touch("L4", "2026-06-01", "Webinar"), touch("L4", DAY, ""),
        touch("L4", "2026-05-31", "Form"),
        touch("L5", "2026-06-10", "Webinar"), touch("L5", "2026-06-10", "Bye"),
        touch("L5", "2026-06-20", "Mail"),
        touch("L6", "2026-06-20", "Bye"),
    ]  # fmt: skip
    exports.bring(DAY, leads=leads, touches=touches)
    assert exports.rows(SCORES) == [("crm:L7", 72.5, *[None] * 7)]
    assert agree(exports, "2026-01-01", score=POINTS) == 1
    assert exports.rows(SCORES) == [
        ("crm:L1", None, 30, 0, 0, 30, None, None, None),
        ("crm:L2", None, 0, 0, 0, 0, None, None, None),
        ("crm:L3", None, 0, 40, 5, 45, None, None, None),
        ("crm:L4", None, 0, 21, 10, 31, None, None, None),
        ("crm:L5", None, 0, 6, 10, 16, None, None, None),
        ("crm:L6", None, 0, 0, 0, 0, None, None, None),
        ("crm:L7", 72.5, 0, 0, 0, 0, None, None, None),
    ]
    assert exports.rows(MQLS) == []


def mqls(exports: Exports) -> dict[str, str]:
    """The day each lead became an MQL first, and how that is known."""
    return {
        key.removeprefix("crm:"): f"{day} {evidence}"
        for key, _, day, evidence, is_first in exports.rows(MQLS)
        if is_first
    }


def test_the_first_day_the_threshold_is_reached(exports: Exports) -> None:
    leads = [
        # 20 + 5 = 25 on the 10th, 20 + 10 + 10 = 40 on the 20th
        lead("L1"),
        # the same 30 days apart: the first has left the window by then
        lead("L2"),
        # 29 days apart: 20 + 10 + 10
        lead("L3"),
        # before the agreement: on its first day, while both are in the window
        lead("L4"),
        # before the lead was there: on the day it is
        lead("L5", created="2026-04-15"),
        # 5 + 20 + 10 - 15 + 2 * 5 = 30, until what takes points leaves the window on 10 May
        lead("L6", industry="IT"),
        # who he is suffices not
        lead("L7", industry="製造", employees="400"),
        # two forms and a webinar on three days: 40 + 15
        lead("L8"),
    ]
    touches = [
        touch("L1", "2026-04-10", "Webinar"), touch("L1", "2026-04-20", "form"),
        touch("L2", "2026-04-01", "Webinar"), touch("L2", "2026-05-01", "form"),
        touch("L3", "2026-04-01", "Webinar"), touch("L3", "2026-04-30", "form"),
        touch("L4", "2026-03-10", "Webinar"), touch("L4", "2026-03-20", "form"),
        touch("L5", "2026-04-01", "Webinar"), touch("L5", "2026-04-02", "form"),
        touch("L6", "2026-04-10", "Bye"), touch("L6", "2026-05-01", "Webinar"),
        touch("L6", "2026-05-02", "form"),
        touch("L8", "2026-05-01", "form"), touch("L8", "2026-05-02", "form"),
        touch("L8", "2026-05-03", "Webinar"),
    ]  # fmt: skip
    exports.bring(DAY, leads=leads, touches=touches)
    agree(exports, "2026-04-01", **by_score(40))
    assert mqls(exports) == {
        "L1": "2026-04-20 agreed",
        "L3": "2026-04-30 agreed",
        "L4": "2026-04-01 agreed",
        "L5": "2026-04-15 agreed",
        "L6": "2026-05-10 agreed",
        "L8": "2026-05-03 agreed",
    }


def test_whoever_has_to_fit_does_only_where_it_is_known(exports: Exports) -> None:
    leads = [
        lead("L1", industry="製造", employees="400", **{"job title": "情報システム部 部長"}),
        lead("L2", industry="小売", employees="400", **{"job title": "部長"}),
        lead("L3", industry="製造", employees="", **{"job title": "部長"}),
        lead("L4", industry="小売", employees="", **{"job title": "担当"}),
    ]
    touches = [touch(row["lead"], "2026-05-01", "Webinar") for row in leads]
    exports.bring(DAY, leads=leads, touches=touches)
    fit = {"industries": ["製造", "IT"], "company_sizes": ["300-999"], "titles": ["部長", "役員"]}
    agree(exports, "2026-04-01", **by_score(50, needs_fit=True), fit=fit)
    assert mqls(exports) == {"L1": "2026-05-01 agreed"}
    assert [(row[0], row[6]) for row in exports.rows(SCORES)] == [
        ("crm:L1", True),
        ("crm:L2", False),
        ("crm:L3", None),
        ("crm:L4", False),
    ]


def test_the_tools_day_counts_as_long_as_it_is_agreed_on(exports: Exports) -> None:
    leads = [
        # before the agreement, the tool's; a score that is reached later is nothing new
        lead("L1", mql="2026-03-10"),
        # since then the score's alone
        lead("L2", mql="2026-04-10"),
        lead("L3", mql="2026-04-10"),
        # handed over without an MQL: one by then; the score of the 1st of May comes too late
        lead("L4", **{"handed over": "2026-04-20"}),
        # handed over on the day it is reached, and before
        lead("L5", **{"handed over": "2026-05-01"}),
        lead("L6", **{"handed over": "2026-05-20"}),
        # told later than the hand-over, which was in March: March's agreement judges
        lead("L7", mql="2026-04-10", **{"handed over": "2026-03-20"}),
        # both after 1 April
        lead("L8", mql="2026-04-20", **{"handed over": "2026-04-10"}),
    ]
    reaching = ("L1", "L2", "L4", "L5", "L6")
    exports.bring(
        DAY, leads=leads, touches=[touch(key, "2026-05-01", "Webinar") for key in reaching]
    )
    before = mqls(exports)
    assert before == {
        "L1": "2026-03-10 recorded",
        "L2": "2026-04-10 recorded",
        "L3": "2026-04-10 recorded",
        "L4": "2026-04-20 inferred",
        "L5": "2026-05-01 inferred",
        "L6": "2026-05-20 inferred",
        "L7": "2026-04-10 recorded",
        "L8": "2026-04-20 recorded",
    }
    agree(exports, "2026-04-01", **by_score(25))
    assert mqls(exports) == {
        "L1": "2026-03-10 recorded",
        "L2": "2026-05-01 agreed",
        "L4": "2026-04-20 inferred",
        "L5": "2026-05-01 agreed",
        "L6": "2026-05-01 agreed",
        "L7": "2026-04-10 recorded",
        "L8": "2026-04-10 inferred",
    }


def test_the_days_of_several_agreements(exports: Exports) -> None:
    leads = [lead("L1", mql="2026-06-10"), lead("L2", mql="2026-06-10"), lead("L3")]
    touches = [touch("L1", "2026-04-10", "Webinar"), touch("L3", "2026-05-20", "Webinar")]
    exports.bring(DAY, leads=leads, touches=touches)
    agree(exports, "2026-04-01", **by_score(25))
    agree(exports, "2026-05-01", **by_score(60))
    agree(exports, "2026-06-01")
    # L3 reached 25 in the month that asked for 60
    assert mqls(exports) == {"L1": "2026-04-10 agreed", "L2": "2026-06-10 recorded"}


def test_an_mql_by_score_belongs_to_the_pass_whose_hand_over_follows(exports: Exports) -> None:
    first = {"handed over": "2026-03-10", "sent back": "2026-03-20"}
    leads = [
        lead("L1", mql="2026-03-05", **first, **{"handed over again": "2026-05-10"}),
        lead("L2", mql="2026-03-05", **first, **{"handed over again": "2026-05-10"}),
        lead("L3", mql="2026-03-05", **first, **{"handed over again": ""}),
    ]
    touches = [
        touch("L1", "2026-05-01", "Webinar"),
        touch("L2", "2026-05-20", "Webinar"),
        touch("L3", "2026-05-20", "Webinar"),
    ]
    exports.bring(DAY, leads=leads, touches=touches)
    agree(exports, "2026-01-01", **by_score(25))
    assert exports.rows(MQLS) == [
        ("crm:L1", 1, "2026-03-10", "inferred", True),
        ("crm:L1", 2, "2026-05-01", "agreed", False),
        # reached after the second hand-over
        ("crm:L2", 1, "2026-03-10", "inferred", True),
        # given back, and there is no second hand-over to follow
        ("crm:L3", 1, "2026-03-10", "inferred", True),
    ]


def test_a_later_pass_follows_another_threshold_though_the_first_day_stays(
    exports: Exports,
) -> None:
    again = {"sent back": "2026-03-20", "handed over again": "2026-05-10"}
    days = ("2026-02-10", "2026-05-01", "2026-05-05")
    exports.bring(
        DAY,
        leads=[lead("L1", **{"handed over": "2026-03-10"}, **again)],
        touches=[touch("L1", day, "Webinar") for day in days],
    )
    agree(exports, "2026-01-01", **by_score(25))
    agree(exports, "2026-04-01", **by_score(24))

    def judged_by(threshold: float) -> list[tuple[Any, ...]]:
        known = timeline(exports.workspace.team.agreements())
        asked = as_if(known, check_agreement(by_score(threshold)), date(2026, 4, 1))
        with tried_out(exports.workspace, asked, who="me", at=AT) as db:
            return db.rows(MQLS)

    first = ("crm:L1", 1, date(2026, 2, 10), "agreed", True)
    assert judged_by(20) == [first, ("crm:L1", 2, date(2026, 5, 1), "agreed", False)]
    assert judged_by(45) == [first, ("crm:L1", 2, date(2026, 5, 5), "agreed", False)]


def test_an_exported_score_counts_from_the_day_it_was_first_seen_so_high(exports: Exports) -> None:
    def bring(day: str, **scores: str) -> None:
        exports.bring(day, leads=[lead(key, score=score) for key, score in scores.items()])

    bring("2026-04-10", L1="60", L2="10", L3="59.99", L4="")
    bring("2026-04-20", L1="20", L2="75", L3="60.00", L4="1,000")
    bring("2026-05-10", L1="99", L2="80", L3="70", L4="")
    agree(exports, "2026-04-15", mql={"by": "score", "score": "exported", "threshold": 60})
    assert mqls(exports) == {
        "L1": "2026-04-15 agreed",
        "L2": "2026-04-20 agreed",
        "L3": "2026-04-20 agreed",
        "L4": "2026-04-20 agreed",
    }
    # what was seen outlives the next upload, and an older export that is found later counts
    exports.bring("2026-06-01", exported_on="2026-04-16", leads=[lead("L2", score="70")])
    assert mqls(exports) == {"L2": "2026-04-16 agreed"}


def test_the_youngest_record_says_the_score_the_oldest_the_title(exports: Exports) -> None:
    leads = [
        lead("L1", score="10", budget="no", **{"job title": "課長"}),
        lead("L2", created="2026-02-01", score="30", need="yes", **{"job title": "部長"}),
        lead("L3", created="2026-03-01", score="", budget="yes"),
    ]
    exports.bring(DAY, leads=leads, merges=[{"survivor": "L1", "merged": "L2;L3"}])
    found = exports.rows("select records, title, score, budget, need, timeline from leads")
    assert found == [(3, "課長", 10, "no", "yes", None)]


KINDS = ("Webinar", "ｗｅｂｉｎａｒ", "form", "Bye", "Mail", "")
INDUSTRIES = ("製造", "IT", "ＩＴ", "小売", "")
TITLES = ("営業部長", "課長", "学生", "CTO", "ｃｔｏ 代理", "")
SIZES = ("1-9", "50-299", "300-999", "")
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def invented_people(chance: random.Random, how_many: int) -> list[Person]:
    def some_day(since: date, spread: int) -> date:
        return since + timedelta(days=chance.randrange(spread))

    people = []
    for number in range(how_many):
        person = Person(
            f"L{number:02}", some_day(FIRST, 150), chance.choice(INDUSTRIES),
            chance.choice(SIZES), chance.choice(TITLES),
        )  # fmt: skip
        person.mql = some_day(person.created, 90) if chance.random() < 0.6 else None
        person.handed = some_day(person.created, 120) if chance.random() < 0.5 else None
        person.sql = (
            some_day(person.handed or person.created, 40) if chance.random() < 0.3 else None
        )
        busy = some_day(FIRST, 150)
        person.touches = [
            (some_day(busy, chance.choice((5, 40, 180))), chance.choice(KINDS))
            for _ in range(chance.randrange(9))
        ]
        people.append(person)
    return people


def invented_agreement(chance: random.Random) -> Agreement:
    points = (-20, -7.5, 0, 0.1, 0.2, 5, 10, 12.5, 20, 40)

    def some(names: Sequence[str], most: int) -> dict[str, float]:
        return {name: chance.choice(points) for name in chance.sample(names, k=most)}

    said = {
        "fit": chance.choice((
            {}, {"industries": ["it", "製造"]}, {"titles": ["長", "cto"], "company_sizes": ["1-9"]},
        )),
        "score": {
            "window_days": chance.choice((1, 2, 7, 30, 90, 400)),
            "attributes": {
                "most": chance.choice((0, 15, 30)),
                "industries": some(("製造", "IT", "小売"), chance.randrange(3)),
                "company_sizes": some(SIZES[:3], chance.randrange(3)),
                "titles": some(("部長", "長", "学生", "CTO"), chance.randrange(4)),
            },
            "behaviour": {
                "most": chance.choice((10, 40)),
                "kinds": some(("WEBINAR", "form", "Bye"), chance.randrange(4)),
                "other": chance.choice(points),
            },
            "engagement": {"most": 30, "per_active_day": chance.choice((-3, 0, 0.3, 5, 15))},
        },
        "mql": {
            "by": chance.choice(("score", "score", "export")),
            "threshold": chance.choice((0, 0.3, 5, 15, 20, 25, 30)),
            "needs_fit": chance.random() < 0.4,
        },
    }  # fmt: skip
    try:
        return Agreement.model_validate(said)
    except ValidationError:  # a threshold that nobody could reach
        return invented_agreement(chance)


def bring_people(exports: Exports, people: Sequence[Person]) -> None:
    leads = [
        lead(
            person.key, created=str(person.created), industry=person.industry,
            employees=person.size, mql=str(person.mql or ""), sql=str(person.sql or ""),
            **{"job title": person.title, "handed over": str(person.handed or "")},
        )
        for person in people
    ]  # fmt: skip
    touches = [touch(one.key, str(day), kind) for one in people for day, kind in one.touches]
    exports.bring(LAST, leads=leads, touches=touches)


@pytest.mark.parametrize("seed", range(int(os.environ.get("FUNNEL_SCORE_COMPANIES", "3"))))
def test_a_plain_python_loop_over_all_days_finds_the_same(exports: Exports, seed: int) -> None:
    chance = random.Random(seed)
    people = invented_people(chance, 40)
    bring_people(exports, people)
    for _ in range(6):
        begins = sorted(chance.sample(range(-60, 170), k=chance.randrange(1, 4)))
        agreements = timeline([])
        for begin in begins:
            since = FIRST + timedelta(days=begin)
            agreements = as_if(agreements, invented_agreement(chance), since)
        spans = [(one.since, one.until, one.agreement) for one in agreements]
        with tried_out(exports.workspace, agreements, who="me", at=AT) as db:
            found = {
                key.removeprefix("crm:"): (day, evidence)
                for key, _, day, evidence, _ in db.rows(MQLS)
            }
            latest = {row[0].removeprefix("crm:"): row for row in db.rows(SCORES)}
        expected = {one.key: mql_day(one, spans, LAST) for one in people}
        assert found == {key: day for key, day in expected.items() if day is not None}
        last = spans[-1][2]
        for one in people:
            if one.key in latest and latest[one.key][5] is not None:
                told = tuple(map(float, parts(one, last, LAST)))
                assert latest[one.key][2:5] == pytest.approx(told)
                assert latest[one.key][5] == pytest.approx(sum(told))
            if last.fit.asks:
                assert latest[one.key][6] == fits(one, last)


SCORE_DAYS = """
    select number, lead_id, reached_on
    from score_days
    inner join leads using (lead_no)
    order by number, lead_id
"""


@pytest.mark.parametrize("seed", range(int(os.environ.get("FUNNEL_SCORE_COMPANIES", "3"))))
def test_what_another_threshold_told_of_the_day_is_no_more_than_it_told(
    exports: Exports, seed: int
) -> None:
    """A threshold changed to a lower, the same and a higher one; another window; others' points."""
    chance = random.Random(seed)
    people = invented_people(chance, 60)
    bring_people(exports, people)
    agree(exports, "2026-01-10", **by_score(40))
    changes = [
        *(by_score(threshold) for threshold in (15, 30, 39, 40, 41, 60)),
        {**by_score(40), "promises": {"handover": {"within": 3, "unit": "days"}}},
        {**by_score(30), "score": POINTS | {"window_days": 20}},
        {**by_score(30), "score": POINTS | {"behaviour": {"most": 40, "kinds": {"form": 30}}}},
        {**by_score(20), "fit": {"titles": ["長"]}},
        by_score(30, needs_fit=True) | {"fit": {"titles": ["長"]}},
    ]
    for change in changes:
        since = FIRST + timedelta(days=chance.randrange(-20, 120))
        agreements = as_if(
            timeline(exports.workspace.team.agreements()), check_agreement(change), since
        )
        expected = [
            (one.number, f"crm:{person.key}", day)
            for one in agreements
            for person in people
            if one.agreement.mql.by == "score"
            and (day := reached_on(person, one.agreement, one.since, one.until, LAST))
        ]
        with tried_out(exports.workspace, agreements, who="me", at=AT) as db:
            assert db.rows(SCORE_DAYS) == sorted(expected)


def test_a_lead_graded_by_a_letter_stays_without_a_score(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    said = {"1": "72", "2": "A", "3": "高", "4": ""}
    leads = [{"lead": name, "created": "2026-03-02", "score": text} for name, text in said.items()]
    exports.bring("2026-03-18", leads=leads)
    assert exports.rows("select lead_id[5:], cast(score as double) from leads order by 1") == [
        ("1", 72.0), ("2", None), ("3", None), ("4", None),
    ]  # fmt: skip
    assert exports.rows("select raw, value from readings where value is null order by 1") == [
        ("A", None), ("高", None),
    ]  # fmt: skip
