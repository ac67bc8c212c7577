"""A chart on a slide: the program's own, with its numbers in a sheet behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from funnel.export.document import LABELLED, Chart, Document, Series
from funnel.export.look import BLUE, COLOURS, GREY, LINE, Box, number_format

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as Drawn

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def add_chart(slide: Any, chart: Chart, box: Box, told: Document) -> None:
    """Draw it into `box`. Lines are put over the columns, on the same axes."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    wanted = number_format(chart.unit, told.currency, told.language)
    data = CategoryChartData(number_format=wanted)
    data.categories = list(chart.categories)
    for one in chart.series:
        data.add_series(one.name, one.values)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    if chart.lying:
        kind = XL_CHART_TYPE.BAR_CLUSTERED
    elif chart.stacked:
        kind = XL_CHART_TYPE.COLUMN_STACKED
    left, top, width, height = (Pt(value) for value in box)
    frame = slide.shapes.add_chart(kind, left, top, width, height, data)
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    drawn = frame.chart
    _frame(drawn, chart, told)
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if chart.stacked else (0 if len(chart.columns) > 1 else 100)
    for one, series in zip(chart.columns, plot.series, strict=False):
        _column(series, one, chart, told)
    if chart.lines:
        _lines_over(drawn, chart, told)


def _frame(drawn: Drawn, chart: Chart, told: Document) -> None:
    """Axes and legend: quiet."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    drawn.has_title = False
    drawn.font.size = Pt(9 if chart.small else 11)
    drawn.font.color.rgb = RGBColor.from_string(GREY)
    named = {one.name for one in chart.series if one.look != "hidden"}
    drawn.has_legend = not chart.small and len(named) > 1
    if drawn.has_legend and drawn.legend is not None:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
        _unlisted(drawn, chart)
    values, names = drawn.value_axis, drawn.category_axis
    values.has_major_gridlines = not chart.small
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    values.format.line.fill.background()
    values.tick_labels.number_format = number_format(
        chart.unit, told.currency, told.language, is_short=True
    )
    values.tick_labels.number_format_is_linked = False
    values.visible = not chart.small
    if min((value or 0 for one in chart.series for value in one.values), default=0) >= 0:
        values.minimum_scale = 0
    if chart.unit == "share":
        values.maximum_scale = 1
    names.format.line.color.rgb = RGBColor.from_string(LINE)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    names.reverse_order = chart.lying


def _unlisted(drawn: Drawn, chart: Chart) -> None:
    """Leave out of the legend what is not seen, and a name's second series."""
    from lxml import etree

    legend: Any = drawn._chartSpace.chart.find(f"{_C}legend")
    seen: set[str] = set()
    after = 1  # the legend's place comes first
    for place, one in enumerate(chart.series):
        if one.look != "hidden" and one.name not in seen:
            seen.add(one.name)
            continue
        entry = etree.Element(f"{_C}legendEntry")
        etree.SubElement(entry, f"{_C}idx").set("val", str(place))
        etree.SubElement(entry, f"{_C}delete").set("val", "1")
        legend.insert(after, entry)
        after += 1


def _column(series: Any, one: Series, chart: Chart, told: Document) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    series.invert_if_negative = False
    if one.look == "hidden":
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(COLOURS[one.look])
    for place in chart.pale:
        if one.look == "main" and one.values[place] is not None:
            point = series.points[place].format.fill
            point.solid()
            point.fore_color.rgb = RGBColor.from_string(COLOURS["pale"])
    if one.look not in LABELLED or chart.stacked or chart.bare:
        return
    labels = series.data_labels
    labels.show_value = True
    labels.font.size = Pt(8 if chart.small else 10)
    labels.number_format = number_format(chart.unit, told.currency, told.language, is_short=True)
    labels.number_format_is_linked = False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _lines_over(drawn: Drawn, chart: Chart, told: Document) -> None:
    """Move the last series into a chart of lines on the same axes.

    The library draws one kind of chart at a time; the format lets several share a plot.
    """
    from lxml import etree

    area: Any = drawn._chartSpace.chart.plotArea
    bars = area.find(f"{_C}barChart")
    lines = etree.Element(f"{_C}lineChart")
    etree.SubElement(lines, f"{_C}grouping").set("val", "standard")
    etree.SubElement(lines, f"{_C}varyColors").set("val", "0")
    moved = bars.findall(f"{_C}ser")[len(chart.columns) :]
    for one, series in zip(chart.lines, moved, strict=True):
        bars.remove(series)
        lines.append(_as_line(series, one))
        if one.look == "label":
            wanted = number_format(chart.unit, told.currency, told.language, is_short=True)
            labels = etree.fromstring(_LABELS)
            labels[0].set("formatCode", wanted)
            series.find(f"{_C}marker").addnext(labels)
    etree.SubElement(lines, f"{_C}marker").set("val", "1")
    for axis in bars.findall(f"{_C}axId"):
        etree.SubElement(lines, f"{_C}axId").set("val", axis.get("val"))
    bars.addnext(lines)


def _as_line(series: Any, one: Series) -> Any:
    """The series of columns as one of lines: the order of its parts is the format's."""
    from lxml import etree

    kept = {child.tag: child for child in series}
    for child in list(series):
        series.remove(child)
    for name in ("idx", "order", "tx"):
        series.append(kept[f"{_C}{name}"])
    has_line = one.look not in ("point", "label")
    series.append(etree.fromstring(_LINE_LOOK[has_line].format(colour=_colour(one))))
    series.append(etree.fromstring(_MARKER[one.look == "point"].format(colour=BLUE)))
    for name in ("cat", "val"):
        series.append(kept[f"{_C}{name}"])
    etree.SubElement(series, f"{_C}smooth").set("val", "0")
    return series


def _colour(one: Series) -> str:
    return "8A94A0" if one.look == "before" else COLOURS[one.look]


_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_LINE_LOOK = {
    True: f'<c:spPr {_NAMES}><a:ln w="19050" cap="rnd"><a:solidFill><a:srgbClr val="{{colour}}"/>'
    '</a:solidFill><a:prstDash val="sysDash"/><a:round/></a:ln></c:spPr>',
    False: f'<c:spPr {_NAMES}><a:ln w="19050"><a:noFill/></a:ln></c:spPr>',
}
_MARKER = {
    False: f'<c:marker {_NAMES}><c:symbol val="none"/></c:marker>',
    True: f'<c:marker {_NAMES}><c:symbol val="diamond"/><c:size val="8"/><c:spPr><a:solidFill>'
    '<a:srgbClr val="{colour}"/></a:solidFill></c:spPr></c:marker>',
}
"""A line that is dashed or not seen; points or none; values above."""
_LABELS = (
    f'<c:dLbls {_NAMES}><c:numFmt formatCode="" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
    '<c:dLblPos val="t"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)
