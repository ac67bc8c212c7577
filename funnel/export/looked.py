"""What is looked at, and how its words and names are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnel.calendar import month_end
from funnel.masking import mask_address, one_line
from funnel.messages import Language, in_language
from funnel.metrics.query import days_covered
from funnel.reports.digest_words import Words
from funnel.reports.duration_texts import Text
from funnel.store.database import Database

What = Literal["month", "week"]
FILE_NAMES: dict[What, Text] = {
    "week": ("shared-funnel_{day:%Y-%m-%d}_week", "共有ファネル_{day:%Y-%m-%d}_週次"),
    "month": ("shared-funnel_{day:%Y-%m}_month", "共有ファネル_{day:%Y-%m}_月次"),
}


@dataclass(frozen=True)
class Looked:
    """A month up to its end, or to the last day of the data; `day` is that of the look itself.

    `sources` narrows the funnel; empty for all.
    """

    month: date
    as_of: date
    day: date
    language: Language
    sources: tuple[str | None, ...] = ()

    def file_name(self, what: What) -> str:
        """Without its ending."""
        return in_language(FILE_NAMES[what], self.language).format(day=self.as_of)


def looked_at(db: Database, month: date | None, day: date, language: Language) -> Looked:
    """All sources of a month; the last one where none is named."""
    last = days_covered(db)[1]
    since = last.replace(day=1) if month is None else month
    return Looked(since, min(month_end(since), last), day, language)


class Said:
    """The texts of one language, and what the digest says in the same way."""

    def __init__(self, texts: Mapping[str, Text], language: Language) -> None:
        self.texts = texts
        self.language: Language = language
        self.words = Words(language)

    def __call__(self, key: str, **values: object) -> str:
        return in_language(self.texts[key], self.language).format(**values)

    def raw(self, key: str) -> str:
        """A text whose values are not known yet."""
        return self.both(self.texts[key])

    def both(self, text: Text) -> str:
        """Of a text that another report wrote."""
        return in_language(text, self.language)

    def month(self, month: date) -> str:
        """`2026年11月`, `Nov 2026`."""
        if self.language == "ja":
            return f"{month.year}年{month.month}月"
        return f"{month:%b} {month.year}"

    def month_alone(self, month: date) -> str:
        """`11月`, `Nov 2026`: as the pages say it in a sentence."""
        return f"{month.month}月" if self.language == "ja" else f"{month:%b} {month.year}"

    def short_month(self, month: date) -> str:
        """`11月`, `Nov`; January with its year, so that a row of months can be placed."""
        if self.language == "ja":
            return f"{month.year % 100}/{month.month}" if month.month == 1 else f"{month.month}月"
        return f"{month:%b} {month:%y}" if month.month == 1 else f"{month:%b}"


def plain_name(name: str | None, most: int = 40) -> str:
    """What people wrote, on one line of so many letters and without addresses."""
    return "" if name is None else mask_address(one_line(name, most))
