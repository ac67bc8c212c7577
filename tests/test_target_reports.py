"""Targets against a company's exports: derived, paced, and what owners can handle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from funnel.agreement.model import Agreement, Calendar, Capacity, Rates
from funnel.agreement.targets import Target, TargetsRefused, read_csv, standing, write_csv
from funnel.analysis.pace import poisson_interval
from funnel.analysis.target_checks import Finding
from funnel.errors import FunnelError
from funnel.reports.capacity import capacity_of
from funnel.reports.target_plan import goal_of, plan, to_save
from funnel.reports.target_texts import finding_said
from funnel.reports.targets import Aside, changed_targets, fiscal_year_of, targets_against
from funnel.store.database import Database
from funnel.store.team import EnteredTarget, TeamStore
from tests.conftest import NOON
from tests.uploads import Exports, Row

OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
)  # fmt: skip
END = date(2026, 11, 30)
GOAL = {JANUARY: 10_000_000}


def _funnel() -> dict[str, list[Row]]:
    """40 leads of 3 August, 30 of the Web: 20 SQL on the 13th, 16 with a deal of the 18th, beside
    4 deals without a lead. Of these 20, on 17 September, 4 are won at 1 M each and 16 lost."""
    leads: list[Row] = []
    deals: list[Row] = []
    for i in range(40):
        lead = {"lead": f"L{i}", "created": "2026-08-03", "source": "Web" if i < 30 else "Expo"}
        if i < 20:
            lead["sql"] = "2026-08-13"
        if i < 16:
            lead["lead deals"] = f"D{i}"
        leads.append(lead)
    for i in range(20):
        deal = {"deal": f"D{i}", "opened": "2026-08-18", "closed": "2026-09-17"}
        deal |= {"stage": "Won", "amount": "1000000"} if i < 4 else {"stage": "Lost"}
        deals.append(deal)
    return {"leads": leads, "deals": deals}


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    crm = Exports(tmp_path_factory.mktemp("targets"))
    crm.bring(END, **_funnel())
    with crm.opened() as db:
        yield db


def test_a_plan_by_hand(crm: Database) -> None:
    """10 M at 1 M are 10 wins of January.
    4 of 20 opportunities are won, after 30 days: 50 are needed, and of the 31 days of January 30 go
    back into December: 48 (48.4) and 2. A fifth sales opens itself, 9 (9.6) by the end of December
    and 10 in all: 39 and 1 are left.
    16 of 20 SQLs go on after 5 days: 50 SQLs. Of December's 39 5/31 are November's (6.3), of
    January's 1 5/31 December's (0.2): of 40, by the end of November 6.3, of December 39.2; of 50
    that is 7.9 and 48.95.
    20 of 40 leads become SQL after 10 days: 100 leads. Of 50, by the end of October 8 x 10/30 =
    2.7, of November 8 + 41 x 10/31 = 21.2, of December 49 + 10/31 = 49.3; of 100 that is 5.3, 42.5
    and 98.6. The Web has 3 of 4."""
    found = plan(crm, GOAL, END, Agreement())
    assert found.tree.months == (OCTOBER, NOVEMBER, DECEMBER, JANUARY)
    assert [(one.stage, one.needed, one.other) for one in found.tree.levels] == [
        ("won_value", (0, 0, 0, 10_000_000), (0, 0, 0, 0)), ("won", (0, 0, 0, 10), (0, 0, 0, 0)),
        ("opportunity", (0, 0, 48, 2), (0, 0, 9, 1)), ("sql", (0, 8, 41, 1), (0, 0, 0, 0)),
        ("lead", (5, 37, 57, 1), (0, 0, 0, 0)),
    ]  # fmt: skip
    assert found.tree.sources == {"Expo": (1, 10, 14, 0), "Web": (4, 27, 43, 1)}
    assert [
        (r.metric, r.base, r.rate, r.advanced, r.entered, r.median, r.share, r.state)
        for r in found.rates
    ] == [
        ("win_rate", "opportunity", Fraction(1, 5), 4, 20, 30, 1, "too_few"),
        ("sql_opportunity_rate", "sql", Fraction(4, 5), 16, 20, 5, Fraction(4, 5), "enough"),
        # No MQL and no hand-over is measured: SQL of leads.
        ("sql_rate", "lead", Fraction(1, 2), 20, 40, 10, 1, "enough"),
    ]  # fmt: skip
    assert (found.deal_value.value, found.deal_value.wins) == (1_000_000, 4)
    # Nobody took as long as the leads who are no SQL by now: nothing is to be expected of them.
    assert found.findings == (
        Finding("in_the_past", "lead", OCTOBER, 5, 0),
        Finding("rate_unsure", "won", None, 20, 4, "win_rate"),
        Finding("value_unsure", "won_value", None, 4, 4, "mean"),
    )
    said = finding_said(found.findings[0], found.currency, "en")
    assert said == "Leads: with the usual lags, 5 more would have had to exist by 2026-10"


def test_what_is_agreed_comes_before_what_is_measured(crm: Database) -> None:
    """Half of the opportunities won at 2 M: 5 wins, 10 opportunities, of which 8 of leads."""
    agreed = Rates(win_rate=0.5, deal_value=2_000_000)
    found = plan(crm, GOAL, END, Agreement(rates=agreed))
    assert [(one.stage, one.total, one.left) for one in found.tree.levels[1:3]] == [
        ("won", 5, 5), ("opportunity", 10, 8),
    ]  # fmt: skip
    assert (found.rates[0].state, found.rates[0].own, found.deal_value.by) == (
        "agreed", 0.2, "agreed",
    )  # fmt: skip


def test_more_than_sales_can_handle_is_named(crm: Database) -> None:
    found = plan(crm, GOAL, END, Agreement(capacity=Capacity(sqls_a_month=40, deals_an_owner=1)))
    over = [one for one in found.findings if one.kind == "over_capacity"]
    # Nobody owns a deal in these exports, so nobody's table is too full.
    assert over == [Finding("over_capacity", "sql", DECEMBER, 41, 40)]


def test_open_deals_count_where_asked(tmp_path: Path) -> None:
    """A deal of 2 M is open since 20 November. One of five is won, all after 30 days, so 400,000
    are to be expected on 20 December. Of 10 M 4 M were won in September; of the other 6 M, half of
    it in December and half in January, 400,000 are there: 5.6 M are left, 6 wins."""
    tables = _funnel()
    opened = {"deal": "D99", "stage": "Talks", "opened": "2026-11-20", "amount": "2000000"}
    crm = Exports(tmp_path)
    crm.bring(END, leads=tables["leads"], deals=[*tables["deals"], opened])
    goal = {date(2026, 9, 1): 4_000_000, DECEMBER: 3_000_000, JANUARY: 3_000_000}
    with crm.opened() as db:
        found = plan(db, goal, END, Agreement(), counting=True)
    value, won = found.tree.levels[:2]
    months = found.tree.months
    assert found.won == 4_000_000
    assert dict(zip(months, value.needed, strict=True)) == {
        **dict.fromkeys(months, 0), DECEMBER: 3_000_000, JANUARY: 3_000_000,
    }  # fmt: skip
    assert (sum(value.there), value.there[months.index(DECEMBER)]) == (400_000, 400_000)
    assert (value.left, won.total) == (5_600_000, 6)


def test_a_plan_without_a_rate_or_a_goal_is_refused(tmp_path: Path, crm: Database) -> None:
    with pytest.raises(FunnelError) as refused:
        plan(crm, {JANUARY: 0}, END, Agreement())
    assert refused.value.problems[0].kind == "nothing_to_win"
    tables = _funnel()
    leads = [{**lead, "sql": ""} | {"mql": "2026-08-04"} for lead in tables["leads"]]
    deals = [{**deal, "amount": ""} for deal in tables["deals"]]
    other = Exports(tmp_path)
    other.bring(END, leads=[{**one, "lead deals": ""} for one in leads], deals=deals)
    with other.opened() as db, pytest.raises(FunnelError) as refused:
        plan(db, GOAL, END, Agreement())
    kinds = [(problem.kind, problem.column) for problem in refused.value.problems]
    assert kinds == [("no_deal_value", "deal_value"), ("no_rate", "sql_opportunity_rate")]


def test_a_company_that_exports_less_gets_a_shorter_tree(tmp_path: Path) -> None:
    """Deals alone: 10 wins of 50 opportunities. Wins alone: 10 wins, and no rate, for nobody knows
    what was lost."""
    deals = _funnel()["deals"]
    crm = Exports(tmp_path / "deals")
    crm.bring(END, deals=deals)
    with crm.opened() as db:
        found = plan(db, GOAL, END, Agreement())
        late = plan(db, {date(2026, 3, 1): 5_000_000}, END, Agreement(), counting=True)
    assert [(one.stage, one.total, one.left) for one in found.tree.levels[1:]] == [
        ("won", 10, 10), ("opportunity", 50, 50),
    ]  # fmt: skip
    assert found.tree.sources == {}
    # A goal of months that are over: 5 M, of which in March nothing was won, cannot be made up for.
    assert (late.won, late.findings[0]) == (
        0, Finding("in_the_past", "won", date(2026, 3, 1), 5, 0),
    )  # fmt: skip
    shop = Exports(tmp_path / "wins")
    shop.bring(END, deals=[{**deal, "opened": ""} for deal in deals[:4]])
    with shop.opened() as db:
        found = plan(db, GOAL, END, Agreement())
    assert [(one.stage, one.total) for one in found.tree.levels] == [
        ("won_value", 10_000_000), ("won", 10),
    ]  # fmt: skip
    never = Exports(tmp_path / "never lost")
    never.bring(END, deals=deals[:4])
    with never.opened() as db:
        with pytest.raises(FunnelError) as refused:
            plan(db, GOAL, END, Agreement())
        found = plan(db, GOAL, END, Agreement(rates=Rates(win_rate=0.25)))
    assert [problem.kind for problem in refused.value.problems] == ["no_rate"]
    assert (found.rates[0].state, found.rates[0].median, found.tree.levels[2].total) == (
        "agreed", 30, 40,
    )  # fmt: skip


def test_a_plan_that_is_kept_leaves_what_people_adjusted(crm: Database, tmp_path: Path) -> None:
    found = plan(crm, GOAL, END, Agreement())
    team = TeamStore(tmp_path / "workspace")
    stale, own = (DECEMBER, "mqls", None, None), (DECEMBER, "leads", None, None)
    team.set_targets({stale: Decimal(7)}, "derived", who="Ito", at=NOON)
    team.set_targets({own: Decimal(60)}, "adjusted", who="Kato", at=NOON)
    team.set_targets(to_save(found, team.targets()), "derived", who="Ito", at=NOON)
    kept = {one.key: (one.value, one.origin) for one in team.targets()}
    assert stale not in kept
    assert kept[own] == (60, "adjusted")
    assert kept[DECEMBER, "leads", "Web", None] == (43, "derived")
    # January needs no lead of the Expo and November no opportunity: that is a target too,
    # or one that a file brought would go on counting. Of what is won only January is spoken of.
    assert kept[NOVEMBER, "opportunities", None, None] == (0, "derived")
    assert kept[JANUARY, "leads", "Expo", None] == (0, "derived")
    assert [key[0] for key in kept if key[1] in ("wins", "won_value")] == [JANUARY, JANUARY]
    # October is over: no target is set for it any more.
    assert min(month for month, *_ in kept) == NOVEMBER
    team.set_targets(to_save(found, team.targets(), replacing=True), "derived", who="Ito", at=NOON)
    assert {one.key: one.value for one in team.targets()}[own] == 57


def test_a_plan_that_was_kept_can_be(crm: Database, tmp_path: Path) -> None:
    """48 opportunities are to come of December's 41 SQLs and November's 8, 10 wins of January of 2
    opportunities and December's 48: more than their month has, and yet it works. Of a goal in
    November alone all opportunities lie before, so that there the plan has none for the wins."""
    team = TeamStore(tmp_path / "workspace")
    for goal in (GOAL, {NOVEMBER: 10_000_000, DECEMBER: 1_000_000}):
        found = plan(crm, goal, END, Agreement())
        team.set_targets(to_save(found, team.targets()), "derived", who="Ito", at=NOON)
        for month in (NOVEMBER, DECEMBER, JANUARY):
            shown = targets_against(crm, team, month, month, END)
            assert [one for one in shown.findings if one.kind == "rate_above_one"] == []
    # Somebody asks for 100 wins in December: with November's 10 and January's, kept first, 120.
    by_hand = {(DECEMBER, "wins", None, None): Decimal(100)}
    team.set_targets(by_hand, "adjusted", who="Kato", at=NOON)
    year = targets_against(crm, team, date(2026, 4, 1), date(2027, 3, 31), END)
    (one,) = [one for one in year.findings if one.kind == "rate_above_one"]
    there = sum(row.target for row in year.rows if row.metric == "opportunities")
    assert one == Finding("rate_above_one", "wins", None, 120, there, "opportunities")
    # A month's view tells it too, and not of the month.
    assert one in targets_against(crm, team, NOVEMBER, NOVEMBER, END).findings


def test_a_plan_beyond_what_can_be_a_target_is_not_kept(crm: Database) -> None:
    """At 1 M a win 10 ** 21 yen fit into no target: the goal is named, and nothing else."""
    found = plan(crm, {DECEMBER: 0, JANUARY: 10**21}, END, Agreement())
    with pytest.raises(TargetsRefused) as refused:
        to_save(found, [])
    said = [(problem.kind, problem.value, problem.detail) for problem in refused.value.problems]
    assert said == [("target_impossible", str(10**21), "won_value")]


def test_a_goal_is_parted_by_working_days() -> None:
    """December 2026 has 23 weekdays, January 21 without 1 and 11 January: 19; closed on 29-31
    December: 20 of 39 for December."""
    closed = {"since": date(2026, 12, 29), "until": date(2026, 12, 31)}
    calendar = Calendar.model_validate({"closures": [closed]})
    assert goal_of(3900, [DECEMBER, JANUARY], calendar) == {DECEMBER: 2000, JANUARY: 1900}
    assert fiscal_year_of(date(2027, 3, 31), Calendar()) == (date(2026, 4, 1), date(2027, 3, 31))
    assert fiscal_year_of(date(2026, 4, 1), Calendar()) == (date(2026, 4, 1), date(2027, 3, 31))


MAY = date(2026, 5, 1)


@pytest.fixture
def spring(tmp_path: Path) -> Exports:
    """5 leads in May 2026 by the 8th (3 of the Web), 4 in May 2025 (2 by the 8th); of 2 deals
    closed in April 1 is won at 500,000."""
    days = ["2025-05-01", "2025-05-08", "2025-05-09", "2025-05-31"]
    days += ["2026-05-01", "2026-05-02", "2026-05-05", "2026-05-07", "2026-05-08"]
    leads: list[Row] = [
        {"lead": f"L{i}", "created": day, "source": "Web" if i >= 6 else "Expo"}
        for i, day in enumerate(days)
    ]
    deals: list[Row] = [
        {"deal": "D1", "stage": "Won", "opened": "2026-04-01", "closed": "2026-04-20",
         "amount": "500000"},
        {"deal": "D2", "stage": "Lost", "opened": "2026-04-01", "closed": "2026-04-21"},
    ]  # fmt: skip
    targets: list[Row] = [
        {"target month": "2026-05-01", "metric": "リード数", "target": "30"},
        {"target month": "2026-05-01", "metric": "いいね数", "target": "5"},
        {"target month": "2026-04-01", "metric": "受注額", "target": "400000"},
        {"target month": "2026-04-01", "metric": "受注率", "target": "0.6"},
    ]
    crm = Exports(tmp_path)
    crm.bring("2026-05-08", leads=leads, deals=deals, targets=targets)
    return crm


def test_the_pace_over_golden_week(spring: Exports) -> None:
    """May 2026 has 18 working days: 3 May is a Sunday, so the 4th to the 6th are holidays. By the
    8th 3 are over (1, 7, 8): of 36 leads 6 are due; 5 are there, which might as well be 6."""
    team = spring.workspace.team
    may = datetime(2026, 5, 1, tzinfo=UTC)
    values = {
        (MAY, "leads", None, None): Decimal(36), (MAY, "leads", "Web", None): Decimal(10),
        (date(2026, 6, 1), "leads", None, None): Decimal(40),
    }  # fmt: skip
    team.set_targets(values, "adjusted", who="Ito", at=may)
    with spring.opened() as db:
        year = fiscal_year_of(MAY, Calendar())
        report = targets_against(db, team, *year, date(2026, 5, 8))
    rows = {(row.month, row.metric, row.source): row for row in report.rows}
    leads = rows[MAY, "leads", None]
    low, high = poisson_interval(5)
    assert leads == replace(
        leads, target=36, origin="adjusted", who="Ito", at=may, entered=36, imported=30,
        days=(3, 18), by_pattern=None, numerator=5, denominator=None, year_before=4,
        year_before_to_date=2,
    )  # fmt: skip
    assert (leads.pace.expected, leads.pace.actual, leads.state) == (6, 5, "on_track")
    assert (leads.pace.low, leads.pace.high) == pytest.approx((low, high))
    web = rows[MAY, "leads", "Web"]
    assert (web.target, web.pace.expected, web.actual) == (10, pytest.approx(10 / 6), 3)
    assert rows[date(2026, 6, 1), "leads", None].state == "not_begun"
    april = date(2026, 4, 1)
    won, rate = rows[april, "won_value", None], rows[april, "win_rate", None]
    assert (won.origin, won.state, won.actual, won.unit) == ("imported", "reached", 500_000, "JPY")
    assert (rate.state, rate.actual, rate.numerator, rate.denominator) == ("missed", 0.5, 1, 2)
    totals = {(row.metric, row.source): row for row in report.totals}
    # 36 and 40 over 18 and 22 days: 6 of 76 are due. Rates are not added up.
    whole = totals["leads", None]
    assert (whole.target, whole.pace.expected, whole.actual, whole.days) == (76, 6, 5, (3, 40))
    assert ("win_rate", None) not in totals
    assert report.aside == (Aside(MAY, "いいね数", 5, "unknown_target_metric"),)
    assert report.findings == (Finding("parts_below_whole", "leads", MAY, 36, 10, "source"),)


def test_a_file_that_comes_back_as_it_was_sets_nothing(spring: Exports) -> None:
    """30 leads of May and 400,000 of April are imported; of the leads of the Web 10 are derived."""
    team = spring.workspace.team
    web = (MAY, "leads", "Web", None)
    team.set_targets({web: Decimal(10)}, "derived", who="Ito", at=NOON)
    with spring.opened() as db:
        rows = targets_against(db, team, date(2026, 4, 1), MAY, date(2026, 5, 8)).rows
        told = [
            Target(row.month, row.metric, row.source, row.owner, Decimal(f"{row.target:f}"))
            for row in rows
            if row.month is not None
        ]
        again = read_csv(write_csv(told).encode(), "targets.csv")
        assert (len(again), changed_targets(db, team, again)) == (4, {})
        assert changed_targets(db, team, []) == {}
        other = [replace(one, value=Decimal(31)) if one.metric == "leads" else one for one in again]
        assert changed_targets(db, team, other) == {
            (MAY, "leads", None, None): 31, web: 31,
        }  # fmt: skip
        # What was entered counts before the import: its number, back again, is a change.
        team.set_targets({(MAY, "leads", None, None): Decimal(50)}, "adjusted", who="Ito", at=NOON)
        assert changed_targets(db, team, again) == {(MAY, "leads", None, None): 30}


def test_the_companys_own_days_off_move_the_pace(spring: Exports) -> None:
    """Closed on 7 and 8 May: 1 of 16 working days is over, 36 / 16 = 2.25 are due, 5 are ahead."""
    team = spring.workspace.team
    team.save_agreement(
        "[calendar]\nclosures = [{since = 2026-05-07, until = 2026-05-08}]\n"
        "[capacity]\nsqls_a_month = 3\n",
        date(2026, 1, 1), "days off", based_on=0, who="Ito", at=NOON,
    )  # fmt: skip
    values = {(MAY, "leads", None, None): Decimal(36), (MAY, "sqls", None, None): Decimal(4)}
    team.set_targets(values, "adjusted", who="Ito", at=NOON)
    with spring.opened() as db:
        report = targets_against(db, team, MAY, MAY, date(2026, 5, 8))
    leads, sqls = report.rows
    assert (leads.days, leads.pace.expected, leads.state) == ((1, 16), 2.25, "ahead")
    # No SQL is ever told in these exports: not measured is not zero.
    assert (sqls.state, sqls.actual) == ("not_measured", None)
    assert report.findings == (Finding("over_capacity", "sql", MAY, 4, 3),)


def test_targets_as_they_stood_on_a_day() -> None:
    key = (MAY, "leads", None, None)
    one = EnteredTarget(1, *key, Decimal(30), "derived", "Ito", datetime(2026, 5, 4, tzinfo=UTC))
    # 15:00 in UTC is midnight in Tokyo: the 11th of May.
    two = replace(one, id=2, value=Decimal(40), at=datetime(2026, 5, 10, 15, tzinfo=UTC))
    gone = replace(one, id=3, value=None, at=datetime(2026, 5, 20, tzinfo=UTC))
    history = [one, two, gone]
    for day, value in ((4, 30), (10, 30), (11, 40), (19, 40)):
        assert standing(history, date(2026, 5, day))[key].value == value
    assert standing(history, date(2026, 5, 3)) == standing(history, date(2026, 5, 20)) == {}
    assert standing(history) == {}
    assert standing(history[:2])[key].value == 40


def test_a_month_that_fills_up_late_is_judged_by_its_own_pattern(tmp_path: Path) -> None:
    """From May 2025 to April 2026 3 deals are won on each month's last three days, so by the middle
    of May 2026 none is due, and none is there: on track, where working days alone say behind."""
    deals: list[Row] = []
    for i in range(12):
        first = date(2025 + (4 + i) // 12, (4 + i) % 12 + 1, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        for k in range(3):
            day = last - timedelta(days=k)
            deals += [
                {"deal": f"D{i}-{k}-{n}", "stage": "Won", "opened": str(first), "closed": str(day),
                 "amount": "100"}
                for n in range(3)
            ]  # fmt: skip
    crm = Exports(tmp_path)
    crm.bring("2026-05-15", leads=[{"lead": "L1", "created": "2025-05-01"}], deals=deals)
    team = crm.workspace.team
    team.set_targets({(MAY, "wins", None, None): Decimal(18)}, "adjusted", who="Ito", at=NOON)
    with crm.opened() as db:
        (row,) = targets_against(db, team, MAY, MAY, date(2026, 5, 15)).rows
    assert (row.pace.state, row.pace.expected) == ("behind", 8)
    assert row.by_pattern is not None
    assert (row.by_pattern.expected, row.state, row.year_before) == (0, "on_track", 9)


LOADED: list[Row] = [
    {"lead": "L0", "created": "2026-04-01", "owner": "Ito"},
    {"lead": "L1", "created": "2026-04-02", "owner": "Ito", "handed over": "2026-05-01"},
    {"lead": "L2", "created": "2026-04-03", "owner": "Ito", "handed over": "2026-05-02"},
    {"lead": "L3", "created": "2026-04-04", "owner": "Ito", "handed over": "2026-05-03"},
    {"lead": "L4", "created": "2026-04-05", "owner": "Ito", "handed over": "2026-05-04"},
    {"lead": "L5", "created": "2026-04-06", "owner": "Ito", "handed over": "2026-05-05",
     "sent back": "2026-05-07"},
    # Accepted on the 20th: on the 15th nobody had decided on it.
    {"lead": "L6", "created": "2026-04-07", "owner": "Ito", "handed over": "2026-05-06",
     "accepted": "2026-05-20"},
    {"lead": "K1", "created": "2026-04-08", "owner": "Kato", "handed over": "2026-05-01"},
    {"lead": "N1", "created": "2026-04-09", "handed over": "2026-05-01"},
    {"lead": "N2", "created": "2026-04-09", "handed over": "2026-05-01"},
    {"lead": "N3", "created": "2026-04-09", "handed over": "2026-05-01"},
]  # fmt: skip


def test_what_owners_have_on_the_table(tmp_path: Path) -> None:
    """On 15 May Ito has L1-L4 and L6: 5, and 2 are agreed. L2 was called, L3 has an open deal (of
    which L0 is the primary lead): L1, L4 and L6 may go back, longest waiting first. Two open deals,
    one is agreed: 1 over. Kato has 1. Nobody's table holds what has no owner."""
    crm = Exports(tmp_path)
    crm.bring(
        "2026-05-25",
        leads=LOADED,
        deals=[
            {"deal": "D1", "stage": "Talks", "opened": "2026-05-08", "deal owner": "Ito",
             "deal leads": "L0;L3"},
            {"deal": "D2", "stage": "Won", "opened": "2026-05-08", "closed": "2026-05-16",
             "deal owner": "Ito", "amount": "1"},
            {"deal": "D3", "stage": "Lost", "opened": "2026-05-08", "closed": "2026-05-15",
             "deal owner": "Kato"},
        ],
        activities=[
            {"activity": "A1", "with lead": "L2", "about deal": "", "mailed to": "", "kind": "call",
             "activity outcome": "", "by": "Ito", "done": "2026-05-11"},
            # Before the hand-over, and after the day: neither is a contact of it.
            {"activity": "A2", "with lead": "L1", "about deal": "", "mailed to": "", "kind": "call",
             "activity outcome": "", "by": "Ito", "done": "2026-04-30"},
            {"activity": "A3", "with lead": "L4", "about deal": "", "mailed to": "", "kind": "call",
             "activity outcome": "", "by": "Ito", "done": "2026-05-16"},
        ],
    )  # fmt: skip
    capacity = Capacity(leads_an_owner=2, deals_an_owner=1)
    with crm.opened() as db:
        found = capacity_of(db, date(2026, 5, 15), capacity)
        scored = capacity_of(
            db, date(2026, 5, 15), capacity, {"crm:L4": 50.0, "crm:L6": 10.0, "crm:L1": 90.0}
        )
        free = capacity_of(db, date(2026, 5, 15), Capacity())
    loads = [
        (one.owner, one.leads, one.leads_over, one.deals, one.deals_over, one.stuck)
        for one in found.owners
    ]
    assert loads == [
        ("Ito", 5, 3, 2, 1, 0), (None, 3, None, 0, None, 0), ("Kato", 1, 0, 0, 0, 0),
    ]  # fmt: skip
    back = [(one.lead_id, one.days, one.score) for one in found.take_back]
    assert back == [("crm:L1", 14, None), ("crm:L4", 11, None), ("crm:L6", 9, None)]
    assert [one.lead_id for one in scored.take_back] == ["crm:L6", "crm:L4", "crm:L1"]
    assert [(one.leads, one.leads_over) for one in free.owners] == [
        (5, None), (3, None), (1, None),
    ]  # fmt: skip
    assert free.take_back == ()
    with crm.opened() as db:
        tight = capacity_of(db, date(2026, 5, 15), Capacity(leads_an_owner=1)).owners[0]
    # Four too many, and only three that nobody works on.
    assert (tight.leads_over, len(tight.take_back), tight.stuck) == (4, 3, 1)


