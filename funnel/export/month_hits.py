"""How the last forecasts came true, on a slide."""

from __future__ import annotations

from datetime import date

from funnel.analysis.forecast_backtest import Backtest, Tried
from funnel.export.document import Band, Cell, Chart, Column, Kind, Series, Slide, Table, Words
from funnel.export.looked import Said
from funnel.reports.forecast_texts import WAYS
from funnel.reports.monthly import Month


def hits_slide(told: Month, said: Said) -> Slide:
    """Ranges that were told, what came, and how simpler ways would have done."""
    past = told.forecast.past
    name = said("name_hits")
    if past is None or not past.judged:
        none = Words("", (said("no_hits"),))
        return Slide(name, said("title_no_hits"), (Band((none,)), Band((), 2.0)))
    tried = [one for one in past.tried if one.outlook is not None]
    unit: Kind = "money" if past.figure == "revenue" else "count"
    columns = (
        Column(said("made"), "day"), Column(said("low80"), unit), Column(said("median"), unit),
        Column(said("high80"), unit), Column(said("came"), unit), Column(said("within")),
    )  # fmt: skip
    table = Table(name, columns, tuple(_row(one, said) for one in tried))
    bands = Band((_chart(tried, past, said), table), 1.0, (1.2, 1.0))
    title = said("title_hits", hits=past.within80, judged=past.judged)
    return Slide(name, title, (bands,), _off(past, said))


def _row(one: Tried, said: Said) -> tuple[Cell, ...]:
    found = one.outlook
    if found is None:
        return date.fromisoformat(one.name), None, None, None, one.came, None
    within = found.low80 <= one.came <= found.high80
    return (
        date.fromisoformat(one.name), found.low80, found.median, found.high80, one.came,
        said("yes" if within else "no"),
    )  # fmt: skip


def _chart(tried: list[Tried], past: Backtest, said: Said) -> Chart:
    outlooks = [one.outlook for one in tried if one.outlook is not None]
    names = tuple(said.words.short_day(date.fromisoformat(one.name)) for one in tried)
    return Chart(
        said("chart_hits"), names,
        (
            Series(said("base"), tuple(one.low80 for one in outlooks), "hidden"),
            Series(said("width"), tuple(one.high80 - one.low80 for one in outlooks), "range"),
        ),
        (Series(said("came"), tuple(one.came for one in tried), "point"),),
        unit="money" if past.figure == "revenue" else "count", stacked=True,
    )  # fmt: skip


def _off(past: Backtest, said: Said) -> str:
    errors = {one.way: one.wape for one in past.errors}
    ours, naive = errors.get("simulation"), errors.get("naive")
    if ours is None or naive is None:
        return ""
    way = said.both(WAYS["naive"])
    return said("off", ours=f"{ours:.0%}", naive=way, theirs=f"{naive:.0%}")
