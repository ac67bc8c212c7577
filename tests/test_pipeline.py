"""Open deals by stage and age, what moved between two days, why deals were lost, who has how many.

Golden results are small enough to check by hand; what moved has to balance whatever the dates say.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.agreement.model import Capacity
from funnel.analysis.durations import State
from funnel.analysis.shares import difference
from funnel.cli import app
from funnel.errors import FunnelError
from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.reports.capacity import capacity_of
from funnel.reports.deal_content import deal_content
from funnel.reports.deal_loads import DealLoad, deal_loads
from funnel.reports.deal_moves import BARS, Bar, DealMoves, deal_moves, moved_rows
from funnel.reports.deal_sums import DealSum, total
from funnel.reports.durations import durations
from funnel.reports.lost_deals import LostReason, lost_deals
from funnel.reports.pipeline import Cell, Pipeline, Winners, open_rows, pipeline, winners_of
from funnel.reports.stalled import stalled
from funnel.reports.waits import WaitsAsked
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import MAPPINGS, bring, real_tables
from tests.uploads import MAPPING, Exports

AS_OF = date(2026, 8, 31)
NEW_YEAR = date(2026, 1, 1)
NONE = DealSum()
WITH_MORE = MAPPING.replace(
    'owner = "deal owner"', 'owner = "deal owner"\nlost_reason = "why lost"'
)


def deal(name: str, stage: str, opened: object = "", closed: object = "", **more: Any) -> Any:
    columns = {"owner": "deal owner", "why": "why lost", "leads": "deal leads"}
    return {
        "deal": name, "stage": stage, "opened": opened, "closed": closed,
        **{columns.get(key, key): value for key, value in more.items()},
    }  # fmt: skip


def call(name: str, day: date, *, lead: str = "", about: str = "") -> Any:
    return {
        "activity": name, "with lead": lead, "about deal": about, "mailed to": "", "kind": "call",
        "activity outcome": "", "by": "", "done": day,
    }  # fmt: skip


def winners() -> list[Any]:
    """Ten deals opened on New Year's day and won after 10, 20, ... 100 days."""
    return [
        deal(f"W{days}", "Won", NEW_YEAR, NEW_YEAR + timedelta(days), amount=1_000)
        for days in range(10, 101, 10)
    ]


def small(folder: Path) -> Exports:
    """The winners; open for 10, 90 and 242 days, and since nobody knows when."""
    exports = Exports(folder)
    exports.bring(
        AS_OF,
        mapping=WITH_MORE,
        leads=[{"lead": "L1", "created": AS_OF}],
        deals=[
            *winners(),
            deal("O1", "Talks", date(2026, 8, 21), amount=100),
            deal("O2", "Talks", date(2026, 6, 2)),
            deal("O3", "Offer", NEW_YEAR, amount=300),
            deal("O4", "Offer", amount=50),
        ],
    )
    return exports


# Kaplan-Meier over the ten and the three that are open: S(50) = 12/13 x 7/11, S(60) = 12/13 x 6/11,
# S(100) = 12/13 x 4/11 x 3/4 x 1/2 = .126, so F ends at .874: half of it, .437, is passed on day
# 60, nine tenths, .787, on day 100.
GOLDEN = Pipeline(
    AS_OF, "ok", True, "JPY", Winners(State.ENOUGH, 10, 60, 100), ("Offer", "Talks"),
    (
        Cell("Offer", "beyond", DealSum(1, 300, 0)),
        Cell("Offer", "undated", DealSum(1, 50, 0)),
        Cell("Talks", "early", DealSum(1, 100, 0)),
        Cell("Talks", "late", DealSum(1, None, 1)),
    ),
)  # fmt: skip


def test_open_deals_stand_by_stage_and_age_and_what_has_no_amount_is_apart(tmp_path: Path) -> None:
    with small(tmp_path).opened() as db:
        found = pipeline(db, AS_OF)
        rows = open_rows(db, AS_OF, found.winners)
    assert found == GOLDEN
    assert found.open == DealSum(4, 450, 1)
    assert found.of_age("beyond") == DealSum(1, 300, 0)
    assert found.of_stage("Talks") == DealSum(2, 100, 1)
    assert list(zip(rows["subject_id"], rows["age"], strict=True)) == [
        ("crm:O3", "beyond"), ("crm:O2", "late"), ("crm:O1", "early"), ("crm:O4", "undated"),
    ]  # fmt: skip


