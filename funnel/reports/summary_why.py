"""Why the last whole month changed, in a sentence or two of the month's summary."""

from __future__ import annotations

from datetime import date

from funnel.analysis.explain import Explained, Part
from funnel.filters import STAGES
from funnel.reports.forecast_texts import refused
from funnel.reports.monthly import Month
from funnel.reports.summary_words import MINUS, Words

NAMED = 3
"""Parts of a change that are named."""


def why(told: Month, words: Words) -> str:
    """What the month did against another, and the parts of it that can be named."""
    report = told.change.report
    found = report.explained
    if not isinstance(found, Explained):
        return words.said(refused(found)) + words("stop")
    month, other = (date.fromisoformat(f"{name}-01") for name in (report.month, report.other))
    after, before = found.after * found.unit, found.before * found.unit
    said = words(
        "moved",
        month=words.month(month),
        amount=words.amount(told, after),
        against=words("year_before") if told.change.against == "year" else words.month(other),
        moved=growth(after, before) if before else words.amount(told, after - before, signed=True),
    )
    return said + _parts(told, found, words)


def _parts(told: Month, found: Explained, words: Words) -> str:
    *bars, rest = told.change.bars
    largest = sorted((bar for bar in bars if bar.amount), key=lambda bar: -abs(bar.amount))
    is_chance = abs(rest.amount) > sum(abs(bar.amount) for bar in largest)
    listed = words("comma").join(
        words("part", name=_part_name(bar, told.change.bars, words),
              amount=words.amount(told, bar.amount * found.unit, signed=True))
        for bar in largest[: NAMED - is_chance]
    )  # fmt: skip
    if not is_chance:
        return words("parts", parts=listed) if listed else ""
    amount = words.amount(told, rest.amount * found.unit, signed=True)
    return words("by_chance" if listed else "all_chance", parts=listed, rest=amount)


def _part_name(part: Part, bars: tuple[Part, ...], words: Words) -> str:
    """A step by the two stages it lies between."""
    if part.kind != "stage" or part.name is None:
        return words(f"part_{part.kind}")
    along = [bar.name for bar in bars if bar.kind == "stage" and bar.name in STAGES]
    place = along.index(part.name) + 1 if part.name in along else len(along)
    after = along[place] if place < len(along) else None
    return words.step(part.name, after or "won")


def growth(value: float, before: float) -> str:
    """`−60%`."""
    share = round(100 * (value / before - 1))
    return f"{MINUS if share < 0 else '+'}{abs(share):,}%"
