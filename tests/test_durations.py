"""Deal length, lead time, time in stages and stalled deals: from exports to figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.analysis.durations import State, Verdict
from funnel.cli import app
from funnel.reports.durations import Duration, durations
from funnel.reports.stalled import Stalled, stalled
from funnel.reports.waits import Split, WaitsAsked
from funnel.store.database import Database
from tests.conftest import MAPPINGS, real_tables
from tests.uploads import Exports, Row

FIRST = date(2026, 1, 5)


def day(number: int) -> str:
    return (FIRST + timedelta(number)).isoformat()


def deal(
    name: str, opened: int, outcome: str = "Talks", closed: int | None = None, **more: Any
) -> Row:
    ended = {} if closed is None else {"closed": day(closed)}
    return {"deal": name, "stage": outcome, "opened": day(opened), **ended, **more}


def moved(name: str, stage: str, on: int) -> Row:
    return {"changed deal": name, "new stage": stage, "changed": day(on)}


@pytest.fixture
def crm(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def asked(since: int, until: int, as_of: int, by: Split | None = None) -> WaitsAsked:
    first, last, seen = (date.fromisoformat(day(number)) for number in (since, until, as_of))
    return WaitsAsked(first, last, seen, by)


def figure(found: Sequence[Duration], name: str, subject: str = "deal") -> Duration:
    (one,) = [d for d in found if (d.figure, d.subject) == (name, subject)]
    return one


TWELVE = [
    # Won after 5, 10, ... 60 days, opened on day 0; two lost, two open, one opened late.
    *(
        deal(f"W{n}", 0, "Won", 5 * n, **{"deal owner": "A" if n % 2 else "B"})
        for n in range(1, 13)
    ),
    deal("L1", 0, "Lost", 7, **{"deal owner": "A"}),
    deal("L2", 0, "Lost", 90, **{"deal owner": "B"}),
    deal("O1", 0, **{"deal owner": "A"}),
    deal("O2", 30, **{"deal owner": "B"}),
    deal("L3", 1, "Lost", **{"deal owner": "A"}),
]


def test_deal_length_with_open_and_lost_deals_in_account(crm: Exports) -> None:
    crm.bring(day(200), deals=TWELVE)
    with crm.opened() as db:
        found = figure(durations(db, asked(0, 200, 200)), "deal_length")
    days = found.days
    # L3 is lost without a day: left out and counted. All others were watched for 170 days or more,
    # so every win divides the same: the 6th, 10th and 11th of 12 are at half, 80 % and 90 %.
    assert (days.entered, days.won, days.lost, days.open) == (16, 12, 2, 2)
    assert (days.median, days.p80, days.p90) == (30, 50, 55)
    assert days.share == pytest.approx(12 / 16)
    assert (found.undated, found.state, found.method) == (1, State.ENOUGH, "losses_at_risk")
    assert found.plain.won == 12
    assert (found.plain.mean, found.plain.median) == (32.5, 32.5)


def test_what_happened_later_is_not_known(crm: Exports) -> None:
    crm.bring(day(200), deals=TWELVE)
    with crm.opened() as db:
        days = figure(durations(db, asked(0, 200, 40)), "deal_length").days
    # On day 40 eight had won (the last on it), one was lost, O2 had been open for 10 days: day 5
    # 1 of 16, day 10 1 of 15, then without O2: 1 of 13 of what is left, and so on down to 1 of 8.
    left, share = 1.0, []
    for at_risk in (16, 15, 13, 12, 11, 10, 9, 8):
        left *= 1 - 1 / at_risk
        share.append(1 - left)
    assert (days.entered, days.won, days.lost, days.open) == (16, 8, 1, 7)
    assert days.share == pytest.approx(share[-1])
    assert days.median == 5 * (1 + sum(f < share[-1] / 2 for f in share))
    assert days.state is State.TOO_FEW


def test_by_owner_and_by_month(crm: Exports) -> None:
    crm.bring(day(200), deals=TWELVE)
    with crm.opened() as db:
        owners = {
            d.group["owner"]: (d.days.entered, d.days.won, d.days.lost, d.days.open, d.undated)
            for d in durations(db, asked(0, 200, 200, "owner"))
            if d.figure == "deal_length"
        }
        months = {
            d.group["month"]: (d.days.entered, d.plain.won, d.state)
            for d in durations(db, asked(0, 200, 200, "month"))
            if d.figure == "deal_length"
        }
    assert owners == {"A": (8, 6, 1, 1, 1), "B": (8, 6, 1, 1, 0)}
    # Opened in January (day 0) and on 2026-02-04 (day 30); won from January to March.
    assert months == {
        "2026-01": (15, 5, State.ENOUGH),
        "2026-02": (1, 5, State.TOO_FEW),
        "2026-03": (0, 2, State.STRAGGLERS),
    }


def test_lead_time_leaves_leads_that_never_win_at_risk(crm: Exports) -> None:
    leads = [
        {
            "lead": f"{n}",
            "created": day(0),
            "lead deals": f"D{n}" if n < 10 else "",
            "source": "Web",
        }
        for n in range(20)
    ]
    leads[15] |= {"handed over": day(3), "status": "Unqualified", "sent back": ""}
    crm.bring(
        day(300),
        leads=leads,
        deals=[deal(f"D{n}", 20, "Won", 30 + n) for n in range(10)],
    )
    with crm.opened() as db:
        found = figure(durations(db, asked(0, 300, 300, "source")), "lead_time", "lead")
        by_product = figure(durations(db, asked(0, 300, 300, "product")), "lead_time", "lead")
        by_lane = figure(durations(db, asked(0, 300, 300, "lane")), "lead_time", "lead")
    # Won on days 30 to 39 by half of 20: the fifth, eighth and ninth are median, P80 and P90.
    assert (found.group, found.days.entered, found.days.won) == ({"source": "Web"}, 20, 10)
    assert (found.days.median, found.days.p80, found.days.p90) == (34, 37, 38)
    assert found.days.share == pytest.approx(0.5)
    # Only leads with a deal would have a product: of them all win, which says nothing.
    assert by_product.state is State.NOT_MEASURED
    assert (by_lane.group, by_lane.days.entered) == ({"lane": "marketing"}, 20)


def test_time_in_the_stages_of_the_funnel(crm: Exports) -> None:
    leads = [
        {"lead": f"{n}", "created": day(0), "mql": day(n), "handed over": day(n + 2)}
        for n in range(1, 13)
    ]
    leads.append({"lead": "sales took it at once", "created": day(0), "handed over": day(9)})
    leads.append({"lead": "waits", "created": day(0), "mql": day(1)})
    crm.bring(day(100), leads=leads, deals=[deal("1", 99)])
    with crm.opened() as db:
        found = durations(db, asked(0, 100, 100))
    lead, mql = figure(found, "lead", "lead").days, figure(found, "mql", "lead").days
    # 14 leads moved on, on days 1, 1, 2, ... 9, 9, ... 12: the seventh on day 6.
    assert (lead.entered, lead.won, lead.median) == (14, 14, 6)
    # The skipped MQL has no time in it. 12 took 2 days, one waits.
    assert (mql.entered, mql.won, mql.open, mql.median, mql.p90) == (13, 12, 1, 2, 2)
    assert figure(found, "accepted", "lead").state is State.NOT_MEASURED


STAYS = """
    select split_part(deal_id, ':', 2), stage, entered_on, left_on, left_as, evidence
    from deal_stage_stays order by deal_id, stay
