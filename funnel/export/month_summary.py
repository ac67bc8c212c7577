"""The first slide of the month: the sentence of its page, the three questions, the next action."""

from __future__ import annotations

from datetime import date

from funnel.analysis.explain import Explained, Part
from funnel.analysis.forecast import Forecast, Missing, Refusal
from funnel.calendar import month_start
from funnel.export.document import Band, Slide, Words
from funnel.export.looked import Said
from funnel.filters import STAGES
from funnel.money import short_money
from funnel.reports.forecast_texts import range_said, refused
from funnel.reports.monthly import Held, Month
from funnel.reports.worth import TITLES

MINUS = "\u2212"
LIKELY, EVEN = 0.5, 0.4
"""How likely a target is missed before it counts as missed, and as open whether it is."""
NAMED = 3
"""Parts of a change that the sentence names."""


def summary_slide(told: Month, said: Said) -> Slide:
    """All for those who read only that."""
    questions = (
        Words(said("on_track"), tuple(_on_track(told, said))),
        Words(said("ahead"), tuple(_ahead(told, said))),
        Words(said("changed"), tuple(_changed(told, said))),
    )
    action = Words(said("next"), (said(f"act_{state_of(told)}"),), is_action=True)
    return Slide(
        said("name_summary"), sentence(told, said), (Band(questions, 2.2), Band((action,)))
    )


def amount_said(told: Month, amount: float, said: Said, *, signed: bool = False) -> str:
    """Money, or wins, as people say them: `+520万円`, `3件`."""
    sign = (MINUS if amount < 0 else "+") if signed else ""
    shown = abs(amount) if signed else amount
    if told.figure == "revenue":
        return f"{sign}{short_money(shown, told.currency, said.language)}"
    number = f"{shown:,.1f}".removesuffix(".0")
    return said("deals", value=f"{sign}{number}")


def growth_said(value: float, before: float) -> str:
    """`+6%`."""
    share = round(100 * (value / before - 1))
    return f"{MINUS if share < 0 else '+'}{abs(share):,}%"


def part_name(part: Part, bars: tuple[Part, ...], said: Said) -> str:
    """What a part of the change is called; a step by the two stages it lies between."""
    if part.kind != "stage":
        return said(f"part_{part.kind}")
    along = [bar.name for bar in bars if bar.kind == "stage" and bar.name in STAGES]
    place = along.index(part.name) + 1 if part.name in along else len(along)
    after = (along[place] if place < len(along) else None) or "won"
    names = (said.both(TITLES[name]) for name in (part.name or "", after))
    return said("step", base=next(names), target=next(names))


def short_of(told: Month) -> tuple[date, Missing] | None:
    """By the end of which month how much is missing: of all, or of the first with a target."""
    if told.missing is not None:
        return told.ahead[-1].month, told.missing
    months = [(one.month, one.missing) for one in told.ahead]
    return next(((month, missing) for month, missing in months if missing is not None), None)


def state_of(told: Month) -> str:
    """What is asked for: 'deals', 'history', 'target', 'unstick' or 'keep'."""
    if not told.drawn.is_measured:
        return "deals"
    if not isinstance(told.forecast.forecast, Forecast):
        return "history"
    found = short_of(told)
    if found is None:
        return "target" if told.figure == "revenue" else "keep"
    return "unstick" if found[1].probability >= EVEN else "keep"


def sentence(told: Month, said: Said) -> str:
    """On track or not, and what comes."""
    if not told.drawn.is_measured:
        return said("no_wins")
    so_far = _so_far(told, said)
    comes = _comes(told, said, is_alone=not so_far)
    return said("gap").join(part for part in (so_far, comes) if part) or said("begun")


