"""Why sales refuses leads and loses deals, and what it would have needed to know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from funnel.filters import check_period
from funnel.importers.cells.reasons import reason_titles
from funnel.metrics.dimensions import JOINED
from funnel.metrics.query import measured_by
from funnel.store.database import Database

By = Literal["source", "campaign", "owner", "month"]
Kind = Literal["refused", "lost"]
KINDS: dict[Kind, str] = {"refused": "handed_over", "lost": "lost"}
"""Leads refused, and deals lost, and what the exports must measure for it."""
NOT_KEPT = ("上書きされて不明", "Overwritten later")
MOST_TEXTS = 50
MISSING_TITLES: dict[str, tuple[str, str]] = {
    "phone": ("電話番号", "Phone number"),
    "email": ("メールアドレス", "E-mail address"),
    "title": ("役職", "Job title"),
    "department": ("部署", "Department"),
    "company": ("会社名", "Company name"),
    "name": ("氏名", "Name"),
    "industry": ("業種", "Industry"),
    "company_size": ("会社の規模", "Company size"),
    "url": ("ホームページ", "Website"),
    "budget": ("予算", "Budget"),
    "timing": ("時期", "Timing"),
    "authority": ("決裁者", "Authority"),
    "need": ("ニーズ・課題", "Need"),
}
"""(Japanese, English) of what can be missing, by its name in reasons.toml."""

IN_PERIOD = (
    "decisions.day between $since and least(cast($until as date), cast($as_of as date)) "
    "and $as_of between decisions.known_from and decisions.known_to"
)

DIMENSIONS = (
    " left join dimensions on decisions.subject = dimensions.subject "
    "and decisions.subject_id = dimensions.subject_id"
)


@dataclass(frozen=True)
class ReasonCount:
    """So many of a group were refused or lost for one reason: `count` of `denominator`.

    `kind` refused: of the passes that sales decided on, accepted ones among them. lost: of the
    deals lost. `title` is (Japanese, English). `not_said` is a reason of its own.
    """

    kind: Kind
    group: dict[str, str | None]
    reason: str
    title: tuple[str, str]
    count: int
    denominator: int

    @property
    def share(self) -> float:
        """count / denominator; there is no row without a denominator."""
        return self.count / self.denominator


@dataclass(frozen=True)
class MissingCount:
    """So many of a group's refusals, `count` of `denominator`, said that `what` was missing."""

    group: dict[str, str | None]
    what: str
    count: int
    denominator: int

    @property
    def share(self) -> float:
        """count / denominator."""
        return self.count / self.denominator


@dataclass(frozen=True)
class Feedback:
    """What sales said, by reason, and what of it could not be counted.

    `measured` says of each kind whether its reasons are exported at all; without, there are no
    rows. `undated` decisions are told by today's status only, and stand in no period. `unknown` are
    texts that no word of the list is in, with how often: they count as 'other'.
    """

    reasons: list[ReasonCount]
    missing: list[MissingCount]
    measured: dict[Kind, bool]
    undated: dict[Kind, int]
    unknown: list[tuple[str, int]]


def feedback(
    db: Database, since: date, until: date, as_of: date, *, by: Sequence[By] = ()
) -> Feedback:
    """Reasons of the decisions made from `since` to `until` and by `as_of`, most frequent first.

    Raises:
        FunnelError: the period is empty.
    """
    check_period(since, until)
    days = {"since": since, "until": until, "as_of": as_of}
    stages = measured_by(db)
    said = dict(db.rows("select kind, count(said) > 0 from decisions group by kind"))
    measured: dict[Kind, bool] = {
        kind: needed in stages and bool(said.get(kind)) for kind, needed in KINDS.items()
    }
    undated = dict(
        db.rows(
            "select kind, count(*) from decisions "
            "where day is null and reason is not null group by kind"
        )
    )
    unknown = db.rows(
        f"select said, count(*) as times from decisions where {IN_PERIOD} and not is_known "
        f"group by said order by times desc, said limit {MOST_TEXTS}",
        days,
    )
    rows = [row for row in _rows(db, days, by) if measured[row["kind"]]]
    return Feedback(
        _reasons(rows, by),
        _missing(_rows_missing(db, days, by), rows, by) if measured["refused"] else [],
        measured,
        {kind: undated.get(kind, 0) for kind in KINDS},
        unknown,
    )


def _grouping(by: Sequence[By]) -> tuple[str, str]:
    """SQL for the groups: the columns, and the join they take."""
    columns = {
        "source": "decisions.source",
        "owner": "decisions.owner",
        "month": "strftime(decisions.day, '%Y-%m')",
        "campaign": JOINED["campaign"],
    }
    join = DIMENSIONS if "campaign" in by else ""
    return "".join(f"{columns[name]} as {name}, " for name in by), join


def _rows(db: Database, days: dict[str, date], by: Sequence[By]) -> list[dict[str, Any]]:
    groups, join = _grouping(by)
    return db.records(
        f"select decisions.kind, {groups}decisions.reason, count(*) as rows "
        f"from decisions{join} where {IN_PERIOD} group by all",
        days,
    )


def _rows_missing(db: Database, days: dict[str, date], by: Sequence[By]) -> list[dict[str, Any]]:
    groups, join = _grouping(by)
    return db.records(
        f"select {groups}missing_information.what, count(*) as rows "
        f"from decisions{join} inner join missing_information "
        f"on decisions.said = missing_information.said "
        f"where {IN_PERIOD} and decisions.kind = 'refused' and decisions.reason is not null "
        "group by all",
        days,
    )


def _reasons(rows: Sequence[dict[str, Any]], by: Sequence[By]) -> list[ReasonCount]:
    titles = reason_titles() | {"not_kept": NOT_KEPT}
    order = list(titles)
    below: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        below[row["kind"], *_key(row, by)] += row["rows"]
    counted = [
        ReasonCount(
            row["kind"], {name: row[name] for name in by}, row["reason"], titles[row["reason"]],
            row["rows"], below[row["kind"], *_key(row, by)],
        )
        for row in rows
        if row["reason"] is not None
    ]  # fmt: skip
    return sorted(
        counted,
        key=lambda one: (
            one.kind != "refused", _in_order(one.group), -one.count, order.index(one.reason),
        ),
    )  # fmt: skip


def _missing(
    rows: Sequence[dict[str, Any]], decided: Sequence[dict[str, Any]], by: Sequence[By]
) -> list[MissingCount]:
    below: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in decided:
        if row["kind"] == "refused" and row["reason"] is not None:
            below[_key(row, by)] += row["rows"]
    counted = [
        MissingCount(
            {name: row[name] for name in by}, row["what"], row["rows"], below[_key(row, by)]
        )
        for row in rows
    ]
    return sorted(counted, key=lambda one: (_in_order(one.group), -one.count, one.what))


def _key(row: dict[str, Any], by: Sequence[By]) -> tuple[Any, ...]:
    return tuple(row[name] for name in by)


def _in_order(group: dict[str, str | None]) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in group.values()]