"""


def test_stays_in_the_stages_of_deals_from_their_history(crm: Exports) -> None:
    crm.bring(
        day(50),
        deals=[
            deal("1", 0, "Won", 20),
            deal("2", 0, "Lost", 9),
            deal("3", 5, "Offer"),
            deal("4", 6, "Talks"),
        ],
        stage_history=[
            moved("1", "Talks", 0), moved("1", "Offer", 4), moved("1", "Won", 20),
            moved("2", "Talks", 0),
            moved("3", "Talks", 5), moved("3", "Offer", 7), moved("3", "Talks", 8),
            moved("3", "Offer", 30),
        ],
    )  # fmt: skip
    assert crm.rows(STAYS) == [
        ("1", "Talks", day(0), day(4), "moved", "recorded"),
        ("1", "Offer", day(4), day(20), "won", "recorded"),
        ("2", "Talks", day(0), day(9), "lost", "recorded"),
        ("3", "Talks", day(5), day(7), "moved", "recorded"),
        ("3", "Offer", day(7), day(8), "moved", "recorded"),
        ("3", "Talks", day(8), day(30), "moved", "recorded"),
        ("3", "Offer", day(30), None, None, "recorded"),
        ("4", "Talks", day(6), None, None, "recorded"),
    ]
    with crm.opened() as db:
        talks = figure(durations(db, asked(0, 50, 50)), "Talks").days
    # Moved on after 4, 2 and 22 days; one lost, one still there.
    assert (talks.entered, talks.won, talks.lost, talks.open, talks.median) == (5, 3, 1, 1, 4)


def test_stays_seen_between_uploads_begin_where_they_were_seen(crm: Exports) -> None:
    crm.bring(day(10), deals=[deal("1", 0), deal("2", 0)])
    crm.bring(day(17), deals=[deal("1", 0, "Offer"), deal("2", 0), deal("3", 12)])
    crm.bring(day(24), deals=[deal("1", 0, "Won", 22), deal("2", 0), deal("3", 12)])
    # Since when 1 and 2 were in talks on the first upload nobody knows.
    assert crm.rows(STAYS) == [
        ("1", "Offer", day(17), day(24), "won", "snapshot"),
        ("3", "Talks", day(17), None, None, "snapshot"),
    ]


def stages(count: int, stay: int) -> tuple[list[Row], list[Row]]:
    """Deals in talks for 1 to `count` days, times `stay`, then won after a day of offer."""
    deals, history = [], []
    for n in range(1, count + 1):
        name, left = f"done {n}", stay * n
        deals.append(deal(name, 0, "Won", left + 1))
        history += [
            moved(name, "Talks", 0),
            moved(name, "Offer", left),
            moved(name, "Won", left + 1),
        ]
    return deals, history


def test_stalled_deals_by_their_stage_and_as_of_a_day_in_the_past(crm: Exports) -> None:
    deals, history = stages(20, 1)
    deals += [
        deal("slow", 40, "Won", 90, amount=300, **{"deal owner": "Sato"}),
        deal("just in", 55, "Talks", amount=100),
        deal("offered", 30, "Offer", amount=700, **{"deal owner": "Mori"}),
    ]
    history += [
        moved("slow", "Talks", 40), moved("slow", "Won", 90),
        moved("just in", "Talks", 55),
        moved("offered", "Talks", 30), moved("offered", "Offer", 31),
    ]  # fmt: skip
    crm.bring(day(100), deals=deals, stage_history=history)
    with crm.opened() as db:
        found = stalled(db, date.fromisoformat(day(60)))
    # On day 60 `slow` was still in talks, for 20 days. In talks were 23 by then, 21 moved on; F is
    # 21 shares: 80 % of it, the 17th, was reached after 16 days (1, 1, 2, ... 20). An offer takes
    # a day, and one has been waiting for 29.
    assert [
        (d.deal_id, d.stage, d.owner, d.amount, d.measured_by, d.days, d.limit, d.days_over)
        for d in found.deals
    ] == [
        ("crm:offered", "Offer", "Mori", 700, "Offer", 29, 1, 28),
        ("crm:slow", "Talks", "Sato", 300, "Talks", 20, 16, 4),
    ]
    assert (found.open_deals, found.unjudged, found.amount) == (3, 0, 1000)


def test_without_stages_a_deal_is_stalled_by_its_length(crm: Exports) -> None:
    crm.bring(day(200), deals=TWELVE)
    with crm.opened() as db:
        found = stalled(db, date.fromisoformat(day(200)))
        early = stalled(db, date.fromisoformat(day(40)))
    # The P80 of the length is 50 days: O1 is open for 200, O2 for 170. L3 is over, since when is
    # not known.
    assert [(d.deal_id, d.measured_by, d.days, d.limit) for d in found.deals] == [
        ("crm:O1", "deal_length", 200, 50),
        ("crm:O2", "deal_length", 170, 50),
    ]
    # On day 40 eight had won, too few for a limit: nothing is called stalled, and it is said.
    assert (early.deals, early.open_deals, early.unjudged, early.state) == (
        (), 7, 7, State.TOO_FEW,
    )  # fmt: skip


def test_a_deal_as_long_as_four_in_five_is_not_stalled_yet(crm: Exports) -> None:
    """With three more open for some 55 days the wins of day 55 and 60 weigh more: P80 is 55."""
    late = [deal(f"D{days}", 200 - days) for days in (54, 55, 56)]
    crm.bring(day(200), deals=[*TWELVE, *late])
    with crm.opened() as db:
        found = stalled(db, date.fromisoformat(day(200)))
    assert [(d.deal_id, d.days, d.limit) for d in found.deals][2:] == [("crm:D56", 56, 55)]


def test_open_deals_nobody_dated_are_counted_and_not_judged(crm: Exports) -> None:
    undated = {"deal": "U1", "stage": "Talks"}
    crm.bring(day(200), deals=[*TWELVE, undated])
    with crm.opened() as db:
        found = stalled(db, date.fromisoformat(day(200)))
    assert [d.deal_id for d in found.deals] == ["crm:O1", "crm:O2"]
    assert (found.open_deals, found.unjudged) == (3, 1)
    printed = run(crm.folder / "workspace", "stalled", "--as-of", day(200)).splitlines()
    assert printed[0] == "2 of 3 open deals are stalled (1 cannot be judged)."
    assert "Talks                open for 200 days; 4 in 5 take 50 " in printed[1]


def test_only_won_deals_are_estimated_in_reverse_time(crm: Exports) -> None:
    # One deal is opened each day and takes 10 or 30 days by turns; known are those won by day 60.
    lengths = {n: 10 if n % 2 else 30 for n in range(1, 61)}
    rows = [deal(f"{n}", n, "Won", n + took) for n, took in lengths.items() if n + took <= 60]
    crm.bring(day(60), deals=rows)
    with crm.opened() as db:
        found = figure(durations(db, asked(0, 60, 60)), "deal_length")
        in_past = figure(durations(db, asked(0, 60, 40)), "deal_length")
        nothing_open = stalled(db, date.fromisoformat(day(40)))
    # 25 short ones and 15 long ones are seen. Of those watched for 30 days (opened by day 30) 15
    # took 30 days and 15 less, so it is half and half, not 25 to 15.
    assert (found.method, found.days.entered, found.days.won) == ("reverse_time", 40, 40)
    assert (found.days.median, found.days.p80, found.days.share) == (10, 30, None)
    assert found.plain.mean == (25 * 10 + 15 * 30) / 40
    # Cut on day 40 the export would have held the 15 short and 5 long ones won by then, no more.
    assert (in_past.days.entered, in_past.days.open) == (20, 0)
    assert (nothing_open.open_deals, nothing_open.state) == (0, State.NOT_MEASURED)


def test_shorter_than_a_year_before_is_said_only_with_certainty(crm: Exports) -> None:
    rows = []
    for n in range(40):
        rows.append(deal(f"then {n}", n, "Won", n + 50 + n % 7))
        rows.append(deal(f"now {n}", 365 + n, "Won", 365 + n + 20 + n % 7))
        rows.append(deal(f"old {n}", n - 300, "Won", n - 280 + n % 7))
    crm.bring(day(500), deals=rows)
    with crm.opened() as db:
        now = figure(durations(db, asked(365, 404, 500)), "deal_length")
        steady = figure(durations(db, asked(-300, -261, -100)), "deal_length")
    # n % 7 of 0 to 39 has the median 3, so 53 days then and 23 now.
    assert now.year_before is not None
    assert now.change is not None
    assert (now.days.median, now.year_before.median) == (23, 53)
    assert (now.change.days, now.change.verdict) == (-30, Verdict.SHORTER)
    assert now.change.high < 0
    # A year before the first deal there is nothing to compare with.
    assert (steady.year_before, steady.change) == (None, None)


def test_a_day_in_the_past_equals_exports_cut_on_it(tmp_path: Path) -> None:
    whole, cut, at = Exports(tmp_path / "whole"), Exports(tmp_path / "cut"), 110
    names = [f"{n}" for n in range(60)]
    opened = {name: 2 * n for n, name in enumerate(names)}
    closed = {name: opened[name] + 5 + (7 * n) % 40 for n, name in enumerate(names)}
    won = {name: "Won" if n % 3 else "Lost" for n, name in enumerate(names)}

    def export(crm: Exports, on: int) -> None:
        deals, history = [], []
        for name in names:
            steps = [
                ("Talks", opened[name]),
                ("Offer", opened[name] + 3),
                (won[name], closed[name]),
            ]
            seen = [(stage, when) for stage, when in steps if when <= on]
            history += [moved(name, stage, when) for stage, when in seen]
            if seen:
                is_over = seen[-1][0] in ("Won", "Lost")
                deals.append(
                    deal(name, opened[name], seen[-1][0], closed[name] if is_over else None)
                )
        crm.bring(day(on), deals=deals, stage_history=history)

    export(whole, 200)
    export(cut, at)

    def told(crm: Exports) -> tuple[list[Duration], Stalled]:
        with crm.opened() as db:
            return durations(db, asked(0, at, at)), stalled(db, date.fromisoformat(day(at)))

    assert told(whole) == told(cut)
    assert len(told(cut)[1].deals) > 0


def plain_quantile(rows: list[tuple[date, str, date | None]], as_of: date, q: float) -> int:
    """The winners' quantile by its definition, deal by deal and day by day."""
    left, share = 1.0, []
    horizon = max((as_of - opened).days for opened, _, _ in rows)
    for t in range(horizon + 1):
        won = waiting = 0
        for opened, outcome, closed in rows:
            is_won = outcome == "won" and closed is not None and closed <= as_of
            until = ((closed if is_won else as_of) - opened).days
            waiting += until >= t
            won += is_won and until == t
        left *= 1 - won / waiting if waiting else 1
        share.append(1 - left)
    return next(t for t, f in enumerate(share) if f >= q * share[-1] - 1e-12)


