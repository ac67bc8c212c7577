"""Where the funnel is stuck: the steps read from the tables, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from funnel.agreement.model import Agreement
from funnel.analysis.bottleneck import Judged, judge, verdict
from funnel.analysis.flows import HISTORY, WINDOW
from funnel.analysis.readings import Compared, Share
from funnel.analysis.step_counts import StepCounts
from funnel.analysis.verdicts import Known, Question, Verdict
from funnel.filters import STAGES
from funnel.metrics.query import currency, measured_by
from funnel.reports.promises import Asked, kept
from funnel.reports.stage_flows import Segment, read_steps, steps_of
from funnel.store.database import Database

LOOK_BACK = timedelta(days=365)
"""Wins of so long say what a win brings."""
AMOUNTS = """
select cast(amount as double) as amount
from deals
where
    outcome = 'won'
    and amount is not null
    and closed_on between $since and $until
order by amount
"""
DECIDED = """
select
    day > $recent as is_now,
    count(*) filter (where kind = 'refused') as decided,
    count(*) filter (where kind = 'refused' and decision = 'accepted') as accepted,
    count(*) filter (where kind = 'refused' and reason = 'wrong_fit') as unfit,
    count(*) filter (where kind = 'lost' and reason != 'not_said') as lost,
    count(*) filter (where kind = 'lost' and reason = 'competitor') as competitor,
    count(*) filter (where kind = 'lost' and reason = 'price') as price
from decisions
where day between $since and $as_of and $as_of between known_from and known_to
group by day > $recent
"""
FIGURES: dict[str, dict[str, tuple[str, str]]] = {
    "handed_over": {"accepted": ("accepted", "decided"), "rejected_unfit": ("unfit", "decided")},
    "accepted": {"rejected_unfit": ("unfit", "decided")},
    "opportunity": {
        "lost_to_competitor": ("competitor", "lost"),
        "lost_on_price": ("price", "lost"),
    },
}
"""What the exports themselves say of a step, by its base: a share of what."""
LEAST_DECIDED = 10
STALE = timedelta(days=14)
"""A table that ends so much earlier than the data was not exported since."""
PROMISED = {"mql": "handover", "handed_over": "first_contact", "accepted": "follow_ups"}
"""The promise whose breaking would tell why people do not get on from a stage."""
LEADS_TOO: tuple[Segment, ...] = ("owner", "campaign", "industry", "company_size")
DEALS_TOO: tuple[Segment, ...] = (*LEADS_TOO, "product")


@dataclass(frozen=True)
class Agreed:
    """What marketing and sales agreed on, as far as they did; plain figures.

    Args:
        targets: final rates, 0 to 1, by 'base>target' (as in 'handed_over>sql'); where the base is
            not measured, of the nearest earlier stage that is.
        capacities: entries a month a stage can work on.
        figures: shares now and before that speak for or against a reading, see `readings`, beside
            those that the exports tell: what sales accepted, and why deals were lost.
        first: the question that is answered first.
    """

    targets: Mapping[str, float] = field(default_factory=dict)
    capacities: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, Compared] = field(default_factory=dict)
    first: Question = "change"


@dataclass(frozen=True)
class Found:
    """The verdict, the currency its money is in, and the steps that are measured."""

    verdict: Verdict
    currency: str
    steps: tuple[tuple[str, str], ...]


def bottleneck(db: Database, as_of: date, agreed: Agreed | None = None) -> Found:
    """What is stuck, as it was known at the end of `as_of`."""
    agreed = agreed or Agreed()
    steps = steps_of(measured_by(db))
    judged = judge(read_steps(db, as_of, steps))
    figures = {
        **_figures(db, as_of, judged), **_promise_kept(db, as_of, judged), **agreed.figures
    }  # fmt: skip
    targets = _of_steps(agreed.targets, steps)
    known = Known(won_amounts(db, as_of), targets, agreed.capacities, figures, agreed.first)
    said = verdict(judged, as_of, known, _parts(db, as_of, judged))
    if said.inflow is not None and _is_stale(db, said.inflow.stage, as_of):
        said = replace(said, inflow=None)
    return Found(said, currency(db), tuple(steps))


def won_amounts(db: Database, as_of: date) -> list[float]:
    """What the deals brought that were won in the year up to `as_of`, in order of size."""
    since = as_of - LOOK_BACK + timedelta(days=1)
    return [amount for (amount,) in db.rows(AMOUNTS, {"since": since, "until": as_of})]


def _is_stale(db: Database, stage: str, as_of: date) -> bool:
    """Whether the table that tells who enters a stage was not exported since, see `data_gaps`."""
    kind = "deals" if stage in ("opportunity", "won") else "leads"
    last = db.value("select max(last_day) from files where object = $kind", {"kind": kind})
    return last is not None and last < as_of - STALE


def agreed_of(agreement: Agreement) -> Agreed:
    """What an agreement says of the steps."""
    rates = agreement.rates
    targets = {
        "lead>mql": rates.mql_rate,
        "mql>handed_over": rates.handover_rate,
        "handed_over>sql": rates.sql_rate,
        "sql>opportunity": rates.sql_opportunity_rate,
        "opportunity>won": rates.win_rate,
    }
    most = agreement.capacity.sqls_a_month
    return Agreed(
        {step: rate for step, rate in targets.items() if rate is not None},
        {} if most is None else {"sql": float(most)},
        first=agreement.urgency,
    )


def _of_steps(targets: Mapping[str, float], steps: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The targets, and those from a stage that is not measured as of the nearest earlier one.

    So the rates themselves are counted. The win rate is one of deals and has no earlier base.
    """
    found = dict(targets)
    measured = {stage for step in steps for stage in step}
    for base, target in steps:
        between = STAGES[STAGES.index(base) + 1 : STAGES.index(target)]
        said = [
            targets[f"{stage}>{target}"]
            for stage in between
            if stage not in measured and f"{stage}>{target}" in targets
        ]
        if said and target != "won":
            found.setdefault(f"{base}>{target}", said[0])
    return found


