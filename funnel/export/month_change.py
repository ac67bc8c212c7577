"""Why the month changed, on a slide: a waterfall of native columns that adds up."""

from __future__ import annotations

from datetime import date

from funnel.analysis.explain import Explained
from funnel.export.document import Band, Chart, Column, Kind, Series, Slide, Table, Words, waterfall
from funnel.export.looked import Said
from funnel.export.month_summary import part_name
from funnel.reports.forecast_texts import refused
from funnel.reports.monthly import Month


def change_slide(told: Month, said: Said) -> Slide:
    """From the month it is held against to the month itself."""
    report = told.change.report
    found, name = report.explained, said("name_change")
    if not isinstance(found, Explained):
        why = Words("", (said.both(refused(found)),))
        return Slide(name, said("title_no_change"), (Band((why,)), Band((), 2.0)))
    month, other = (said.month(date.fromisoformat(f"{one}-01"))
                    for one in (report.month, report.other))  # fmt: skip
    unit: Kind = "money" if told.figure == "revenue" else "count"
    bars = told.change.bars
    steps = [(part_name(bar, bars, said), bar.amount * found.unit) for bar in bars]
    before, after = found.before * found.unit, found.after * found.unit
    names = said("total"), said("more"), said("less"), said("base")
    labels, series = waterfall(steps, (other, before), (month, after), names)
    ends = (before, *(None for _ in steps), after)
    chart = Chart(
        said("chart_change", other=other, month=month), labels, series,
        (Series(said("total"), ends, "label"),),
        unit="money" if unit == "money" else "count", stacked=True,
    )  # fmt: skip
    columns = Column(said("what")), Column(said("amount" if unit == "money" else "count"), unit)
    rows = ((other, before), *steps, (month, after))
    table = Table(said("what"), columns, rows, strong=(0, len(rows) - 1))
    return Slide(
        name, said(f"title_change_{told.change.against}", month=month, other=other),
        (Band((chart, table), 1.0, (2.4, 1.0)),), said("rest_means"),
    )  # fmt: skip
