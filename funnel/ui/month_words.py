"""What the page of the month says at its top: on track or not, what comes, why it changed."""

from __future__ import annotations

from datetime import date

from funnel.analysis.explain import Explained, Part
from funnel.analysis.forecast import Forecast, Missing, Refusal
from funnel.calendar import month_start
from funnel.filters import STAGES
from funnel.messages import in_language
from funnel.money import format_money, short_money
from funnel.reports.forecast_texts import refused
from funnel.reports.month_series import VALUE, Point, Series
from funnel.reports.monthly import Month
from funnel.ui.headline import Headline
from funnel.ui.numbers import month_said
from funnel.ui.texts import Texts, plain

MINUS = "\u2212"
LIKELY = 0.5
EVEN = 0.4
"""How likely a target is missed before it counts as open whether it is."""
NAMED = 3
"""Parts of a change that the sentence names."""


def amount_said(told: Month, amount: float, t: Texts, *, signed: bool = False) -> str:
    """Money, or wins, as people say them: `+520万円`, `3件`."""
    sign = (MINUS if amount < 0 else "+") if signed else ""
    shown = abs(amount) if signed else amount
    if told.figure == "revenue":
        return f"{sign}{short_money(shown, told.currency, t.language)}"
    number = f"{shown:,.1f}".removesuffix(".0")
    return t("deals_count", value=f"{sign}{number}")


def growth_said(value: float, before: float) -> str:
    """`+6%`."""
    share = round(100 * (value / before - 1))
    sign = MINUS if share < 0 else "+"
    return f"{sign}{abs(share):,}%"


def part_name(part: Part, bars: tuple[Part, ...], t: Texts) -> str:
    """What a part of the change is called; a step by the two stages it lies between."""
    if part.kind != "stage":
        return t(f"monthly_part_{part.kind}")
    along = [bar.name for bar in bars if bar.kind == "stage" and bar.name in STAGES]
    place = along.index(part.name) + 1 if part.name in along else len(along)
    after = along[place] if place < len(along) else "won"
    return t("monthly_step", base=t(f"stage_{part.name}"), target=t(f"stage_{after}"))


def short_of(told: Month) -> tuple[date, Missing] | None:
    """By the end of which month how much is missing: of all, or of the first with a target."""
    if told.missing is not None:
        return told.ahead[-1].month, told.missing
    months = [(one.month, one.missing) for one in told.ahead]
    return next(((month, missing) for month, missing in months if missing is not None), None)


def headline_of(told: Month, t: Texts) -> Headline:
    """On track or not and what comes, why it changed, how sure that is, and what to do."""
    return Headline(
        _sentence(told, t), _why(told, t), t("next_action"), _act(told, t), note=_range(told, t)
    )


def _sentence(told: Month, t: Texts) -> str:
    if not told.drawn.is_measured:
        return t("monthly_no_wins")
    so_far = _so_far(told, t)
    comes = _comes(told, t, is_alone=not so_far)
    return t("monthly_gap").join(part for part in (so_far, comes) if part) or t("monthly_begun")


def _so_far(told: Month, t: Texts) -> str:
    """The fiscal year up to the last whole month; without any, that month itself."""
    for key, held in (("target", told.to_target), ("year", told.to_year)):
        if held is not None and held.ratio is not None:
            until = month_said(month_start(held.until), t)
            said = f"{held.ratio:.0%}" if key == "target" else growth_said(held.value, held.against)
            return t.markdown(f"monthly_so_far_{key}", until=until, said=said)
    last = None if told.ahead else _last_known(told.drawn)
    if last is None or last.value is None:
        return ""
    key = "monthly_part_of" if last.is_partial else "monthly_last"
    return t.markdown(key, month=month_said(last.month, t), day=last.until.day,
                      amount=amount_said(told, last.value, t))  # fmt: skip


def _last_known(series: Series) -> Point | None:
    """The last whole month, or before there is one the last that is known in part."""
    known = [point for point in series.points if point.value is not None]
    return series.last_whole or (known[-1] if known else None)