def _promise_kept(db: Database, as_of: date, judged: Judged) -> dict[str, Compared]:
    """Of the promise that the named step rests on: the share kept now and before, of its source."""
    promise = None if judged.named is None else PROMISED.get(_base(judged))
    if promise is None:
        return {}
    in_one, source = judged.named_source
    recent = as_of - timedelta(weeks=WINDOW)

    def share(since: date, until: date) -> Share:
        told = kept(db, Asked(since, until, as_of, "source" if in_one else None))
        met = broken = 0
        for one in told:
            if one.promise == promise and one.is_whole != in_one and one.group == source:
                met, broken = one.met, one.broken
        return Share(met, met + broken)

    compared = Compared(
        share(recent + timedelta(days=1), as_of), share(recent - timedelta(weeks=HISTORY), recent)
    )
    if min(compared.now.whole, compared.before.whole) < LEAST_DECIDED:
        return {}
    return {"promise_kept": compared}


def _base(judged: Judged) -> str:
    return "" if judged.named is None else judged.flows[judged.named].counts.base


def _parts(db: Database, as_of: date, judged: Judged) -> dict[str, StepCounts]:
    """The named step by whatever else its rows are told by."""
    if judged.named is None:
        return {}
    counts = judged.flows[judged.named].counts
    step = (counts.base, counts.target)
    segments = DEALS_TOO if counts.base == "opportunity" else LEADS_TOO
    return {segment: read_steps(db, as_of, [step], segment)[0] for segment in segments}


def _figures(db: Database, as_of: date, judged: Judged) -> dict[str, Compared]:
    """Of the named step: shares of the last 13 weeks, and of the 104 before."""
    base = None if judged.named is None else judged.flows[judged.named].counts.base
    wanted = FIGURES.get(base or "")
    if not wanted:
        return {}
    recent = as_of - timedelta(weeks=WINDOW)
    parameters = {"as_of": as_of, "recent": recent, "since": recent - timedelta(weeks=HISTORY)}
    told = {row["is_now"]: row for row in db.records(DECIDED, parameters)}
    if len(told) < 2:
        return {}
    found = {
        name: Compared(
            *(Share(told[is_now][part], told[is_now][whole]) for is_now in (True, False))
        )
        for name, (part, whole) in wanted.items()
    }
    return {
        name: compared
        for name, compared in found.items()
        if min(compared.now.whole, compared.before.whole) >= LEAST_DECIDED
        and compared.before.count + compared.now.count
    }
