"""The metrics once more, by plain loops over the raw files of a simulated company.

Written from the definitions and from nothing else of the product: no SQL, no shared code.
"""

from __future__ import annotations

import csv
import io
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

STAGES = ["lead", "mql", "handed_over", "accepted", "sql", "opportunity", "won"]
SALES = "営業起点"


@dataclass
class Lead:
    key: str
    created: datetime
    source: str | None
    owner: str | None
    dates: dict[str, date] = field(default_factory=dict)
    deal_keys: set[str] = field(default_factory=set)

    def entered(self, stage: str) -> date | None:
        """Its own date, or that of the next stage reached."""
        later = STAGES[STAGES.index(stage) :]
        return next((self.dates[s] for s in later if s in self.dates), None)

    def reached(self, stage: str, as_of: date) -> bool:
        later = STAGES[STAGES.index(stage) :]
        return any(self.dates[s] <= as_of for s in later if s in self.dates)


@dataclass
class Deal:
    key: str
    owner: str
    opened: date
    closed: date | None
    outcome: str
    amount: int
    lead: Lead | None = None

    @property
    def source(self) -> str | None:
        return self.lead.source if self.lead else SALES


def _day(text: str) -> date:
    return _moment(text).date()


def _moment(text: str) -> datetime:
    for form in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise AssertionError(text)


def _rows(path: Path, encoding: str) -> list[dict[str, str]]:
    text = path.read_text(encoding=encoding)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [
        row for row in rows if list(row.values())[1] is not None and any(list(row.values())[1:])
    ]


def read_company(files: list[Path]) -> tuple[list[Lead], list[Deal]]:
    contacts, sales_leads, opportunities = sorted(files)
    leads: dict[str, Lead] = {}
    for row in _rows(contacts, "utf-8-sig"):
        lead = Lead(
            row["レコードID"], _moment(row["作成日"]), row["リードソース"] or None,
            row["コンタクト担当者"] or None,
        )  # fmt: skip
        lead.dates["lead"] = lead.created.date()
        if mql := row["MQL(マーケティング上の有望な見込み客)になった日付"]:
            lead.dates["mql"] = _day(mql)
        leads[row["Eメール"].lower()] = lead
    by_deal: dict[str, list[Lead]] = defaultdict(list)
    for row in _rows(sales_leads, "cp932"):
        lead = leads[row["メール"].lower()]
        lead.owner = row["リード 所有者"] or lead.owner
        for header, stage in (
            ("引き渡し日", "handed_over"),
            ("営業受入日", "accepted"),
            ("SQL日", "sql"),
        ):
            if row[header]:
                lead.dates[stage] = _day(row[header])
        if row["商談 ID"]:
            by_deal[row["商談 ID"][:15]].append(lead)
    deals = []
    for row in _rows(opportunities, "cp932"):
        outcome = {"受注": "won", "失注": "lost"}.get(row["フェーズ"], "open")
        deal = Deal(
            row["商談 ID"], row["商談 所有者"], _day(row["作成日"]),
            _day(row["完了予定日"]) if outcome != "open" else None, outcome,
            int(row["金額"].replace(",", "")),
        )  # fmt: skip
        linked = by_deal.get(deal.key, [])
        if linked:
            deal.lead = min(linked, key=lambda lead: (lead.created, lead.key))
            events = [("opportunity", deal.opened)]
            if outcome == "won" and deal.closed:
                events.append(("won", deal.closed))
            for stage, day in events:
                deal.lead.dates[stage] = min(day, deal.lead.dates.get(stage, day))
        deals.append(deal)
    return list(leads.values()), deals


