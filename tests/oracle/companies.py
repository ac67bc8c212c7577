"""Read the raw files of companies of three shapes, each as its tools write them."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from tests.oracle.money import read_costs, read_touches
from tests.oracle.people import Company, Deal, Lead

FORMS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d")
Raw = Mapping[str, str]
Tables = Mapping[str, Sequence[Raw]]


def _moment(text: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise AssertionError(text)


def _day(text: str) -> date | None:
    return _moment(text).date() if text else None


def _age(text: str, key: str) -> tuple[object, ...]:
    """Earliest-created first, a day without a time after those with one; tie: the lowest id."""
    moment = _moment(text)
    timeless = ":" not in text
    return (moment.date(), timeless, moment.time(), len(key), key)


def _events(row: Raw, headers: Iterable[tuple[str, str]]) -> list[tuple[str, date]]:
    return [(what, day) for header, what in headers if (day := _day(row.get(header, "")))]


def raw_rows(path: Path, encoding: str) -> list[dict[str, str]]:
    """The rows of a CSV without the lines that a report puts under them."""
    text = path.read_text(encoding=encoding)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [
        row for row in rows if list(row.values())[1] is not None and any(list(row.values())[1:])
    ]


def read_hubspot_and_salesforce(
    files: Sequence[Path], touches: Sequence[Raw] = (), costs: Sequence[Raw] = ()
) -> Company:
    """The simulated company: marketing's contacts, sales' leads and opportunities."""
    contacts, sales_leads, opportunities = sorted(files)
    leads: dict[str, Lead] = {}
    for row in raw_rows(contacts, "utf-8-sig"):
        key = row["レコードID"]
        leads[row["Eメール"].lower()] = Lead(
            key,
            _moment(row["作成日"]).date(),
            _age(row["作成日"], key),
            row["リードソース"] or None,
            row["コンタクト担当者"] or None,
            _events(row, [("MQL(マーケティング上の有望な見込み客)になった日付", "mql")]),
        )
    by_deal: dict[str, list[str]] = defaultdict(list)
    headers = (
        ("引き渡し日", "handed_over"), ("再引き渡し日", "handed_over"), ("差し戻し日", "sent_back"),
        ("営業受入日", "accepted"), ("SQL日", "sql"),
    )  # fmt: skip
    for row in raw_rows(sales_leads, "cp932"):
        lead = leads[row["メール"].lower()]
        lead.owner = row["リード 所有者"] or lead.owner
        lead.events += _events(row, headers)
        by_deal[row["商談 ID"][:15]].append(lead.key)
    deals = []
    for row in raw_rows(opportunities, "cp932"):
        outcome = {"受注": "won", "失注": "lost"}.get(row["フェーズ"], "open")
        deals.append(
            Deal(
                row["商談 ID"],
                row["商談 所有者"] or None,
                _day(row["作成日"]),
                None if outcome == "open" else _day(row["完了予定日"]),
                outcome,
                int(row["金額"].replace(",", "")),
                tuple(by_deal[row["商談 ID"]]),
                row["製品"] or None,
            )
        )
    keys = {email: lead.key for email, lead in leads.items()}
    known = read_touches(touches, costs, keys)
    return Company(list(leads.values()), deals, {}, read_costs(costs), known)


def read_hubspot(tables: Tables) -> Company:
    """HubSpot alone: it dates the MQL, knows no hand-over, and contacts name their deals.

    Contacts created within one minute, a fifth of all where there are 200, came by an import.
    """
    contacts = tables["contacts"]
    minutes = Counter(row["Create Date"] for row in contacts)
    leads = [
        Lead(
            row["Record ID"],
            _moment(row["Create Date"]).date(),
            _age(row["Create Date"], row["Record ID"]),
            row["Original Source"] or None,
            row["Contact owner"] or None,
            _events(row, [("Became a Marketing Qualified Lead Date", "mql")]),
            is_bulk=len(contacts) >= 200 and minutes[row["Create Date"]] * 5 >= len(contacts),
        )
        for row in contacts
    ]
    by_deal: dict[str, list[str]] = defaultdict(list)
    for row in contacts:
        for key in filter(None, row["Associated Deal IDs"].split(";")):
            by_deal[key].append(row["Record ID"])
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}
    deals = [
        Deal(
            row["Record ID"],
            row["Deal owner"] or None,
            _day(row["Create Date"]),
            _day(row["Close Date"]) if row["Deal Stage"] in outcomes else None,
            outcomes.get(row["Deal Stage"], "open"),
            float(row["Amount"]) if row["Amount"] else None,
            tuple(by_deal[row["Record ID"]]),
        )
        for row in tables["deals"]
    ]
    costs = tables.get("costs", ())
    emails = {row["Email"]: row["Record ID"] for row in contacts}
    touches = read_touches(tables.get("touches", ()), costs, emails)
    return Company(leads, deals, {}, read_costs(costs), touches)


DATES = (
    ("mql", "mql"), ("handed over", "handed_over"), ("handed over again", "handed_over"),
    ("accepted", "accepted"), ("sql", "sql"), ("sent back", "sent_back"),
)  # fmt: skip
STATUSES = {
    "MQL": "mql", "Handed over": "handed_over", "Working": "accepted", "Qualified": "sql",
    "Recycled": "sent_back", "Unqualified": "rejected",
}  # fmt: skip


def read_crm(tables: Tables) -> Company:
    """A company by the mapping of tests/uploads.py."""
    names = {row["owner id"]: row["owner name"] for row in tables.get("owners", ())}
    into = {row["merged"]: row["survivor"] for row in tables.get("merges", ())}
    records: dict[str, list[Raw]] = defaultdict(list)
    for row in tables.get("leads", ()):
        key = row["lead"] or row["email"]
        records[into.get(key, key)].append(row)
    changes = _changes(tables.get("history", ()))
    leads = {key: _person(key, rows, names, changes[key]) for key, rows in records.items()}
    by_email = {row["email"]: key for key, rows in records.items() for row in rows if row["email"]}
    deals = []
    linked = _links(tables)
    for row in tables.get("deals", ()):
        keys = {into.get(key, key) for key in linked[row["deal"]]} & leads.keys()
        if not keys and row["deal email"] in by_email:
            keys = {by_email[row["deal email"]]}
        outcome = {"Won": "won", "Lost": "lost"}.get(row["stage"], "open")
        deals.append(
            Deal(
                row["deal"],
                names.get(row["deal owner"], row["deal owner"]) or None,
                _day(row["opened"]),
                None if outcome == "open" else _day(row["closed"]),
                outcome,
                int(row["amount"]) if row["amount"] else None,
                tuple(sorted(keys)),
                row["product"] or None,
            )
        )
    owners = [row for row in tables.get("owners", ()) if row["owner team"]]
    teams = {row["owner name"]: row["owner team"] for row in owners}
    costs = tables.get("costs", ())
    ids = {row["lead"]: into.get(row["lead"], row["lead"]) for row in tables.get("leads", ())}
    touches = read_touches(tables.get("touches", ()), costs, by_email | ids)
    return Company(list(leads.values()), deals, teams, read_costs(costs), touches)


def _changes(history: Sequence[Raw]) -> dict[str, list[tuple[str, date]]]:
    """What each lead's changes of status mean; the same status again is no change."""
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    last: dict[str, str] = {}
    for row in sorted(history, key=lambda row: _moment(row["changed"])):
        key, status = row["changed lead"], row["new status"]
        if last.get(key) != status and status in STATUSES:
            found[key].append((STATUSES[status], _moment(row["changed"]).date()))
        last[key] = status
    return found