def test_of_a_day_in_the_past_a_closed_deals_stage_is_not_known(tmp_path: Path) -> None:
    """On 10 April W100 was open (it closed on the 11th), as were O3 and O4."""
    with small(tmp_path).opened() as db:
        found = pipeline(db, date(2026, 4, 10))
        (earlier,) = [cell for cell in found.cells if cell.stage is None]
    # Nine had won by then, too few to tell an age by.
    assert found.winners == Winners(State.TOO_FEW, 9, None, None)
    assert found.stages == ("Offer", None)
    assert earlier == Cell(None, "unjudged", DealSum(1, 1_000, 0))
    assert found.open == DealSum(3, 1_350, 0)


def test_the_winners_are_those_of_the_duration_report(company: Database) -> None:
    first, last = date(2025, 1, 1), date(2026, 11, 20)
    asked = WaitsAsked(first, last, last)
    (length,) = [one for one in durations(company, asked) if one.figure == "deal_length"]
    found = winners_of(company, last)
    assert found == Winners(length.state, length.days.won, length.days.median, length.days.p90)
    assert pipeline(company, last).open.deals == stalled(company, last).open_deals > 0


def test_stages_stand_in_the_order_in_which_deals_entered_them(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    deals = [deal("A", "Talks", date(2026, 5, 1)), deal("B", "Offer", date(2026, 5, 1))]
    changes = [
        {"changed deal": name, "new stage": stage, "changed": date(2026, 5, day)}
        for name, day, stage in (("A", 1, "Offer"), ("A", 9, "Talks"), ("B", 1, "Offer"))
    ]
    exports.bring(AS_OF, deals=deals, stage_history=changes)
    with exports.opened() as db:
        assert pipeline(db, AS_OF).stages == ("Offer", "Talks")
        assert pipeline(db, date(2026, 5, 5)).of_stage("Offer").deals == 2


def test_what_moved_adds_up(tmp_path: Path) -> None:
    """In August: A is open all along, B comes, C is won, D comes and is lost, E came without going.

    E's days are reversed: lost in August, opened in September. F is won on no day anybody wrote
    down, G open since nobody knows when.
    """
    august = {"since": date(2026, 8, 1), "until": AS_OF}
    exports = Exports(tmp_path)
    exports.bring(
        date(2026, 9, 30),
        deals=[
            deal("A", "Talks", date(2026, 7, 31), amount=10),
            deal("B", "Talks", date(2026, 8, 1)),
            deal("C", "Won", date(2026, 7, 1), date(2026, 8, 31), amount=200),
            deal("D", "Lost", date(2026, 8, 5), date(2026, 8, 5), amount=3_000),
            deal("E", "Lost", date(2026, 9, 10), date(2026, 8, 10), amount=40_000),
            deal("F", "Won", date(2026, 8, 2), amount=500_000),
            deal("G", "Offer", amount=6),
        ],
    )
    with exports.opened() as db:
        found = deal_moves(db, **august)
        rows = {bar: list(moved_rows(db, bar=bar, **august)["subject_id"]) for bar in BARS}
        with pytest.raises(FunnelError):
            deal_moves(db, AS_OF, date(2026, 8, 1))
    assert found == DealMoves(
        date(2026, 8, 1), AS_OF, "ok", True, "JPY",
        {
            "start": DealSum(3, 216, 0),
            "opened": DealSum(3, 503_000, 1),
            "won": DealSum(1, 200, 0),
            "lost": DealSum(2, 43_000, 0),
            "unclear": DealSum(0, -460_000, 0),
            "end": DealSum(3, 16, 1),
        },
        DealSum(1, 6, 0),
    )  # fmt: skip
    assert rows == {
        "start": ["crm:A", "crm:C", "crm:G"],
        "opened": ["crm:D", "crm:F", "crm:B"],
        "won": ["crm:C"],
        "lost": ["crm:E", "crm:D"],
        "unclear": ["crm:E", "crm:F"],
        "end": ["crm:B", "crm:A", "crm:G"],
    }


def assert_it_balances(db: Database, since: date, until: date) -> DealMoves:
    """Deals, those without an amount, and amounts; the metrics of the period; the rows."""
    found = deal_moves(db, since, until)
    bars = {bar: found.sum(bar) for bar in BARS}

    def rest(of: str) -> int:
        value = {bar: round(100 * (getattr(one, of) or 0)) for bar, one in bars.items()}
        came = value["start"] + value["opened"] + value["unclear"]
        return came - value["won"] - value["lost"] - value["end"]

    assert (rest("deals"), rest("known"), rest("without_amount")) == (0, 0, 0)
    filters = Filters(since, until, until, "period")
    for bar, metric in (("opened", "opportunities"), ("won", "wins")):
        assert figures(db, METRICS[metric], filters)[0].value == bars[bar].deals  # type: ignore[index]
    rate = figures(db, METRICS["win_rate"], filters)[0]
    if rate.denominator is not None:
        assert rate.denominator == bars["won"].deals + bars["lost"].deals
    assert pipeline(db, until).open == bars["end"]
    return found


ANY_DAY = [date(2026, 1, 1) + timedelta(days) for days in range(240)]


@pytest.mark.parametrize("seed", range(3))
def test_any_company_balances_and_every_bar_is_what_a_plain_count_gives(
    tmp_path: Path, seed: int
) -> None:
    """Half of the deals lack a day or an amount, or have their days reversed."""
    draw = random.Random(seed)
    deals = [
        deal(
            str(number), draw.choice(["Won", "Lost", "Talks", "Offer"]),
            draw.choice([*ANY_DAY, *[""] * 60]), draw.choice([*ANY_DAY, *[""] * 60]),
            amount=draw.choice(["", draw.randrange(10**9) / 100]),
        )
        for number in range(300)
    ]  # fmt: skip
    exports = Exports(tmp_path)
    exports.bring(AS_OF, deals=deals)
    with exports.opened() as db:
        for _ in range(20):
            since, until = sorted(draw.sample(ANY_DAY, 2))
            found = assert_it_balances(db, since, until)
            assert {bar: one.deals for bar, one in found.sums.items() if bar != "unclear"} == {
                bar: sum(_stands(each, bar, since, until) for each in deals)
                for bar in BARS
                if bar != "unclear"
            }
            counts = [len(moved_rows(db, since, until, bar)) for bar in ("start", "end")]
            assert counts == [found.sum("start").deals, found.sum("end").deals]


def _stands(row: Any, bar: Bar, since: date, until: date) -> bool:
    outcome = {"Won": "won", "Lost": "lost"}.get(row["stage"], "open")
    opened = row["opened"] or None
    closed = row["closed"] or None if outcome != "open" else None
    began = opened or closed

    def is_open(day: date) -> bool:
        if outcome == "open":
            return began is None or began <= day
        return closed is not None and began is not None and began <= day < closed

    match bar:
        case "start":
            return is_open(since - timedelta(1))
        case "end":
            return is_open(until)
        case "opened":
            return began is not None and since <= began <= until
    return outcome == bar and closed is not None and since <= closed <= until


def test_the_simulated_company_balances_in_every_month(company: Database) -> None:
    ends = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 8, 15), date(2026, 11, 20)]
    for since, until in pairwise(ends):
        found = assert_it_balances(company, since + timedelta(1), until)
        assert min(found.sum(bar).deals for bar in ("start", "opened", "won", "lost", "end")) > 0


