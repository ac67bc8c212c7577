"""The two reports of sales' tool: Salesforce in Japanese, cp932, all quoted, with a footer."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from .columns import choose, days_as_text, minutes_as_text, numbers_as_text, pick
from .company import Company
from .deals import LOST, WON
from .ids import LEAD_PREFIX, OPPORTUNITY_PREFIX, record_ids, to_18
from .names import GIVEN, SURNAMES, TITLES, company_names, emails
from .parameters import MARKETERS, SALES, SOURCES
from .workdays import MISSING, Bools, Ints, day_number

LEAD_HEADER = (
    "リード ID", "姓", "名", "会社名", "メール", "役職", "状況", "リードソース", "リード 所有者",
    "作成日", "引き渡し日", "営業受入日", "SQL日", "差し戻し日", "差し戻し理由", "再引き渡し日",
    "取引開始済み", "取引の開始日", "商談 ID",
)  # fmt: skip
OPPORTUNITY_HEADER = (
    "商談 ID", "商談名", "取引先名", "フェーズ", "金額", "完了予定日", "作成日", "確度(%)",
    "商談 所有者", "リードソース", "失注理由", "製品",
)  # fmt: skip

_PHASES = ("ヒアリング", "提案", "見積", "最終調整", "受注", "失注")
_PROBABILITY = ("10", "30", "50", "80", "100", "0")
_PRODUCTS = ("受発注クラウド", "在庫クラウド", "分析オプション")
# Some free texts with what breaks careless readers: line breaks, commas, quotes, cp932 only.
_RETURN_REASONS = (
    *("予算なし",) * 5, *("時期未定",) * 6, *("情報収集のみ",) * 6,
    *("連絡がつかない",) * 5, *("対象外の業種",) * 3, *("競合導入済み",) * 3,
    "①予算なし\n②来期に再検討",
    "担当者が異動, 後任は未定",
    "「まだ早い」との返答\n(\"来春ごろ\"とのこと)",
)  # fmt: skip
_LOSS_REASONS = (
    *("価格",) * 5, *("競合に敗退",) * 5, *("時期延期",) * 5, *("予算凍結",) * 4,
    *("機能不足",) * 3, *("連絡途絶",) * 4, *("",) * 2,
    "競合(㈱の大手)に敗退, 価格差 約20％",
    "予算凍結\n①稟議で否決 ②再提案は来期",
)  # fmt: skip
_STATUS = ("未対応", "対応中", "有望", "差し戻し", "見送り", "取引開始済み")
_NEW, _WORKING, _QUALIFIED, _RETURNED, _PASSED_OVER, _CONVERTED = range(6)
_PASSED_OVER_AFTER_DAYS = 40
_FIRST_LEAD, _FIRST_OPPORTUNITY = 20_411_987, 8_130_455


def opportunity_ids(company: Company) -> list[str]:
    """15-character ids of all deals, in their order."""
    return record_ids(OPPORTUNITY_PREFIX, _FIRST_OPPORTUNITY, company.deals.opened.size)


def lead_ids(company: Company) -> list[str]:
    """15-character ids of the people handed over, in that order."""
    return record_ids(LEAD_PREFIX, _FIRST_LEAD, company.handed_in_order().size)


def write_leads(company: Company, path: Path) -> None:
    """Write the people who were handed over, in that order."""
    who, journey = company.who, company.journey
    rows = company.handed_in_order()
    # The report knows today's state only: a second acceptance has overwritten the first.
    again = journey.accepted_again[rows]
    accepted = np.where(again != MISSING, again, journey.accepted[rows])
    accepted = np.where(journey.acceptance_unrecorded[rows], MISSING, accepted)
    synced = minutes_as_text(journey.handed[rows], "/")
    returned = journey.returned[rows]
    reasons = choose(_RETURN_REASONS, company.habits.draw[rows])
    long_ids = ["", *map(to_18, opportunity_ids(company))]
    converted = (company.deal[rows] != MISSING).astype(np.int64)
    addresses = zip(
        emails(who, company.customers, rows),
        company.habits.shouts[rows].tolist(),
        who.number[rows].tolist(),
        strict=True,
    )
    columns: list[list[str]] = [
        lead_ids(company),
        pick([written for written, _ in SURNAMES], who.surname[rows]),
        pick([written for written, _ in GIVEN], who.given[rows]),
        company_names(who, company.customers, rows),
        [
            (mail.upper() if number % 2 else mail.title()) if shouts else mail
            for mail, shouts, number in addresses
        ],
        pick(TITLES, who.title[rows]),
        pick(_STATUS, _status(company, rows)),
        pick([source.name for source in SOURCES], company.arrivals.source[rows]),
        pick(SALES, journey.owner[rows]),
        synced,
        synced,
        days_as_text(accepted, "/"),
        days_as_text(journey.sql[rows], "/"),
        days_as_text(returned, "/"),
        [
            r if back else ""
            for r, back in zip(reasons, (returned != MISSING).tolist(), strict=True)
        ],
        days_as_text(journey.handed_again[rows], "/"),
        numbers_as_text(converted),
        days_as_text(journey.opportunity[rows], "/"),
        pick(long_ids, company.deal[rows] + 1),
    ]
    write_report(path, LEAD_HEADER, columns, "引き渡しリード一覧", company.until)


def write_opportunities(company: Company, path: Path) -> None:
    """Write all deals, in the order they were opened."""
    deals = company.deals
    outcome = deals.outcome
    phase = np.where(outcome == WON, 4, np.where(outcome == LOST, 5, deals.phase))
    accounts = pick(company.customers.name, deals.company)
    products = choose(_PRODUCTS, deals.draw)
    reasons = choose(_LOSS_REASONS, deals.draw * 97 % 1)  # another draw out of the same one
    columns: list[list[str]] = [
        opportunity_ids(company),
        [f"{name} {item}導入" for name, item in zip(accounts, products, strict=True)],
        accounts,
        pick(_PHASES, phase),
        [f"{yen:,}" for yen in deals.amount.tolist()],
        days_as_text(deals.closing, "/"),
        days_as_text(deals.opened, "/"),
        pick(_PROBABILITY, phase),
        pick(SALES, deals.owner),
        pick([source.name for source in SOURCES], deals.source),
        _where(outcome == LOST, reasons),
        products,
    ]
    write_report(path, OPPORTUNITY_HEADER, columns, "商談一覧", company.until)


def _where(mask: Bools, texts: list[str]) -> list[str]:
    """The text where the mask holds, else empty."""
    return [text if held else "" for text, held in zip(texts, mask.tolist(), strict=True)]


def _status(company: Company, rows: Ints) -> Ints:
    """Where each lead stands today, index of `_STATUS`."""
    journey = company.journey
    again = journey.handed_again[rows] != MISSING
    accepted = np.where(again, journey.accepted_again[rows], journey.accepted[rows])
    status = np.where(accepted != MISSING, _WORKING, _NEW)
    # Old ones that sales gave up without saying when.
    old = (accepted != MISSING) & (accepted < day_number(company.until) - _PASSED_OVER_AFTER_DAYS)
    status[old & (company.habits.draw[rows] < 0.6)] = _PASSED_OVER
    status[(journey.returned[rows] != MISSING) & ~again] = _RETURNED
    status[journey.sql[rows] != MISSING] = _QUALIFIED
    status[company.deal[rows] != MISSING] = _CONVERTED
    return status


def write_report(
    path: Path, header: Sequence[str], columns: list[list[str]], name: str, until: date
) -> None:
    """All fields quoted, LF, and under the data what Salesforce puts there."""
    with path.open("w", encoding="cp932", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        data: Iterable[tuple[str, ...]] = zip(*columns, strict=True)
        writer.writerows(data)
        writer.writerow([f"総計 ({len(columns[0])} 件)"])
        file.write("\n")
        for line in (
            name,
            f"Copyright (c) 2000-{until.year} salesforce.com, inc. All rights reserved.",
            "Confidential Information - Do Not Distribute",
            f"作成者: {MARKETERS[0]} {until:%Y/%m/%d}",
        ):
            writer.writerow([line])