def test_a_simulated_companys_deal_length_deal_by_deal(company: Database) -> None:
    since, until = date(2025, 9, 1), date(2026, 6, 30)
    rows = company.rows(
        "select opened_on, outcome, closed_on from deals "
        f"where opened_on between date '{since}' and date '{until}'"
    )
    for as_of in (date(2026, 6, 30), date(2026, 11, 20)):
        found = figure(durations(company, WaitsAsked(since, until, as_of)), "deal_length").days
        assert found.entered == len(rows)
        assert [found.median, found.p80, found.p90] == [
            plain_quantile(rows, as_of, q) for q in (0.5, 0.8, 0.9)
        ]


def test_entered_is_won_and_lost_and_open_in_every_group(company: Database) -> None:
    period = (date(2025, 5, 1), date(2026, 11, 20), date(2026, 11, 20))
    whole = {(d.figure, d.subject): d.days for d in durations(company, WaitsAsked(*period))}
    splits: tuple[Split, ...] = ("source", "owner", "lane", "month")
    for by in splits:
        groups = durations(company, WaitsAsked(*period, by))
        for d in groups:
            days = d.days
            assert days.entered == days.won + days.lost + days.open
        for key, days in whole.items():
            parts = [d.days for d in groups if (d.figure, d.subject) == key]
            assert sum(part.entered for part in parts) == days.entered
            assert sum(part.won for part in parts) == days.won