def _person(key: str, rows: Sequence[Raw], names: Raw, changes: Sequence[tuple[str, date]]) -> Lead:
    """One person of all records: the oldest names the source, the youngest the owner.

    A record that was merged into another counts for the owner before that one, whatever its age.
    """
    by_age = sorted(rows, key=lambda row: _age(row["created"], row["lead"]))
    by_word = sorted(by_age, key=lambda row: row["lead"] == key)
    owners = [names.get(row["owner"], row["owner"]) for row in by_word if row["owner"]]
    events = [event for row in rows for event in _events(row, DATES)]
    oldest = by_age[0]
    return Lead(
        key,
        _moment(oldest["created"]).date(),
        _age(oldest["created"], oldest["lead"]),
        _oldest_says(by_age, "source"),
        owners[-1] if owners else None,
        [*events, *changes],
        campaign=_oldest_says(by_age, "lead campaign"),
        industry=_oldest_says(by_age, "industry"),
        size=_band(_oldest_says(by_age, "employees")),
    )


def _oldest_says(by_age: Sequence[Raw], header: str) -> str | None:
    return next((row[header] for row in by_age if row.get(header)), None)


def _band(employees: str | None) -> str | None:
    """The band that a number of employees falls into."""
    if employees is None:
        return None
    firsts = {1: "1-9", 10: "10-49", 50: "50-299", 300: "300-999", 1000: "1000+"}
    return next(firsts[first] for first in sorted(firsts, reverse=True) if int(employees) >= first)


def _links(tables: Tables) -> dict[str, set[str]]:
    """The leads that ids name for each deal, whichever table says so."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables.get("leads", ()):
        for deal in filter(None, row["lead deals"].split(";")):
            found[deal].add(row["lead"])
    for row in tables.get("deals", ()):
        found[row["deal"]].update(filter(None, row["deal leads"].split(";")))
    for row in tables.get("links", ()):
        found[row["linked deal"]].add(row["linked lead"])
    return found