def _so_far(told: Month, said: Said) -> str:
    for key, held in (("target", told.to_target), ("year", told.to_year)):
        if held is not None and held.ratio is not None:
            until = said.month_alone(month_start(held.until))
            ratio = (
                f"{held.ratio:.0%}" if key == "target" else growth_said(held.value, held.against)
            )
            return said(f"so_far_{key}", until=until, said=ratio)
    last = told.drawn.last_whole
    if last is None or last.value is None or told.ahead:
        return ""
    return said("last", month=said.month_alone(last.month),
                amount=amount_said(told, last.value, said))  # fmt: skip


def _comes(told: Month, said: Said, *, is_alone: bool) -> str:
    if (found := short_of(told)) is not None:
        month, missing = found
        is_short = missing.probability >= LIKELY and missing.gap > 0
        key = "short" if is_short else "even" if missing.probability >= EVEN else "met"
        return said(key, month=said.month_alone(month), chance=f"{missing.probability:.0%}",
                    gap=amount_said(told, missing.gap, said))  # fmt: skip
    if told.total is None:
        return ""
    low, high = (amount_said(told, each, said) for each in (told.total.low80, told.total.high80))
    return said("comes_alone" if is_alone else "comes", low=low, high=high,
                month=said.month_alone(told.ahead[-1].month), count=len(told.ahead))  # fmt: skip


def _on_track(told: Month, said: Said) -> list[str]:
    def held_said(key: str, held: Held | None) -> str:
        if held is None or held.ratio is None:
            return ""
        ratio = f"{held.ratio:.0%}" if key == "to_target" else growth_said(held.value, held.against)
        return said(
            key, since=said.month(held.since), until=said.month(month_start(held.until)),
            value=amount_said(told, held.value, said),
            against=amount_said(told, held.against, said), ratio=ratio,
        )  # fmt: skip

    lines = [held_said("to_target", told.to_target), held_said("to_year", told.to_year)]
    return [line for line in lines if line] or [said("no_held")]


def _ahead(told: Month, said: Said) -> list[str]:
    found = told.forecast.forecast
    if isinstance(found, Refusal):
        return [said.both(refused(found))]
    lines = []
    for one in told.ahead:
        low, high = (amount_said(told, x, said) for x in (one.outlook.low80, one.outlook.high80))
        lines.append(f"{said.month(one.month)}: {low} – {high}")
    if told.total is not None and told.figure == "revenue":
        range_ = range_said(told.total, told.currency, said.language)
        lines.append(said("all_ahead", count=len(told.ahead), range=range_))
    past = told.forecast.past
    if past is not None and past.judged:
        lines.append(said("record", judged=past.judged, hits=past.within80))
    return lines


def _changed(told: Month, said: Said) -> list[str]:
    report = told.change.report
    found = report.explained
    if not isinstance(found, Explained):
        return [said.both(refused(found))]
    month, other = (said.month_alone(date.fromisoformat(f"{name}-01"))
                    for name in (report.month, report.other))  # fmt: skip
    after, before = found.after * found.unit, found.before * found.unit
    moved = said(
        "moved", month=month, amount=amount_said(told, after, said),
        against=said("year_before") if told.change.against == "year" else other,
        moved=growth_said(after, before) if before
        else amount_said(told, after - before, said, signed=True),
    )  # fmt: skip
    return [moved, _parts(told, found, said)]


def _parts(told: Month, found: Explained, said: Said) -> str:
    bars = told.change.bars
    rest = bars[-1]
    others = sorted((bar for bar in bars[:-1] if bar.amount), key=lambda bar: -abs(bar.amount))
    is_chance = abs(rest.amount) > sum(abs(bar.amount) for bar in others)
    listed = said("comma").join(
        said("part", name=part_name(bar, bars, said),
             amount=amount_said(told, bar.amount * found.unit, said, signed=True))
        for bar in others[: NAMED - is_chance]
    )  # fmt: skip
    if not is_chance:
        return said("parts", parts=listed)
    amount = amount_said(told, rest.amount * found.unit, said, signed=True)
    return said("by_chance", parts=listed, rest=amount)