def test_maven_balances_and_has_open_deals_without_a_day_or_an_amount(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    files = [real_tables("maven_crm") / f"{name}.csv" for name in ("sales_pipeline", "sales_teams")]
    version = bring(workspace, *files, mapping=MAPPINGS / "maven_crm.toml").version
    with workspace.open(version) as db:
        for month in range(3, 12):
            since, until = date(2017, month, 1), date(2017, month + 1, 1) - timedelta(1)
            found = assert_it_balances(db, since, until)
        # 'Prospecting' has no day, and no open deal an amount: not worth nothing, but not known.
        assert found.undated == DealSum(500, None, 500)
        found = deal_moves(db, date(2017, 12, 1), date(2017, 12, 31))
        assert found.sum("end") == DealSum(2_089, None, 2_089)
        assert pipeline(db, date(2017, 12, 31)).stages == ("Prospecting", "Engaging")


def test_olist_tells_its_wins_alone_and_no_open_deal_is_made_up(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    files = sorted(real_tables("olist").glob("*.csv"))
    version = bring(workspace, *files, mapping=MAPPINGS / "olist.toml").version
    with workspace.open(version) as db:
        since, until = date(2018, 1, 1), date(2018, 3, 31)
        found = deal_moves(db, since, until)
        (wins,) = figures(db, METRICS["wins"], Filters(since, until, until, "period"))
        assert (found.measured, list(found.sums)) == ("won_only", ["won"])
        assert found.sum("won").deals == wins.value > 0
        told = pipeline(db, until)
        assert (told.measured, told.cells, told.winners.state) == (
            "won_only", (), State.NOT_MEASURED,
        )  # fmt: skip
        assert lost_deals(db, since, until).lost is None
        assert deal_loads(db, until, told.winners, Capacity()).measured == "won_only"
        assert deal_content(db, since, until).state == "not_measured"


def test_without_deals_nothing_is_measured(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(AS_OF, leads=[{"lead": "L1", "created": NEW_YEAR}])
    with exports.opened() as db:
        assert pipeline(db, AS_OF).measured == "no_deals"
        assert deal_moves(db, NEW_YEAR, AS_OF).sums == {}


def test_where_no_loss_is_exported_losses_are_not_zero(tmp_path: Path) -> None:
    with small(tmp_path).opened() as db:
        assert list(deal_moves(db, NEW_YEAR, AS_OF).sums) == ["start", "opened", "won", "end"]


def test_lost_deals_stand_by_reason_with_the_stage_they_were_lost_at(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    exports.bring(
        AS_OF,
        mapping=WITH_MORE,
        deals=[
            deal("A", "Lost", july, august, amount=100, why="価格が高い"),
            deal("B", "Lost", july, august, amount=50, why="価格"),
            deal("C", "Lost", july, august, why="連絡途絶"),
            deal("D", "Lost", july, august, amount=7),
            deal("E", "Lost", july, july, amount=9, why="価格"),  # the month before
            deal("F", "Won", july, august, amount=9),
        ],
        stage_history=[
            {"changed deal": name, "new stage": stage, "changed": day}
            for name, stage in (("A", "Offer"), ("C", "Talks"))
            for stage, day in ((stage, date(2026, 7, 9)), ("Lost", august))
        ],
    )
    with exports.opened() as db:
        found = lost_deals(db, august, AS_OF)
        bar = deal_moves(db, august, AS_OF).sum("lost")
    assert found.reasons == (
        LostReason("price", ("価格", "Price"), DealSum(2, 150, 0), (("Offer", 1), (None, 1))),
        LostReason(
            "no_contact", ("連絡がつかない", "No contact"), DealSum(1, None, 1), (("Talks", 1),)
        ),
        LostReason(None, ("理由なし", "No reason"), DealSum(1, 7, 0), ((None, 1),)),
    )
    assert found.lost == bar == DealSum(4, 157, 1)
    assert found.knows_stages


def test_who_is_to_be_helped_stands_first_and_the_others_by_name(tmp_path: Path) -> None:
    """佐藤 has three of at most two. Quiet: no activity for 30 days, or since the deal was opened.

    Of 青木's two one had a call on 20 August, by its lead; a call before it was opened is none.
    """
    opened, exports = date(2026, 7, 1), Exports(tmp_path)
    exports.bring(
        AS_OF,
        mapping=WITH_MORE,
        leads=[{"lead": "L1", "created": NEW_YEAR}, {"lead": "L2", "created": NEW_YEAR}],
        deals=[
            *winners(),
            deal("A1", "Talks", opened, date(2026, 8, 30), owner="青木", amount=1, leads="L1"),
            deal("A2", "Talks", opened, date(2026, 9, 1), owner="青木", amount=2, leads="L2"),
            deal("S1", "Talks", NEW_YEAR, owner="佐藤", amount=3),
            deal("S2", "Talks", opened, owner="佐藤"),
            deal("S3", "Offer", date(2026, 8, 20), owner="佐藤"),
            deal("N1", "Offer", opened, amount=4),
        ],
        sales_activities=[
            call("1", date(2026, 8, 20), lead="L1"),
            call("2", date(2026, 6, 20), lead="L2"),
            call("3", date(2026, 8, 2), about="S1"),
        ],
    )
    agreed = Capacity(deals_an_owner=2)
    with exports.opened() as db:
        found = deal_loads(db, AS_OF, winners_of(db, AS_OF), agreed)
        told = {one.owner: one.deals_over for one in capacity_of(db, AS_OF, agreed).owners}
        assert total(one.sum for one in found.loads) == pipeline(db, AS_OF).open
    assert found.loads == (
        DealLoad("佐藤", DealSum(3, 3, 2), 1, 1, 1, 0),
        DealLoad("青木", DealSum(2, 3, 0), 0, 0, 1, 1),
        DealLoad(None, DealSum(1, 4, 0), None, 0, 1, 0),
    )
    assert found.over == found.loads[:1]
    assert {one.owner: one.over for one in found.loads} == told


def test_without_activities_agreement_or_winners_a_load_is_a_count(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.bring(AS_OF, deals=[deal("A", "Talks", NEW_YEAR, owner="青木")])
    with exports.opened() as db:
        found = deal_loads(db, AS_OF, winners_of(db, AS_OF), Capacity())
    assert found.loads == (DealLoad("青木", DealSum(1, None, 1), None, None, None, None),)


def test_content_of_won_and_lost_deals_is_compared_where_there_are_enough(tmp_path: Path) -> None:
    """20 won, 20 lost: all won and 2 lost deals met the guide, half of each the mail."""
    leads, deals, touches = [], [], []
    for number in range(40):
        is_won = number < 20
        leads.append({"lead": str(number), "created": NEW_YEAR, "source": "Web"})
        deals.append(
            deal(str(number), "Won" if is_won else "Lost", date(2026, 3, 1), date(2026, 4, 1),
                 leads=str(number))
        )  # fmt: skip
        met = ["Guide"] * (is_won or number < 22) + ["Mail"] * (number % 2)
        # What comes after the opening brought nothing about.
        for name, day in [(name, "2026-02-01") for name in met] + [("Late", "2026-03-15")]:
            touches.append(
                {"touched lead": str(number), "touched email": "", "touch": "visit",
                 "campaign": name, "touched": day}
            )  # fmt: skip
    exports = Exports(tmp_path)
    exports.bring(AS_OF, leads=leads, deals=[*deals, deal("X", "Won", NEW_YEAR, AS_OF)],
                  touches=touches)  # fmt: skip
    with exports.opened() as db:
        found = deal_content(db, NEW_YEAR, AS_OF)
        few = deal_content(db, date(2026, 5, 1), AS_OF)
    assert (found.state, found.won, found.lost, found.all_names) == ("ok", 20, 20, 2)
    told = [(one.name, one.won, one.lost, one.difference.verdict) for one in found.names]
    assert told == [("Guide", 20, 2, "more"), ("Mail", 10, 10, "not_clear")]
    assert (few.state, few.won) == ("no_names", 0)


def test_the_range_of_a_difference_is_newcombes() -> None:
    """56/70 against 48/80: .20, from .0524 to .3339 (Newcombe 1998, table II, method 10)."""
    found = difference((56, 70), (48, 80))
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.verdict == "more"
    assert difference((56, 70), (48, 80), looks=8).verdict == "not_clear"
    assert difference((9, 9), (0, 50)).verdict == "too_few"
    assert difference((0, 0), (5, 50)).value is None


def test_the_command_says_what_the_page_says(tmp_path: Path) -> None:
    """In August O1 was opened: three were open before, four are after, one has no amount."""
    home = small(tmp_path).workspace.home
    environment = {"FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"}
    asked = ["deals", "--since", "2026-08-01", "--until", "2026-08-31"]
    told = json.loads(CliRunner().invoke(app, [*asked, "--json"], env=environment).stdout)
    assert told["moves"]["bars"] == {
        "start": {"deals": 3, "amount": 350, "without_amount": 1},
        "opened": {"deals": 1, "amount": 100, "without_amount": 0},
        "won": {"deals": 0, "amount": 0, "without_amount": 0},
        "end": {"deals": 4, "amount": 450, "without_amount": 1},
    }
    assert told["open"]["winners"] == {"state": "enough", "won": 10, "median": 60, "p90": 100}
    assert (told["measured"], told["lost"], told["owners"]["most"]) == ("ok", None, None)
    lines = CliRunner().invoke(app, asked, env=environment).stdout.splitlines()
    assert lines[0].split() == [
        "open",
        "before",
        "3",
        "350",
        "JPY",
        "(1",
        "without",
        "an",
        "amount)",
    ]
    earlier = [*asked[:3], "--as-of", "2026-08-10", "--json"]
    told = json.loads(CliRunner().invoke(app, earlier, env=environment).stdout)
    assert (told["until"], told["open"]["deals"]) == ("2026-08-10", 3)