def _event_rows(metric: str, basis: str, leads: list[Lead], deals: list[Deal], as_of: date):
    """(day, source, owner, numerator, denominator) for every row a metric counts."""
    counts = {
        "leads": "lead", "mqls": "mql", "handovers": "handed_over", "sqls": "sql",
        "opportunities": "opportunity", "wins": "won",
    }  # fmt: skip
    rates = {
        "mql_rate": ("lead", "mql"), "handover_rate": ("mql", "handed_over"),
        "sql_rate": ("handed_over", "sql"), "sql_opportunity_rate": ("sql", "opportunity"),
        "opportunity_rate": ("handed_over", "opportunity"), "lead_win_rate": ("lead", "won"),
    }  # fmt: skip
    won = [d for d in deals if d.outcome == "won" and d.closed and d.closed <= as_of]
    lost = [d for d in deals if d.outcome == "lost" and d.closed and d.closed <= as_of]
    if metric in counts:
        stage = counts[metric]
        if basis == "cohort":
            for lead in leads:
                if lead.reached(stage, as_of):
                    yield lead.dates["lead"], lead.source, lead.owner, 1, 0
        elif stage == "opportunity":
            for deal in deals:
                yield deal.opened, deal.source, deal.owner, 1, 0
        elif stage == "won":
            for deal in won:
                yield deal.closed, deal.source, deal.owner, 1, 0
        else:
            for lead in leads:
                if day := lead.entered(stage):
                    yield day, lead.source, lead.owner, 1, 0
    elif metric in rates:
        base, target = rates[metric]
        for lead in leads:
            day = lead.entered(base)
            if day is None:
                continue
            reached = basis == "cohort" and lead.reached(target, as_of)
            yield day, lead.source, lead.owner, int(reached), 1
        if basis == "period" and target == "opportunity":
            for deal in deals:
                if deal.lead:
                    yield deal.opened, deal.lead.source, deal.lead.owner, 1, 0
        elif basis == "period" and target == "won":
            for deal in won:
                if deal.lead:
                    yield deal.closed, deal.lead.source, deal.lead.owner, 1, 0
        elif basis == "period":
            for lead in leads:
                if day := lead.entered(target):
                    yield day, lead.source, lead.owner, 1, 0
    elif metric == "win_rate" and basis == "period":
        for deal in won + lost:
            yield deal.closed, deal.source, deal.owner, int(deal.outcome == "won"), 1
    elif metric == "win_rate":
        for deal in deals:
            yield deal.opened, deal.source, deal.owner, int(deal in won), 1
    elif metric == "won_value":
        for deal in won:
            if basis == "period":
                yield deal.closed, deal.source, deal.owner, deal.amount, 0
            elif deal.lead:
                yield deal.lead.dates["lead"], deal.source, deal.lead.owner, deal.amount, 0
    elif metric == "lead_time_days":
        for deal in won:
            if deal.lead:
                first = deal.lead.dates["lead"]
                day = deal.closed if basis == "period" else first
                yield day, deal.source, deal.owner, (deal.closed - first).days, 1
    else:
        chosen = {"deal_length_days": won, "lost_deal_length_days": lost}[metric]
        for deal in chosen:
            day = deal.closed if basis == "period" else deal.opened
            yield day, deal.source, deal.owner, (deal.closed - deal.opened).days, 1


def oracle(
    metric: str, basis: str, by: str | None, leads: list[Lead], deals: list[Deal],
    since: date, until: date, as_of: date,
) -> dict[str | None, tuple[float, float, float | None]]:  # fmt: skip
    """Group -> (numerator, denominator, median of the numerators)."""
    groups: dict[str | None, list[tuple[float, float]]] = defaultdict(list)
    for day, source, owner, numerator, denominator in _event_rows(
        metric, basis, leads, deals, as_of
    ):
        if since <= day <= until and day <= as_of:
            key = {"source": source, "owner": owner, "month": f"{day:%Y-%m}", None: "all"}[by]
            groups[key].append((numerator, denominator))
    return {
        key: (
            sum(n for n, _ in rows),
            sum(d for _, d in rows),
            statistics.median(n for n, _ in rows),
        )
        for key, rows in groups.items()
    }
