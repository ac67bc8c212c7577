"""What leads of each band of scores became, and what another threshold of an MQL would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from funnel.agreement.model import Agreement
from funnel.analysis.thresholds import Band, Review, review
from funnel.analysis.triangles import Curve, Row, life_table, triangle_of
from funnel.metrics.query import currency, measured_by
from funnel.reports.worth import stage_worths
from funnel.store.database import Database

WIDTH = 10
"""Points of a band; one begins at today's threshold, so that none lies on both sides of it."""
WEEKS = 104
"""Who became an MQL in so many weeks counts; a lead that did not, by its creation."""

COUNTED = """
with told as (
    select
        case when $score = 'exported' then scores.exported else scores.computed end as score,
        date_diff('day', mqls.entered_on, $as_of) // 7 as mql_week,
        case when sqls.entered_on <= $as_of then date_diff('day', sqls.entered_on, $as_of) // 7 end
            as sql_week,
        date_diff('day', leads.created_on, $as_of) // 7 as created_week
    from scores
    inner join leads on scores.lead_no = leads.lead_no
    left join stage_entries as mqls
        on
            leads.lead_id = mqls.subject_id
            and mqls.stage = 'mql'
            and mqls.is_first
            and mqls.entered_on <= $as_of
    left join stage_entries as sqls
        on leads.lead_id = sqls.subject_id and sqls.stage = 'sql' and sqls.is_first
    where leads.created_on <= $as_of
)

select
    cast(
        floor(round((score - $today) / $width, 9)) * $width + $today as double
    ) as at_least,
    mql_week,
    case when mql_week is not null then sql_week end as sql_week,
    count(*) as people
from told
where score is not null and coalesce(mql_week, created_week) < $weeks
group by all
order by all
"""


@dataclass(frozen=True)
class ThresholdReport:
    """The review of an agreement's threshold, as of a day.

    `score` is the one that counts: exported, or computed by the agreement's points. It is today's:
    no export tells what it was when somebody became an MQL. `review` is None where no scores, MQLs
    or SQLs are known. `cost` is of handling a lead, `value` of an SQL, in `currency`.
    """

    as_of: date
    score: str
    today: float
    currency: str
    cost: float | None
    value: float | None
    review: Review | None


def threshold_review(
    db: Database, as_of: date, agreement: Agreement, width: float = WIDTH
) -> ThresholdReport:
    """Lift, SQL rate and volume at each threshold; below today's nobody knows.

    Bands are `width` points wide, and one of them begins at today's threshold. The rate of a band
    is SQLs / sum of F(age), F from all MQLs' way to SQL, scaled to end at 1.
    """
    cost, value = agreement.handling_cost, _worth_of_sql(db, as_of)
    for score in _scores(agreement):
        today = agreement.mql.threshold
        asked = {"as_of": as_of, "width": width, "weeks": WEEKS, "score": score, "today": today}
        rows = db.rows(COUNTED, asked)
        ways: list[Row] = [
            (week, then, people if then is not None else 0, people)
            for _, week, then, people in rows
            if week is not None
        ]
        curve = life_table(triangle_of(ways), 0) if ways else None
        if curve is None or not {"mql", "sql"} <= set(measured_by(db)):
            continue
        found = review(_bands(rows, curve, today), today, cost, value)
        return ThresholdReport(as_of, score, today, currency(db), cost, value, found)
    score = _scores(agreement)[0]
    return ThresholdReport(as_of, score, agreement.mql.threshold, currency(db), cost, value, None)


def _scores(agreement: Agreement) -> tuple[str, ...]:
    """The score that makes MQLs; where the tool's own day does, the exported one first."""
    if agreement.mql.by == "score":
        return (agreement.mql.score,)
    return ("exported", "computed")


def _bands(
    rows: list[tuple[float, int | None, int | None, int]], curve: Curve, today: float
) -> list[Band]:
    """From the threshold up those who became MQLs; below it all leads, whom nobody worked."""
    found: dict[float, list[float]] = {}
    for at_least, week, then, people in rows:
        entered, reached, matured = found.setdefault(at_least, [0, 0, 0.0])
        if at_least < today:
            found[at_least] = [entered + people, reached, matured]
        elif week is not None:
            aged = float(curve.by_age([week])[0]) / curve.final if curve.final else 0.0
            found[at_least] = [
                entered + people,
                reached + (people if then is not None else 0),
                matured + people * aged,
            ]
    return [
        Band(at_least, int(entered), int(reached), matured)
        for at_least, (entered, reached, matured) in sorted(found.items())
    ]


def _worth_of_sql(db: Database, as_of: date) -> float | None:
    worths = stage_worths(db, as_of, by_source=False)
    return next((one.value for one in worths if one.stage == "sql"), None)
