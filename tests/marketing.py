"""What the marketing of a made-up company spent and did, of the shapes that are hard to place."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.companies import Invented
from tests.uploads import MAPPING

Row = dict[str, str]
TOUCHES_AND_COSTS = """
[[tables]]
object = "touches"
[tables.columns]
lead_id = "リードID"
email = "メールアドレス"
kind = "接点種別"
campaign = "施策名"
source = "流入元"
occurred = "接点日時"

[[tables]]
object = "spend"
required = ["since", "amount"]
[tables.columns]
id = "施策ID"
campaign = "施策名"
source = "媒体"
since = "期間開始"
until = "期間終了"
amount = "費用"
planned = "予算"
currency = "通貨"
"""
CRM = MAPPING.split('[[tables]]\nobject = "touches"')[0] + TOUCHES_AND_COSTS
"""The mapping of tests/uploads.py with marketing's tables as they are written here."""


@dataclass(frozen=True)
class Known:
    """Whom a touch can name, by its id (where the tool takes one) or its e-mail."""

    key: str
    email: str
    source: str
    created: datetime
    is_merged: bool = False
    """Its source may be another record's."""


@dataclass(frozen=True)
class Marketing:
    """Touches and costs, in no order."""

    touches: list[Row]
    costs: list[Row]

    def exports(self, as_of: date) -> dict[str, list[Row]]:
        """Both tables as they would have been exported at the end of `as_of`.

        A cost is there from the first day of its stretch on.
        """
        return {
            "touches": [row for row in self.touches if row["接点日時"][:10] <= f"{as_of}"],
            "costs": [row for row in self.costs if row["期間開始"] <= f"{as_of}"],
        }


def in_hubspot(tables: Mapping[str, Sequence[Row]]) -> list[Known]:
    """Whom touches can name where HubSpot knows the people: by e-mail, in a table of no tool."""
    return [
        Known(
            "",
            row["Email"],
            row["Original Source"],
            datetime.strptime(row["Create Date"], "%Y-%m-%d %H:%M"),
        )
        for row in tables["contacts"]
    ]


def in_crm(company: Invented) -> list[Known]:
    """Whom touches can name in a company of tests/companies.py: also by an id merged away."""
    return [
        Known(
            person.merged[0] if person.merged else person.key if person.has_id else "",
            "" if person.has_id else person.email,
            person.source,
            person.created,
            is_merged=person.merged is not None,
        )
        for person in company.people
    ]


def invent_marketing(seed: int, people: Sequence[Known], start: date, days: int) -> Marketing:
    """Costs and touches within `days` from `start`; same seed, same marketing.

    Campaigns without a source on their costs are those whose touches name one ('Spring fair'),
    two, the second of them late ('Webinar'), or none: then people of one source came by it
    ('Seminar'), of several ('Mail'), or of one till late ('Forum'). Of 'Poster' nobody tells
    anything; 'Ads' says its source itself, and its touches name another.
    """
    chance = random.Random(seed)
    sources = [*sorted({person.source for person in people} - {""}), "Web", "Expo"]
    one, other, *_ = dict.fromkeys(sources)
    late = f"{start + timedelta(days=days * 3 // 4)}"
    named = {"Spring fair": (other,), "Webinar": (one, other), "Ads": (other,)}
    ids = {"Spring fair": "701C1", "Webinar": "701C2", "Seminar": "701C4"}
    touches: list[Row] = []

    def touch(person: Known, campaign: str, at: datetime) -> None:
        source = chance.choice((*named.get(campaign, ("",)), ""))
        if campaign == "Webinar" and f"{at:%Y-%m-%d}" < late:
            source = chance.choice((one, ""))
        written = ids.get(campaign, campaign) if chance.random() < 0.5 else campaign
        touches.append(
            {
                "リードID": person.key, "メールアドレス": person.email, "接点種別": "visit",
                "施策名": written, "流入元": source, "接点日時": f"{at:%Y-%m-%d %H:%M}",
            }
        )  # fmt: skip

    for person in people:
        fits = ["Mail", "Spring fair", "Webinar", "Ads", ""]
        if person.source in (one, "") and not person.is_merged:
            fits += ["Seminar", "Seminar", "Forum"]
        if f"{person.created:%Y-%m-%d}" >= late:
            fits += ["Forum", "Forum"]
        at = person.created + timedelta(days=chance.choice((-3, 0, 0, 2, 9)))
        for number in range(chance.choice((0, 0, 1, 1, 2, 4))):
            campaign = chance.choice(fits if not number else fits[:5])
            touch(person, campaign, at)
            if chance.random() < 0.1:
                touch(person, chance.choice(fits), at)
            at += timedelta(days=chance.randint(1, 40), minutes=chance.randint(0, 300))
    nobody = Known("Z", "nobody@nowhere.example", "", datetime.combine(start, time(9)))
    for campaign in ("Webinar", "Mail", "Spring fair"):
        touch(nobody, campaign, nobody.created + timedelta(days=chance.randrange(days)))
    chance.shuffle(touches)
    return Marketing(touches, _costs(chance, one, ids, start, days))


def _costs(chance: random.Random, one: str, ids: Row, start: date, days: int) -> list[Row]:
    """Stretches of a day to half a year, also over month ends; and some that do not count."""
    rows = []
    spent_on = [
        *((name, "") for name in ("Spring fair", "Webinar", "Seminar", "Mail", "Forum", "Poster")),
        ("Ads", one), ("", one), ("", "TV"), ("Mail", one), ("", ""),
    ]  # fmt: skip
    for number in range(5 * len(spent_on)):
        campaign, source = spent_on[number % len(spent_on)]
        back = 0 if number < len(spent_on) else chance.randrange(days)
        since = start + timedelta(days=back)
        length = chance.choice((1, 7, 30, 31, 45, 180))
        rows.append(_cost(ids, campaign, source, since, since + timedelta(days=length - 1)))
        rows[-1]["費用"] = f"{chance.randint(1, 999_999)}"
    rows[-1]["期間終了"] = ""
    rows[-2]["期間終了"] = f"{start - timedelta(days=9)}"
    rows[-3]["費用"] = "0"
    idle = _cost(ids, "Webinar", "", start, start + timedelta(days=20))
    # the same twice is two costs
    twice = dict(rows[0])
    return [*rows, twice, idle | {"予算": "770000"}, idle | {"費用": "9000", "通貨": "USD"}]


def _cost(ids: Row, campaign: str, source: str, since: date, until: date) -> Row:
    return {
        "施策ID": ids.get(campaign, ""), "施策名": campaign, "媒体": source,
        "期間開始": f"{since}", "期間終了": f"{until}", "費用": "", "予算": "", "通貨": "",
    }  # fmt: skip
