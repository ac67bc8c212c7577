"""Cells that DuckDB's plain forms do not cover, read one distinct text at a time.

What is doubtful is not read: a value left out is seen and mended, a wrong one is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from funnel.calendar import ZONE_NAME
from funnel.importers.cells.amounts import (
    read_number,
    unit_of_header,
)
from funnel.importers.cells.folding import plain
from funnel.importers.cells.moments import Serials, read_moment
from funnel.importers.profiles.profile import DateOrder, DecimalMark, Kind

YES = (
    "TRUE", "T", "YES", "Y", "ON", "1", "1.0", "はい", "有", "有り", "あり", "済", "済み", "該当",
    "対象", "完了", "可", "有効", "真", "○", "〇", "◯", "●", "◎", "■", "✓", "✔", "☑", "✅", "レ",
)  # fmt: skip
NO = (
    "FALSE", "F", "NO", "N", "OFF", "0", "0.0", "いいえ", "無", "無し", "なし", "未", "未済",
    "非該当", "対象外", "未完了", "不可", "否", "無効", "偽", "×", "✕", "✖", "✗", "✘", "☐", "□",
)  # fmt: skip
"""A Latin x means yes on some forms and no on others: neither."""


@dataclass(frozen=True)
class Reading:
    """What a cell was understood as, in the words of SQL, and whether it gave a time of day."""

    value: str
    has_time: bool = False


def read(
    kind: Kind,
    text: str,
    *,
    order: DateOrder = "ymd",
    timezone: str = ZONE_NAME,
    naive: str | None = None,
    header: str = "",
    mark: DecimalMark | None = None,
    allows_month: bool = False,
    serials: Serials | None = "1900",
) -> Reading | None:
    """Read a cell of a column of moments, money or flags; None where it cannot be told.

    The value is a timestamp in `timezone`, a decimal in units of the currency, or true or false.
    """
    match kind:
        case "moment":
            moment = read_moment(
                text, order, timezone, naive=naive, allows_month=allows_month, serials=serials
            )
            return Reading(moment.moment.isoformat(" "), moment.has_time) if moment else None
        case "money":
            number = read_number(text, unit_of_header(header), mark)
            return None if number is None else Reading(f"{number:f}")
        case "flag":
            flag = read_flag(text)
            return None if flag is None else Reading("true" if flag else "false")
        case _:
            return None


def read_flag(text: str) -> bool | None:
    """Yes or no, None of any other word."""
    word = plain(text)
    return True if word in YES else False if word in NO else None
