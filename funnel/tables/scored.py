"""What a version tells of who reached the thresholds of other agreements, and when."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from funnel.store.database import Database

SCORED_ALIKE = """
create temp table scored_alike as
select
    now.number,
    now.until
from agreements as now
inner join before.agreements as earlier
    on now.number = earlier.number and now.since = earlier.since and now.until <= earlier.until
where now.number not in (select number from changed_agreements)
"""
"""Whoever reached its threshold did so on the same day: the first one is not after its end."""
LEFT_OUT = """
update scoring set judges = false where number in (select number from scored_alike);
delete from scoring where not judges and not is_latest
"""
TAKEN_OVER = """
insert into score_days
select score_days.*
from before.score_days
inner join scored_alike
    on score_days.number = scored_alike.number and score_days.reached_on <= scored_alike.until
"""
ALIKE_POINTS = "create temp table alike_points (number integer, earlier integer)"
KNOWN = """
insert into known_days
select
    now.number,
    score_days.lead_no,
    score_days.reached_on
from scoring as now
inner join alike_points on now.number = alike_points.number
inner join before.agreements as earlier
    on
        alike_points.earlier = earlier.number
        and now.since >= earlier.since
        and now.threshold <= cast(earlier.threshold as decimal(18, 4))
inner join before.score_days
    on
        earlier.number = score_days.number
        and now.since < score_days.reached_on
        and now.until >= score_days.reached_on
where now.judges
"""
"""Who reached a threshold at least as high on that day has as many points on it by this one."""
POINTS = (
    """
    select number, needs_fit, window_days, attributes_most, behaviour_most, engagement_most,
        behaviour_other, per_active_day
    from {version}agreements
    where mql_by = 'score' and mql_score = 'computed'
    """,
    "select number, part, name, points from {version}agreed_points",
    "select number, list, word from {version}agreed_words where starts_with(list, 'fit_')",
)
"""What an agreement by computed scores says of them, but for the threshold."""


def find_scored_alike(db: Database) -> None:
    """Leave in `scored_alike` what is as it was, if not as long: `changed_agreements` are not."""
    db.run(SCORED_ALIKE)


def leave_out_scored(db: Database) -> None:
    """Leave out of `scoring` by whose threshold nobody has to be looked at again."""
    db.run(LEFT_OUT)


def tell_known_days(db: Database) -> None:
    """Fill `known_days`: by agreements with the same points and a threshold no higher than before.

    The earlier agreement was in force on the first day of this one. Who reached its threshold
    later than on that day does so by this one on the same day, if not before.
    """
    db.run(ALIKE_POINTS)
    now, before = _points(db, ""), _points(db, "before.")
    db.insert(
        "alike_points",
        [
            {"number": number, "earlier": earlier}
            for number, said in now.items()
            for earlier, said_earlier in before.items()
            if said == said_earlier
        ],
    )
    db.run(KNOWN)


def take_over(db: Database) -> None:
    """Add to `score_days` the days of the agreements that were left out."""
    db.run(TAKEN_OVER)


def _points(db: Database, version: str) -> dict[int, set[tuple[Any, ...]]]:
    """What gives points, by the number of the agreement."""
    asked, points, words = (db.rows(sql.format(version=version)) for sql in POINTS)
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for number, *said in (*points, *words):
        found[number].add(tuple(said))
    return {number: {*found[number], tuple(said)} for number, *said in asked}
