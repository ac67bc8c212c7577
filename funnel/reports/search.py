"""One search over what the funnel holds: leads, deals, campaigns, figures and actions.

Every word asked for must stand somewhere in a row, without regard to case and width. It reads the
names in full, though the screens mask them: whoever types a name knows it already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from funnel.metrics import METRICS, Metric
from funnel.reports.search_sql import CAMPAIGNS, DEALS, LEADS, Part, statement
from funnel.reports.search_words import Asked, folded, read_asked
from funnel.store.database import Database

if TYPE_CHECKING:
    from funnel.store.team import Action  # sqlalchemy takes its time

Kind = Literal["lead", "deal", "campaign", "metric", "action"]
KINDS: tuple[Kind, ...] = ("lead", "deal", "campaign", "metric", "action")
LIMIT = 20
EXACT, BEGINS, WITHIN, ASIDE = range(4)
"""How near a hit is: the very thing, its beginning, a part of it, only what is said of it."""


@dataclass(frozen=True)
class Hit:
    """Something found, and where it stands; what a kind does not have is None.

    Args:
        id: of a lead or deal with its tool (`hubspot:118`), else the name or number.
        near: EXACT, BEGINS, WITHIN or ASIDE.
        title: the deal's, campaign's or action's name, not masked, as are person and company;
            a metric's is (Japanese, English) in the catalogue.
        stage: the furthest stage of the funnel a lead entered, the tool's own of a deal, the
            state of an action.
        outcome: of a deal; of a lead that sales refused: `sent_back` or `rejected`.
        day: the stage was entered, the deal closed or else opened, the action is due, the
            campaign's last lead came.
        amount: of a deal, in the company's currency.
        leads: of a campaign.
    """

    kind: Kind
    id: str
    near: int
    person: str | None = None
    company: str | None = None
    title: str | None = None
    stage: str | None = None
    outcome: str | None = None
    owner: str | None = None
    source: str | None = None
    day: date | None = None
    amount: Decimal | None = None
    leads: int | None = None
    is_deleted: bool = False


@dataclass(frozen=True)
class Group:
    """The hits of one kind, the nearest first: at most `limit` of `total`."""

    kind: Kind
    hits: tuple[Hit, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not among the hits."""
        return self.total - len(self.hits)


@dataclass(frozen=True)
class Found:
    """What was looked for, word by word, and the kinds it was found in, the nearest first."""

    words: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def search(
    db: Database, asked: str, actions: Iterable[Action] = (), *, limit: int = LIMIT
) -> Found:
    """Everything in which all words of `asked` stand; nothing where nothing is asked.

    Args:
        db: a version.
        asked: as typed; from 200 letters or eight words on it is cut.
        actions: those of the team, which no version holds.
        limit: so many hits of a kind.
    """
    wanted = read_asked(asked)
    if not wanted.words:
        return Found((), ())
    groups = [
        _of_version(db, "lead", LEADS, wanted, limit),
        _of_version(db, "deal", DEALS, wanted, limit),
        _of_version(db, "campaign", CAMPAIGNS, wanted, limit),
        _group("metric", _metrics(wanted), limit),
        _group("action", _actions(actions, wanted), limit),
    ]
    found = sorted((group for group in groups if group.hits), key=lambda group: group.hits[0].near)
    return Found(tuple(word.itself for word in wanted.words), tuple(found))


def _of_version(db: Database, kind: Kind, part: Part, asked: Asked, limit: int) -> Group:
    sql, parameters = statement(part, asked)
    rows = db.records(sql, parameters | {"limit": limit})
    total = rows[0].pop("total") if rows else 0
    for row in rows[1:]:
        row.pop("total")
    return Group(kind, tuple(Hit(kind=kind, **row) for row in rows), total)


def _group(kind: Kind, hits: Sequence[Hit], limit: int) -> Group:
    return Group(kind, tuple(sorted(hits, key=lambda hit: hit.near)[:limit]), len(hits))


def _metrics(asked: Asked) -> list[Hit]:
    """In the order of the catalogue, which follows the funnel."""
    return [
        Hit("metric", metric.id, near)
        for metric in METRICS.values()
        if (near := _near([metric.id, *metric.title], _said(metric), asked)) is not None
    ]


def _said(metric: Metric) -> str:
    return " ".join((*metric.formula, *metric.definition))


def _actions(actions: Iterable[Action], asked: Asked) -> list[Hit]:
    """Open ones first, then the latest."""
    found = []
    for one in sorted(
        actions, key=lambda one: (one.state != "open", -one.plan.due_on.toordinal(), -one.id)
    ):
        plan = one.plan
        aside = " ".join([plan.owner, one.learned, *(name or "" for _, name in plan.where)])
        near = _near([str(one.id), plan.title], aside, asked)
        if near is not None:
            found.append(
                Hit("action", str(one.id), near, title=plan.title, stage=one.state,
                    owner=plan.owner, day=plan.due_on)
            )  # fmt: skip
    return found


def _near(names: Sequence[str], aside: str, asked: Asked) -> int | None:
    """How near something of these names is; None where a word stands neither there nor aside."""
    own = [folded(name) for name in names]
    text = "\n".join((*own, folded(aside)))
    if not all(any(form in text for form in word.forms) for word in asked.words):
        return None
    if any(name.replace(" ", "") == asked.whole for name in own):
        return EXACT
    if any(name.startswith(asked.words[0].forms) for name in own):
        return BEGINS
    is_own = any(form in name for word in asked.words for form in word.forms for name in own)
    return WITHIN if is_own else ASIDE
