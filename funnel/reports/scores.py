"""Where the tool's score and the agreed one disagree, and what sales knew of its SQLs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnel.filters import check_period
from funnel.store.database import Database

Measured = Literal["both", "exported", "computed", "neither"]

LATEST = """
select agreements.number, agreements.threshold, version.known_until
from agreements
cross join version
where version.known_until between agreements.since and agreements.until
"""
COUNTED = """
select
    coalesce(exported >= $threshold, false) as is_exported_above,
    coalesce(computed >= $threshold, false) as is_computed_above,
    exported is not null as has_exported,
    computed is not null as has_computed,
    count(*) as leads
from scores
group by all
"""
DISAGREEING = """
select
    leads.lead_id,
    leads.person,
    leads.company,
    leads.source,
    leads.owner,
    cast(scores.exported as double) as exported,
    scores.attributes,
    scores.behaviour,
    scores.engagement,
    scores.computed,
    scores.fits,
    mqls.entered_on as mql_on
from scores
inner join leads on scores.lead_no = leads.lead_no
left join stage_entries as mqls
    on leads.lead_id = mqls.subject_id and mqls.stage = 'mql' and mqls.is_first
where (scores.exported >= $threshold) != (scores.computed >= $threshold)
order by abs(scores.exported - scores.computed) desc, leads.lead_id
limit $most
"""
NEEDS = ("budget", "authority", "need", "timeline")
FILLED = """
select count(budget) > 0, count(authority) > 0, count(need) > 0, count(timeline) > 0 from leads
"""
ASKED = """
select number, word from agreed_words where list = 'sql_asks' order by number, word
"""
SQLS = """
select
    agreements.number,
    agreements.sql_at_least,
    leads.budget is not null as budget,
    leads.authority is not null as authority,
    leads.need is not null as need,
    leads.timeline is not null as timeline,
    count(*) as sqls
from stage_entries as entries
inner join leads on entries.subject_id = leads.lead_id
inner join agreements
    on entries.entered_on >= agreements.since and entries.entered_on <= agreements.until
where
    entries.subject = 'lead'
    and entries.stage = 'sql'
    and entries.is_first
    and entries.entered_on between $since and least($until, $as_of)
group by all
"""


@dataclass(frozen=True)
class Disagreement:
    """A lead that one score calls ready and the other does not. `fits` None: not known."""

    lead_id: str
    person: str | None
    company: str | None
    source: str | None
    owner: str | None
    exported: float
    attributes: float
    behaviour: float
    engagement: float
    computed: float
    fits: bool | None
    mql_on: date | None


@dataclass(frozen=True)
class ScoreDisagreements:
    """Both scores of all leads on `as_of`, held against the threshold of agreement `number`.

    Counts of leads that have both scores: above by both, by one alone, by neither. `exported_only`
    and `computed_only` have one score. `rows` are of those by one alone, furthest apart first.
    """

    as_of: date
    number: int
    threshold: float
    measured: Measured
    both_above: int
    exported_alone: int
    computed_alone: int
    neither: int
    exported_only: int
    computed_only: int
    rows: tuple[Disagreement, ...]

    @property
    def disagree(self) -> int:
        """Leads that one score puts above and the other below."""
        return self.exported_alone + self.computed_alone


def score_disagreements(db: Database, most: int = 200) -> ScoreDisagreements:
    """Where the exported score and the one by the agreement in force at the end disagree.

    Args:
        db: a version.
        most: of the rows.
    """
    ((number, threshold, as_of),) = db.rows(LATEST)
    found: Counter[tuple[bool, bool, bool, bool]] = Counter()
    for *key, leads in db.rows(COUNTED, {"threshold": threshold}):
        found[tuple(key)] += leads
    has_exported = any(key[2] for key in found)
    has_computed = any(key[3] for key in found)
    measured: Measured = "both" if has_exported and has_computed else "neither"
    if has_exported != has_computed:
        measured = "exported" if has_exported else "computed"
    return ScoreDisagreements(
        as_of=as_of,
        number=number,
        threshold=threshold,
        measured=measured,
        both_above=found[True, True, True, True],
        exported_alone=found[True, False, True, True],
        computed_alone=found[False, True, True, True],
        neither=found[False, False, True, True],
        exported_only=sum(n for key, n in found.items() if key[2] and not key[3]),
        computed_only=sum(n for key, n in found.items() if key[3] and not key[2]),
        rows=tuple(
            Disagreement(**row)
            for row in db.records(DISAGREEING, {"threshold": threshold, "most": most})
        ),
    )


@dataclass(frozen=True)
class SqlInformation:
    """The SQLs of one agreement's days: whether sales knew what it agreed to ask for.

    `at_least` of `asks`. `not_measured` could be met or not: exports never fill something asked
    for. `known` counts by what was asked; a field that is never filled is not in it. Exports tell
    what is known today, not what was on the day.
    """

    number: int
    asks: tuple[str, ...]
    at_least: int
    met: int
    not_met: int
    not_measured: int
    known: dict[str, int]

    @property
    def judged(self) -> int:
        """Met and not met."""
        return self.met + self.not_met

    @property
    def share(self) -> float | None:
        """Met of those that could be judged."""
        return self.met / self.judged if self.judged else None


def sql_information(db: Database, since: date, until: date, as_of: date) -> list[SqlInformation]:
    """What was known of the people who became SQLs from `since` to `until`, by agreement.

    Agreements that ask for nothing are left out. The stage itself stays as sales says it.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, until)
    (filled,) = db.rows(FILLED)
    measured = {name for name, is_filled in zip(NEEDS, filled, strict=True) if is_filled}
    asks: dict[int, list[str]] = defaultdict(list)
    for number, word in db.rows(ASKED):
        asks[number].append(word)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    least: dict[int, int] = {}
    for row in db.records(SQLS, {"since": since, "until": until, "as_of": as_of}):
        number, sqls = row["number"], row["sqls"]
        asked = asks[number]
        if not asked:
            continue
        least[number] = row["sql_at_least"]
        told = [name for name in asked if row[name]]
        open_ones = [name for name in asked if name not in measured]
        if len(told) >= least[number]:
            counts[number]["met"] += sqls
        elif len(told) + len(open_ones) >= least[number]:
            counts[number]["not_measured"] += sqls
        else:
            counts[number]["not_met"] += sqls
        counts[number].update(dict.fromkeys(told, sqls))
    return [
        SqlInformation(
            number=number,
            asks=tuple(asks[number]),
            at_least=least[number],
            met=found["met"],
            not_met=found["not_met"],
            not_measured=found["not_measured"],
            known={name: found[name] for name in asks[number] if name in measured},
        )
        for number, found in sorted(counts.items())
    ]