def _comes(told: Month, t: Texts, *, is_alone: bool) -> str:
    """Whether the target will be reached; without one, in which range it will end."""
    if (found := short_of(told)) is not None:
        month, missing = found
        chance = f"{missing.probability:.0%}"
        is_short = missing.probability >= LIKELY and missing.gap > 0
        key = "short" if is_short else "even" if missing.probability >= EVEN else "met"
        return t.markdown(f"monthly_{key}", month=month_said(month, t), chance=chance,
                          gap=amount_said(told, missing.gap, t))  # fmt: skip
    if told.total is None:
        return ""
    low, high = (amount_said(told, each, t) for each in (told.total.low80, told.total.high80))
    return t.markdown("monthly_comes_alone" if is_alone else "monthly_comes", low=low, high=high,
                      month=month_said(told.ahead[-1].month, t), count=len(told.ahead))  # fmt: skip


def _why(told: Month, t: Texts) -> str:
    """What the last whole month did against the year before, and which parts moved it."""
    found = told.change.report.explained
    if not isinstance(found, Explained):
        return _against(told, t)
    month, other = (_first(name) for name in (told.change.report.month, told.change.report.other))
    against = t("monthly_year_before") if told.change.against == "year" else month_said(other, t)
    after, before = found.after * found.unit, found.before * found.unit
    moved = t.markdown(
        "monthly_moved", month=month_said(month, t), against=against,
        amount=amount_said(told, after, t), moved=growth_said(after, before) if before else
        amount_said(told, after - before, t, signed=True),
    )  # fmt: skip
    return f"{moved} {_parts(told, found, t)}"


def _parts(told: Month, found: Explained, t: Texts) -> str:
    bars = told.change.bars
    rest = bars[-1]
    others = sorted((bar for bar in bars[:-1] if bar.amount), key=lambda bar: -abs(bar.amount))
    is_chance = abs(rest.amount) > sum(abs(bar.amount) for bar in others)
    said = [
        t.markdown("monthly_part", name=part_name(bar, bars, t),
                   amount=amount_said(told, bar.amount * found.unit, t, signed=True))
        for bar in others[: NAMED - is_chance]
    ]  # fmt: skip
    listed = t("comma").join(said)
    if not is_chance:
        return t("monthly_parts", parts=listed)
    amount = amount_said(told, rest.amount * found.unit, t, signed=True)
    return t("monthly_by_chance", parts=listed, rest=plain(amount))


def _against(told: Month, t: Texts) -> str:
    """Where nothing can be explained: the last whole month against the year before, as it is."""
    is_said = told.drawn.is_measured and (told.ahead or told.to_target or told.to_year)
    series = told.drawn if is_said else told.stages[0]
    last = series.last_whole
    if last is None or last.value is None:
        if told.drawn.last_whole is not None:
            return ""
        return t.markdown("monthly_no_month", day=f"{told.as_of:%Y/%m/%d}")
    key = "monthly_against" if last.before else "monthly_of_month"
    return t.markdown(
        key, month=month_said(last.month, t), name=t(f"monthly_of_{series.metric}"),
        amount=_value_said(told, series, last.value, t),
        moved=growth_said(last.value, last.before) if last.before else "",
    )  # fmt: skip


def _value_said(told: Month, series: Series, value: float, t: Texts) -> str:
    if series.metric == VALUE:
        return format_money(value, told.currency, t.language)
    return t("deals_count", value=f"{value:,.0f}")


def _range(told: Month, t: Texts) -> str:
    """How sure the forecast is and how it did; or what it would take to have one."""
    found = told.forecast.forecast
    if isinstance(found, Refusal):
        return plain(in_language(refused(found), t.language)) if told.drawn.is_measured else ""
    said = []
    if told.total is not None and short_of(told) is not None:
        low, high = (amount_said(told, each, t) for each in (told.total.low80, told.total.high80))
        said.append(t.markdown("monthly_range", month=month_said(told.ahead[-1].month, t),
                               low=low, high=high, count=len(told.ahead)))  # fmt: skip
    past = told.forecast.past
    if past is not None and past.judged:
        said.append(t.markdown("monthly_record", judged=past.judged, hits=past.within80))
    return " ".join(said)


def _act(told: Month, t: Texts) -> str:
    return t.markdown(f"monthly_act_{state_of(told)}")


def state_of(told: Month) -> str:
    """What the page asks for: 'deals', 'history', 'amounts', 'target', 'unstick' or 'keep'."""
    if not told.drawn.is_measured:
        return "deals"
    if not isinstance(told.forecast.forecast, Forecast):
        return "history"
    found = short_of(told)
    if found is None:
        return "target" if told.figure == "revenue" else "amounts"
    return "unstick" if found[1].probability >= EVEN else "keep"


def _first(name: str) -> date:
    """Of '2026-10' the first day."""
    return date.fromisoformat(f"{name}-01")
