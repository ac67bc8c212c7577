"""Marketing's own tables: what people did, and what was spent to bring them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from .arrivals import Arrivals
from .columns import minutes_as_text, numbers_as_text, pick
from .journey import Journey
from .names import Customers, Identities, emails
from .parameters import EXHIBITION, SOURCES, WEBINAR
from .workdays import MISSING, Calendar, Floats, Ints, number_to_date

TOUCH_HEADER = ("メールアドレス", "接点種別", "施策名", "流入元", "接点日時")
SPEND_HEADER = ("施策名", "媒体", "期間開始", "期間終了", "費用")

_MAIL = len(SOURCES)
_CHANNELS = (*(source.name for source in SOURCES), "メール")
_KINDS = (
    "資料請求",
    "広告クリック",
    "ウェビナー参加",
    "展示会来場",
    "紹介",
    "問い合わせ",
    "メールクリック",
)
_CAMPAIGNS = (
    "資料ダウンロード",
    "検索広告",
    "月例ウェビナー",
    "展示会",
    "お客様紹介",
    "",
    "メールマガジン",
)
_LATER = (0.22, 0.06, 0.20, 0.02, 0.0, 0.0, 0.50)
"""Of the touches after the first one: by which channel."""
_LATER_BEFORE_MQL, _LATER_OF_OTHERS = 2.6, 0.7
"""Touches after the first, on average, of those who become MQL and of the others."""
_WITHIN_DAYS = 75
_COST_A_LEAD_YEN = (5_200, 19_000, 9_500, 23_000, 0, 0, 0)
_MAIL_A_MONTH_YEN = 80_000
_COST_STEP_YEN = 1_000


@dataclass(frozen=True)
class Touches:
    """What people did, by time; shape (touches,) each. `lead` is the row of the lead.

    `moment` is in minutes since 1970-01-01 00:00 local time, `channel` indexes the lead sources
    and, after them, mail.
    """

    lead: Ints
    moment: Ints
    channel: Ints


def touch(
    arrivals: Arrivals, journey: Journey, calendar: Calendar, rng: np.random.Generator
) -> Touches:
    """The first touch is how a lead arrived; further ones lead to the MQL, or to nothing."""
    people = arrivals.source.size
    is_mql = journey.mql != MISSING
    further = rng.poisson(np.where(is_mql, _LATER_BEFORE_MQL, _LATER_OF_OTHERS))
    lead = np.repeat(np.arange(people), further)
    end = np.where(is_mql, journey.mql, arrivals.created + _WITHIN_DAYS * 1440)
    # Some go on reading after they are MQL: a third of the way further.
    share: Floats = rng.beta(1.2, 1.4, lead.size) * 1.3
    moment = arrivals.created[lead] + (
        share * np.maximum(end - arrivals.created, 1440)[lead]
    ).astype(np.int64)
    channel = rng.choice(len(_LATER), lead.size, p=np.array(_LATER)).astype(np.int64)
    kept = moment // 1440 <= calendar.until
    everyone = np.arange(people)
    rows = np.concatenate((everyone, lead[kept]))
    moments = np.concatenate((arrivals.created, moment[kept]))
    channels = np.concatenate((arrivals.source, channel[kept]))
    order = np.argsort(moments, kind="stable")
    return Touches(rows[order], moments[order], channels[order])


def write_touches(touches: Touches, who: Identities, customers: Customers, path: Path) -> None:
    """Write all touches, oldest first, as a spreadsheet of marketing's would have them."""
    days = touches.moment // 1440
    columns = [
        emails(who, customers, touches.lead),
        pick(_KINDS, touches.channel),
        _campaigns(touches.channel, days),
        pick(_CHANNELS, touches.channel),
        minutes_as_text(touches.moment, "-"),
    ]
    _write(path, TOUCH_HEADER, columns)


def write_spend(touches: Touches, path: Path) -> None:
    """Write what each campaign cost, month by month, for the leads it brought."""
    firsts = np.unique(touches.lead, return_index=True)[1]
    months = _months(touches.moment[firsts] // 1440)
    channel = touches.channel[firsts]
    rows: list[tuple[str, str, date, int]] = []
    for month in np.unique(months).tolist():
        first = number_to_date(month)
        for index, cost in enumerate(_COST_A_LEAD_YEN):
            brought = int(((months == month) & (channel == index)).sum())
            yen = brought * cost // _COST_STEP_YEN * _COST_STEP_YEN
            if yen:
                rows.append((_named(index, first), _CHANNELS[index], first, yen))
        rows.append((_named(_MAIL, first), _CHANNELS[_MAIL], first, _MAIL_A_MONTH_YEN))
    _write(
        path,
        SPEND_HEADER,
        [
            [name for name, _, _, _ in rows],
            [medium for _, medium, _, _ in rows],
            [f"{first:%Y/%m/%d}" for _, _, first, _ in rows],
            [f"{_month_end(first):%Y/%m/%d}" for _, _, first, _ in rows],
            numbers_as_text(np.array([yen for _, _, _, yen in rows], dtype=np.int64)),
        ],
    )


def _named(channel: int, month: date) -> str:
    """A campaign by its name: exhibitions by season, webinars and mail by month, ads for ever."""
    name = _CAMPAIGNS[channel]
    if channel == EXHIBITION:
        return f"{month.year}年{'春' if 3 <= month.month <= 8 else '秋'} {name}"
    return f"{name} {month:%Y-%m}" if channel in (WEBINAR, _MAIL) else name


def _campaigns(channel: Ints, days: Ints) -> list[str]:
    months = _months(days)
    table = {
        (index, month): _named(index, number_to_date(month))
        for index in range(len(_CAMPAIGNS))
        for month in np.unique(months).tolist()
    }
    return [table[pair] for pair in zip(channel.tolist(), months.tolist(), strict=True)]


def _months(days: Ints) -> Ints:
    """The first day of each day's month, in days since 1970."""
    months: Ints = (
        days.astype("datetime64[D]")
        .astype("datetime64[M]")
        .astype("datetime64[D]")
        .astype(np.int64)
    )
    return months


def _month_end(first: date) -> date:
    month = np.datetime64(first, "M") + 1
    return number_to_date(int(month.astype("datetime64[D]").astype(np.int64)) - 1)


def _write(path: Path, header: tuple[str, ...], columns: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(zip(*columns, strict=True))
