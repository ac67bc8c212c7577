"""The open deals as known on a day, by the stage they are in and by how long they are open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from funnel.analysis.durations import Sampling, State, estimate
from funnel.analysis.incidence import Stays
from funnel.metrics.query import currency
from funnel.reports.deal_sums import DealSum, total
from funnel.reports.stalled import OPEN
from funnel.store.database import Database

if TYPE_CHECKING:
    import pandas as pd

Age = Literal["early", "late", "beyond", "unjudged", "undated"]
AGES: tuple[Age, ...] = get_args(Age)
Measured = Literal["ok", "won_only", "no_deals"]
NO_RANGE = Sampling(draws=0)

HELD = """
select
    count(*) as deals,
    coalesce(bool_or(outcome = 'open' or (outcome = 'lost' and opened_on is not null)), false)
        as shows_open,
    count(amount) as amounts
from deals
"""
LENGTHS = """
with known as (
    select
        opened_on,
        case
            when outcome = 'won' and closed_on <= $as_of then 1
            when outcome = 'lost' and closed_on <= $as_of then 2
            else 0
        end as ended_as,
        closed_on
    from deals
    where opened_on <= $as_of and (outcome = 'open' or closed_on is not null)
)

select
    date_diff('day', opened_on, case when ended_as = 0 then $as_of else closed_on end) as ended,
    ended_as,
    date_diff('day', opened_on, $as_of) as watched,
    0 as late,
    count(*) as number
from known
group by 1, 2, 3
"""
CELLS = """
select
    stage,
    case
        when days_open is null then 'undated'
        when cast($p90 as integer) is null then 'unjudged'
        when days_open <= $median then 'early'
        when days_open <= $p90 then 'late'
        else 'beyond'
    end as age,
    count(*) as deals,
    sum(amount) as amount,
    count(*) - count(amount) as without_amount
from ({open_deals}) as open_deals
group by 1, 2
order by 1, 2
"""
ROWS = """
select
    open_deals.stage,
    case
        when open_deals.days_open is null then 'undated'
        when cast($p90 as integer) is null then 'unjudged'
        when open_deals.days_open <= $median then 'early'
        when open_deals.days_open <= $p90 then 'late'
        else 'beyond'
    end as age,
    open_deals.days_open as days,
    open_deals.amount,
    open_deals.owner,
    open_deals.source,
    open_deals.product,
    open_deals.opened_on as day,
    coalesce(deals.company, leads.company) as company,
    leads.person,
    open_deals.deal_id as subject_id
from ({open_deals}) as open_deals
inner join deals on open_deals.deal_id = deals.deal_id
left join leads on deals.lead_id = leads.lead_id
order by open_deals.days_open desc nulls last, open_deals.deal_id
"""
ENTERED = """
select
    stage,
    avg(stay) as place
from deal_stage_stays
where entered_on <= $as_of
group by stage
"""
USUAL_ORDER = (
    r"prospect|見込|アプローチ|初回|アポ|new|新規",
    r"ヒアリング|qualif|discover|need|engag|要件|課題",
    r"提案|propos|demo|デモ|value|solution|プレゼン|present",
    r"見積|quot|pric",
    r"稟議|決裁|decision|検討|perception",
    r"最終|調整|交渉|negotia|review|契約|contract|クロージ|closing|commit|内示|口頭",
)
"""Words of the stages that most tools begin with, in their order, for exports without a history."""


@dataclass(frozen=True)
class Winners:
    """Days from opened to won of all deals that win, those still open in account.

    `median` and `p90` are None where `state` is not `ENOUGH`: no age can be told by them then.
    """

    state: State
    won: int
    median: int | None
    p90: int | None


@dataclass(frozen=True)
class Cell:
    """The open deals of one stage and age; a `stage` of None is not known of that day."""

    stage: str | None
    age: Age
    sum: DealSum


@dataclass(frozen=True)
class Pipeline:
    """Open deals at the end of `as_of`; amounts are today's: exports do not tell what they were.

    `stages` are in the order of the way, as far as it can be told, the one not known last. Ages are
    days since a deal was opened: `early` up to the winners' median, `late` up to their P90,
    `beyond` above; `unjudged` where the winners' length cannot be told, `undated` where nobody
    wrote the day down.

    `measured` says what the exports tell: `won_only` ones hold no open deal, which is not none.
    """

    as_of: date
    measured: Measured
    has_amounts: bool
    currency: str
    winners: Winners
    stages: tuple[str | None, ...]
    cells: tuple[Cell, ...]

    @property
    def open(self) -> DealSum:
        return total(cell.sum for cell in self.cells)

    def of_age(self, *ages: Age) -> DealSum:
        """Of all stages."""
        return total(cell.sum for cell in self.cells if cell.age in ages)

    def of_stage(self, stage: str | None) -> DealSum:
        """Of all ages."""
        return total(cell.sum for cell in self.cells if cell.stage == stage)


def pipeline(db: Database, as_of: date) -> Pipeline:
    """The open deals at the end of `as_of` by stage and age, against how long winners took."""
    measured, has_amounts = measures(db)
    winners = winners_of(db, as_of)
    cells: tuple[Cell, ...] = ()
    if measured == "ok":
        cells = tuple(
            Cell(row["stage"], row["age"], DealSum.of(row))
            for row in db.records(CELLS.format(open_deals=OPEN), _parameters(as_of, winners))
        )
    stages = _in_order(db, as_of, {cell.stage for cell in cells})
    return Pipeline(as_of, measured, has_amounts, currency(db), winners, stages, cells)


def open_rows(db: Database, as_of: date, winners: Winners) -> pd.DataFrame:
    """The open deals themselves, the oldest first.

    Columns: stage, age, days, amount, owner, source, product, day, company, person, subject_id.
    """
    return db.frame(ROWS.format(open_deals=OPEN), _parameters(as_of, winners))


def measures(db: Database) -> tuple[Measured, bool]:
    """What the exports tell of open deals, and whether any deal has an amount."""
    (row,) = db.records(HELD)
    measured: Measured = (
        "no_deals" if not row["deals"] else "ok" if row["shows_open"] else "won_only"
    )
    return measured, bool(row["amounts"])


def winners_of(db: Database, as_of: date) -> Winners:
    """How long winners take, of all deals opened by `as_of`, as `durations` estimates it."""
    if measures(db)[0] != "ok":
        return Winners(State.NOT_MEASURED, 0, None, None)
    found = estimate(Stays.of(db.rows(LENGTHS, {"as_of": as_of})), sampling=NO_RANGE)
    is_enough = found.state is State.ENOUGH
    return Winners(
        found.state, found.won, found.median if is_enough else None,
        found.p90 if is_enough else None,
    )  # fmt: skip


def _parameters(as_of: date, winners: Winners) -> dict[str, object]:
    return {"as_of": as_of, "median": winners.median, "p90": winners.p90}


def _in_order(db: Database, as_of: date, stages: set[str | None]) -> tuple[str | None, ...]:
    """By when deals entered them, where history tells of all; else by what they are called."""
    named = sorted(stage for stage in stages if stage is not None)
    places = dict(db.rows(ENTERED, {"as_of": as_of}))
    if not all(stage in places for stage in named):
        places = {stage: _usual_place(stage, USUAL_ORDER) for stage in named}
    named.sort(key=lambda stage: places[stage])
    return (*named, None) if None in stages else tuple(named)


def _usual_place(stage: str, words: Sequence[str]) -> int:
    said = stage.casefold()
    return next((at for at, word in enumerate(words) if re.search(word, said)), len(words))
