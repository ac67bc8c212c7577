"""The contacts export of marketing's tool: HubSpot in Japanese, UTF-8 with BOM, everybody."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from .columns import minutes_as_text, numbers_as_text, pick
from .company import Company
from .deals import WON
from .names import GIVEN, SURNAMES, TITLES, company_names, emails
from .parameters import MARKETERS, SOURCES
from .workdays import MISSING, Ints

HEADER = (
    "レコードID", "姓", "名", "Eメール", "会社名", "役職", "コンタクト担当者", "リードソース",
    "ライフサイクルステージ", "作成日", "リード(見込み客)になった日付",
    "MQL(マーケティング上の有望な見込み客)になった日付", "スコア",
)  # fmt: skip
_STAGES = ("リード", "MQL", "SQL", "商談", "顧客")
_FIRST_RECORD = 118_204_500_000
_CHUNK = 100_000  # rows turned into text at a time: memory stays flat for a million people


def lifecycle(company: Company) -> Ints:
    """High-water mark, index of `_STAGES`; shape (leads,). It stays when a lead is sent back."""
    journey = company.journey
    stage = np.zeros(journey.mql.size, dtype=np.int64)
    stage[journey.mql != MISSING] = 1
    stage[journey.sql != MISSING] = 2
    converted = np.flatnonzero(company.deal != MISSING)
    won = company.deals.outcome[company.deal[converted]] == WON
    stage[converted] = np.where(won, 4, 3)
    return stage


def write_contacts(company: Company, path: Path) -> None:
    """Write all people, in the order they were created."""
    people = company.arrivals.source.size
    stage = lifecycle(company)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for start in range(0, people, _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, people))
            writer.writerows(zip(*_columns(company, stage, rows), strict=True))


def _columns(company: Company, stage: Ints, rows: Ints) -> list[list[str]]:
    who, journey = company.who, company.journey
    # Record ids rise in uneven steps, as other objects take numbers too.
    record = _FIRST_RECORD + rows * 7 + who.number[rows] % 5
    missing = journey.mql_unrecorded[rows] & (journey.handed[rows] != MISSING)
    created = minutes_as_text(company.arrivals.created[rows], "-")
    return [
        numbers_as_text(record),
        pick([written for written, _ in SURNAMES], who.surname[rows]),
        pick([written for written, _ in GIVEN], who.given[rows]),
        emails(who, company.customers, rows),
        company_names(who, company.customers, rows),
        pick(TITLES, who.title[rows]),
        pick(MARKETERS, journey.marketer[rows]),
        pick([source.name for source in SOURCES], company.arrivals.source[rows]),
        pick(_STAGES, stage[rows]),
        created,
        created,
        minutes_as_text(np.where(missing, MISSING, journey.mql[rows]), "-"),
        numbers_as_text(company.habits.score[rows]),
    ]