def run(home: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(app, arguments, env={"FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"})
    assert result.exit_code == 0, result.output
    return json.loads(result.output) if "--json" in arguments else result.output


def test_the_command_line_tells_figures_and_stalled_deals(crm: Exports) -> None:
    crm.bring(day(200), deals=TWELVE)
    home = crm.folder / "workspace"
    found = run(home, "durations", "--as-of", day(200), "--json")
    (length,) = [f for f in found if f["figure"] == "deal_length"]
    names = ("n", "won", "lost", "open", "median", "p80", "p90")
    assert [length[name] for name in names] == [16, 12, 2, 2, 30, 50, 55]
    assert length["text"].startswith(
        "Of those that were won in the end, half had been won by day 30 (80% interval "
    )
    assert ". Of 16, 12 were won, 2 ended otherwise, 2 are open. " in length["text"]
    assert length["text"].endswith("1 are over without a date and left out.")
    assert {f["state"] for f in found if f["figure"] == "lead_time"} == {"not measured"}
    groups = run(home, "durations", "--as-of", day(200), "--by", "owner", "--json")
    assert [f["group"] for f in groups if f["figure"] == "deal_length"] == [
        {"owner": "A"}, {"owner": "B"},
    ]  # fmt: skip
    told = run(home, "stalled", "--as-of", day(200), "--json")
    assert (told["open"], told["stalled"], told["unjudged"]) == (2, 2, 0)
    assert told["deals"][0] == {
        "deal_id": "crm:O1", "stage": "Talks", "owner": "A", "source": None, "product": None,
        "lane": None, "amount": None, "opened_on": day(0), "entered_on": None,
        "measured_by": "deal_length", "days": 200, "limit": 50, "days_over": 150,
    }  # fmt: skip
    printed = run(home, "durations", "--as-of", day(200))
    assert "Deal length: Of those that were won in the end" in printed
    assert "2 of 2 open deals are stalled" in run(home, "stalled", "--as-of", day(200))


def test_olists_stragglers_are_no_slowdown(tmp_path: Path) -> None:
    files = sorted(map(str, real_tables("olist").glob("*.csv")))
    run(tmp_path, "import", *files, "--mapping", str(MAPPINGS / "olist.toml"))
    found = run(tmp_path, "durations", "--by", "month", "--json")
    months = {f["group"]["month"]: f for f in found if f["figure"] == "lead_time"}
    late = {month: f for month, f in months.items() if month >= "2018-06"}
    # From 2018-06 on there are wins and no leads: no length of theirs, and why the mean climbs.
    names = ("n", "median", "state")
    assert list(late) == [f"2018-{month:02}" for month in range(6, 12)]
    assert {tuple(f[name] for name in names) for f in late.values()} == {
        (0, None, "stragglers only")
    }
    assert [f["plain"]["n"] for f in late.values()] == [57, 37, 33, 23, 21, 6]
    assert round(late["2018-11"]["plain"]["mean"]) == 249
    assert "although nothing slowed down" in late["2018-11"]["text"]
    # The cohorts: all leads of a month and their wins so far, as README of the tables has them.
    cohorts = [f for month, f in months.items() if "2018-01" <= month < "2018-06"]
    assert [(f["n"], f["won"]) for f in cohorts] == [
        (1141, 152), (1028, 149), (1174, 167), (1352, 183), (1303, 130),
    ]  # fmt: skip
    # No win is recorded before 2017-12-05, though a hundred should have been by then.
    assert {f["recorded_from"] for f in months.values()} == {"2017-12-05"}
    assert {f["state"] for f in found if f["figure"] == "deal_length"} == {"not measured"}


def test_mavens_deal_length_with_its_open_deals(tmp_path: Path) -> None:
    folder = real_tables("maven_crm")
    files = [str(folder / f"{name}.csv") for name in ("sales_pipeline", "sales_teams")]
    run(tmp_path, "import", *files, "--mapping", str(MAPPINGS / "maven_crm.toml"))
    (length,) = [f for f in run(tmp_path, "durations", "--json") if f["figure"] == "deal_length"]
    assert [length[name] for name in ("n", "won", "lost", "open")] == [8300, 4238, 2473, 1589]
    assert (round(length["plain"]["mean"], 2), length["plain"]["median"]) == (51.78, 57)
    rows = _maven(folder)
    assert len(rows) == 8300
    assert [length["median"], length["p80"], length["p90"]] == [
        plain_quantile(rows, date(2017, 12, 31), q) for q in (0.5, 0.8, 0.9)
    ]
    # Deals opened since 2016-10 but none closed before 2017-03: the export is cut there.
    assert length["recorded_from"] == "2017-03-01"
    products = run(tmp_path, "durations", "--by", "product", "--json")
    assert {f["group"]["product"] for f in products if f["figure"] == "deal_length"} == {
        "GTK 500", "GTX Basic", "GTX Plus Basic", "GTX Plus Pro", "GTXPro", "MG Advanced",
        "MG Special",
    }  # fmt: skip


def _maven(folder: Path) -> list[tuple[date, str, date | None]]:
    lines = (folder / "sales_pipeline.csv").read_text("utf-8").splitlines()
    cells = [line.split(",") for line in lines[1:]]
    return [
        (date.fromisoformat(c[5]), c[4].lower(), date.fromisoformat(c[6]) if c[6] else None)
        for c in cells
        if c[5]
    ]