def test_what_a_machine_or_the_lead_does_is_no_work_of_sales(tmp_path: Path) -> None:
    """All six wait since 11 May, one is agreed. A was called, B without being reached, and C by the
    deal it is the primary lead of, lost before that: three in work. D got an automatic reply, E
    wrote a mail that came in, F has nothing: these may go back."""
    leads: list[Row] = [
        {"lead": name, "created": "2026-05-01", "owner": "Ito", "handed over": "2026-05-11"}
        for name in "ABCDEF"
    ]
    leads[2] |= {"handed over": "2026-05-01", "handed over again": "2026-05-11"}

    def act(lead: str, kind: str, outcome: str, deal: str = "") -> Row:
        return {"activity": f"{lead}{deal}", "with lead": lead, "about deal": deal, "kind": kind,
                "mailed to": "", "activity outcome": outcome, "by": "Ito",
                "done": "2026-05-13"}  # fmt: skip

    crm = Exports(tmp_path)
    crm.bring(
        "2026-05-25",
        leads=leads,
        deals=[{"deal": "D1", "stage": "Lost", "opened": "2026-05-02", "closed": "2026-05-05",
                "deal leads": "C"}],
        activities=[act("A", "電話", "接続"), act("B", "電話", "不在"),
                    act("", "電話", "接続", "D1"), act("D", "メール", "自動返信"),
                    act("E", "受信メール", "")],
    )  # fmt: skip
    with crm.opened() as db:
        (ito,) = capacity_of(db, date(2026, 5, 20), Capacity(leads_an_owner=1)).owners
        early = capacity_of(db, date(2026, 5, 12), Capacity(leads_an_owner=1)).take_back
    assert (ito.leads, ito.leads_over, ito.stuck) == (6, 5, 2)
    assert [lead.lead_id for lead in ito.take_back] == ["crm:D", "crm:E", "crm:F"]
    # On the 12th nothing was done yet.
    assert [lead.lead_id for lead in early] == [f"crm:{name}" for name in "ABCDE"]
