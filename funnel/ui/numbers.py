"""Figures as text: a rate with its counts, a count, a length in days."""

from datetime import date, datetime

from funnel.analysis.rates import Judged
from funnel.calendar import ZONE
from funnel.messages import in_language
from funnel.metrics import Figure
from funnel.money import format_money
from funnel.reports.rates import in_words
from funnel.ui.texts import Texts


def percent(value: float | None, t: Texts) -> str:
    """A ratio as a whole percentage; one digit more below 10 %, where it matters."""
    if value is None:
        return t("no_data")
    return f"{value:.1%}" if 0 < value < 0.095 else f"{value:.0%}"


def share_said(share: float) -> str:
    """A share as a whole percentage; of something never 0%."""
    said = f"{share:.0%}"
    return "<1%" if share > 0 and said == "0%" else said


def signed(change: float) -> str:
    """A difference of counts: `+5`, `−5`, `±0`."""
    return f"{change:+,.0f}".replace("-", "\u2212") if change else "±0"


def counts(numerator: float | None, denominator: float | None) -> str:
    """`26/233`: what a rate never stands without."""
    return (
        "" if numerator is None or denominator is None else f"{numerator:,.0f}/{denominator:,.0f}"
    )


def shown(figure: Figure, t: Texts) -> str:
    """A figure as the screens write it; what is not measured says so."""
    if figure.value is None:
        return t("not_measured") if figure.numerator is None else t("no_data")
    match figure.unit:
        case "ratio":
            return percent(figure.value, t)
        case "days":
            return t("days", value=f"{figure.value:,.1f}".removesuffix(".0"))
        case "count":
            return f"{figure.value:,}"
        case currency:
            return format_money(figure.value, currency, t.language)


def judged_said(judged: Judged, t: Texts) -> str:
    """How sure a rate is and what may be said of it: its interval, its state."""
    state = in_language(in_words(judged), t.language)
    if judged.interval is None:
        return state
    low, high = percent(judged.interval.low, t), percent(judged.interval.high, t)
    said = t("interval", low=low, high=high, state=state)
    if judged.shrunk is None:
        return said
    value, low, high = (
        percent(share, t) for share in (judged.shrunk.value, judged.shrunk.low, judged.shrunk.high)
    )
    return f"{said}{t('shrunk', value=value, low=low, high=high)}"


def day_said(day: date, t: Texts) -> str:
    """`2026年11月20日(金)`, `Fri 20 Nov 2026`."""
    if t.language == "ja":
        weekday = "月火水木金土日"[day.weekday()]
        return f"{day.year}年{day.month}月{day.day}日({weekday})"
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def month_said(month: date, t: Texts) -> str:
    """`11月`, `Nov 2026`."""
    return f"{month.month}月" if t.language == "ja" else f"{month:%b} {month.year}"


def moment_said(text: str, t: Texts) -> str:
    """A moment kept as ISO text, on the company's clock."""
    moment = _local(text)
    return f"{day_said(moment.date(), t)} {moment:%H:%M}"


def short_moment(text: str) -> str:
    """The same without the year: `11/21 16:10`."""
    return f"{_local(text):%m/%d %H:%M}"


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZONE)
