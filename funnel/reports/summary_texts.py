"""The month in sentences, English and Japanese, and as Markdown to be pasted.

Amounts, shares and months are written as on the page of the month, counts as on those of the week
and the promises: whoever looks one up finds the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from funnel.analysis.forecast import Forecast, Missing
from funnel.analysis.verdicts import Change, Verdict
from funnel.calendar import month_end, month_start
from funnel.messages import Language
from funnel.reports.forecast_texts import refused
from funnel.reports.month_series import Point
from funnel.reports.monthly import Month
from funnel.reports.promise_texts import NAMES, PARTIES
from funnel.reports.promises import Kept
from funnel.reports.summary import Summary
from funnel.reports.summary_why import growth, why
from funnel.reports.summary_words import Words
from funnel.reports.worth import TITLES

Kind = Literal["so_far", "ahead", "why", "stuck", "promises", "ask"]
LIKELY, EVEN = 0.5, 0.4
"""From when on a target counts as missed, and as open, as on the page of the month."""
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


@dataclass(frozen=True)
class Sentence:
    """What is said of one question, on one line of plain text."""

    kind: Kind
    title: str
    text: str


def sentences(found: Summary, language: Language) -> tuple[Sentence, ...]:
    """Five or six: on track, what comes, why it changed, where it is stuck, promises, one ask."""
    return _told(found, Words(language))


def as_markdown(found: Summary, language: Language) -> str:
    """The same as a heading and a list; what names hold of Markdown is escaped."""
    words = Words(language, lambda name: name.translate(MARKS))
    lines = [f"- **{one.title}**: {one.text}" for one in _told(found, words)]
    note = words("data", day=f"{found.month.as_of:%Y/%m/%d}")
    return "\n".join([f"## {title_of(found, language)}", "", *lines, "", note, ""])


def title_of(found: Summary, language: Language) -> str:
    """`2026年11月(20日まで)のまとめ`."""
    words, month = Words(language), found.month
    key = "title_part" if _is_unfinished(month) else "title"
    return words(key, year=month.month.year, month=month.month.month, day=month.as_of.day)


def _told(found: Summary, words: Words) -> tuple[Sentence, ...]:
    listed: list[tuple[Kind, str]] = [
        ("so_far", _so_far(found.month, words)),
        ("ahead", _ahead(found.month, words)),
        ("why", why(found.month, words)),
        ("stuck", _stuck(found.found.verdict, words)),
        ("promises", _promises(found, words)),
        ("ask", _ask(found, words)),
    ]
    return tuple(Sentence(kind, words(f"title_{kind}"), text) for kind, text in listed if text)


def _so_far(told: Month, words: Words) -> str:
    """The fiscal year against its target or the year before, and the month as far as it is."""
    if not told.drawn.is_measured:
        return words("wins_not_measured")
    said = ""
    for key, held in (("target", told.to_target), ("year", told.to_year)):
        if held is not None and held.ratio is not None and not said:
            said = words(
                f"so_far_{key}",
                until=words.month(month_start(held.until)),
                share=f"{held.ratio:.0%}" if key == "target" else growth(held.value, held.against),
            )
    point = told.drawn.at(told.month)
    if point is None or point.value is None:
        return said or words("nothing_yet")
    key = "month_part" if _is_unfinished(told) or point.is_partial else "month_whole"
    return said + words(
        key,
        month=words.month(told.month),
        day=point.until.day,
        amount=words.amount(told, point.value),
        target=_target(told, point, words),
    )


def _target(told: Month, point: Point, words: Words) -> str:
    """Of the whole month, which an unfinished one is not yet held against."""
    if point.target is None:
        return ""
    return words("of_target", target=words.amount(told, point.target))


def _is_unfinished(told: Month) -> bool:
    return told.as_of < month_end(told.month)


def _ahead(told: Month, words: Words) -> str:
    if not isinstance(told.forecast.forecast, Forecast):
        return words.said(refused(told.forecast.forecast)) + words("stop")
    if told.total is None:
        return ""
    until = words.month(told.ahead[-1].month)
    low, high, median = (
        words.amount(told, each)
        for each in (told.total.low80, told.total.high80, told.total.median)
    )
    said = words("ahead", until=until, count=len(told.ahead), low=low, high=high, median=median)
    return said + _missing(told, words)


def _missing(told: Month, words: Words) -> str:
    found = short_of(told)
    if found is None:
        return ""
    month, missing = found
    key = "met"
    if missing.probability >= LIKELY and missing.gap > 0:
        key = "short"
    elif missing.probability >= EVEN:
        key = "even"
    return words(key, month=words.month(month), chance=f"{missing.probability:.0%}",
                 gap=words.amount(told, missing.gap))  # fmt: skip


def short_of(told: Month) -> tuple[date, Missing] | None:
    """By the end of which month how much is missing: of all, or of the first with a target."""
    if told.missing is not None:
        return told.ahead[-1].month, told.missing
    months = [(one.month, one.missing) for one in told.ahead]
    return next(((month, missing) for month, missing in months if missing is not None), None)


def _stuck(said: Verdict, words: Words) -> str:
    if said.state == "not_enough":
        return words("not_enough")
    change, holds = said.change, said.constraint
    if change is not None and (said.order[0] == "change" or holds is None):
        return words(
            f"stuck_{'red' if said.state == 'red' else 'amber'}",
            step=words.step(change.base, change.target),
            where=_where(change, words),
            target=words.said(TITLES[change.target]),
            observed=_number(change.observed),
            expected=_number(change.expected),
        )
    if change is None and said.inflow is not None and said.inflow.reading is not None:
        return words(
            "inflow",
            stage=words.said(TITLES[said.inflow.stage]),
            observed=_number(said.inflow.observed),
            expected=_number(said.inflow.expected),
        )
    none = words("none") if change is None else ""
    if holds is None:
        return none
    return none + words(
        "gain",
        step=words.step(holds.base, holds.target),
        target=words.said(TITLES[holds.target]),
        entries=_number(holds.entries),
    )


def _where(change: Change, words: Words) -> str:
    """The one source that it is about, where it is about one."""
    return words("where", name=words.name(change.source)) if change.in_one_source else ""


def _number(value: float) -> str:
    """With a decimal only where it is small and not whole, as the headline of the week."""
    rounded = f"{value:.1f}" if 0 < value < 9.95 else f"{value:,.0f}"
    return rounded.removesuffix(".0")


def _promises(found: Summary, words: Words) -> str:
    if not found.is_agreed:
        return words("nothing_agreed")
    judged = [one for one in found.kept if one.share is not None]
    if not judged:
        return words("unjudged")
    met, broken = sum(one.met for one in judged), sum(one.broken for one in judged)
    said = words("kept", met=f"{met:,}", judged=f"{met + broken:,}")
    least = weakest(judged)
    if least is None or not least.broken or least.share is None:
        return said + words("all_kept")
    return said + words(
        "weakest",
        party=words.said(PARTIES[least.party]),
        name=words.said(NAMES[least.promise]),
        share=f"{least.share:.0%}",
        met=f"{least.met:,}",
        judged=f"{least.met + least.broken:,}",
        few=words("few") if least.judged.state == "too_few" else "",
    )


def weakest(judged: list[Kept]) -> Kept | None:
    """The promise kept least of those that can be judged, as the page of promises names it."""
    sure = [one for one in judged if one.judged.state == "enough"]
    return min(sure or judged, key=lambda one: (one.share or 0, -one.broken), default=None)


def _ask(found: Summary, words: Words) -> str:
    """One thing to decide: what is stuck before what is missing, and data before both."""
    told, said = found.month, found.found.verdict
    if not told.drawn.is_measured:
        return words("ask_deals")
    change = said.change
    if change is not None and said.order[0] == "change" and found.behind:
        return words(
            "ask_step",
            step=words.step(change.base, change.target),
            where=_where(change, words),
            count=f"{found.behind:,}",
        )
    if change is None and said.inflow is not None and said.inflow.reading is not None:
        return words("ask_leads")
    short = short_of(told)
    if said.constraint is not None and found.behind:
        holds = said.constraint
        key = "ask_gain_short" if short and short[1].probability >= EVEN else "ask_gain"
        return words(key, step=words.step(holds.base, holds.target), count=f"{found.behind:,}")
    if said.state == "not_enough" or not isinstance(told.forecast.forecast, Forecast):
        return words("ask_history")
    if short is None and told.figure == "revenue":
        return words("ask_target")
    return words("ask_keep")
