"""The card of lengths: what gets shorter or longer on the way from lead to won deal."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from funnel.analysis.durations import Change, Estimate, State, Verdict
from funnel.messages import in_language
from funnel.reports.cycle import DRAWN, Cycle, Length, Quarter, cycle
from funnel.reports.duration_texts import NAMES
from funnel.reports.waits import LENGTH, Key
from funnel.ui.cards import OPENS, card_title, to_data
from funnel.ui.charts.cycle import lengths_by_quarter
from funnel.ui.charts.look import CONFIG
from funnel.ui.data import Company, View, database
from funnel.ui.details import open_figure
from funnel.ui.numbers import month_said
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

METRICS_OF = {"deal_length": "deal_length_days", "lead_time": "lead_time_days"}
MOVED = (Verdict.SHORTER, Verdict.LONGER)
MOST_NAMED, MANY_LOOKS = 3, 4


@st.cache_data(max_entries=16, show_spinner=False)
def read_cycle(company: Company, view: View) -> Cycle:
    """The lengths of the stretches that ended lately, and by quarter."""
    db = database(company.home, company.version)
    return cycle(db, view.month, view.as_of, view.source)


def cycle_card(company: Company, view: View, t: Texts) -> None:
    """How long it takes by quarter, and each stage against the same stretch before."""
    found = read_cycle(company, view)
    with st.container(border=True, key="card_cycle"):
        card_title(t("cycle_title"), t("cycle_note") if found.lengths else "")
        if not any(one.now for one in found.lengths):
            st.markdown(t("cycle_unmeasured"))
            to_data(st.container(), t("upload_exports"), key="cycle_to_data")
            return
        st.markdown(sentence_of(found, t))
        drawn = [key for key in DRAWN if any(one.estimate for one in found.quarters.get(key, ()))]
        for place, key in zip(st.columns(len(drawn)) if drawn else (), drawn, strict=True):
            with place:
                _by_quarter(company, view, key, found.quarters[key], t)
        _by_stage(found, t)
        _end(found, t)


def sentence_of(found: Cycle, t: Texts) -> str:
    """What got shorter or longer, in Markdown; where nothing can be held against it, why."""
    if found.before_since is None:
        return t("cycle_no_before")
    weeks = ((found.as_of - found.since).days + 1) // 7
    moved = [one for one in found.lengths if one.change and one.change.verdict in MOVED]
    judged = [
        one for one in found.lengths if one.change and one.change.verdict != Verdict.CANNOT_TELL
    ]
    looks = t.markdown("cycle_looks", weeks=weeks)
    if len(judged) >= MANY_LOOKS:
        looks += t.markdown("cycle_chance", count=len(judged))
    if not judged:
        return t.markdown("cycle_too_few", weeks=weeks)
    if not moved:
        return f"**{t('cycle_none')}** {looks}"
    said = t("comma").join(_moved_said(one, t) for one in moved[:MOST_NAMED])
    return f"**{said}**{t('cycle_stop')}{looks}"


def _moved_said(one: Length, t: Texts) -> str:
    found = one.change
    if found is None or found.days is None:
        return ""
    return t.markdown(
        f"cycle_{'shorter' if found.verdict is Verdict.SHORTER else 'longer'}",
        name=length_name(one.key, t),
        days=abs(found.days),
        low=_signed(found.low),
        high=_signed(found.high),
    )


def length_name(key: Key, t: Texts) -> str:
    """What a figure is called; a stage of the deals' tool by its own name, which people wrote."""
    figure, subject = key
    if figure in NAMES and (subject == "lead" or key == LENGTH):
        return in_language(NAMES[figure], t.language)
    return t("cycle_deal_stage", name=shortened(figure, 24))


def _by_quarter(
    company: Company, view: View, key: Key, quarters: tuple[Quarter, ...], t: Texts
) -> None:
    metric = METRICS_OF[key[0]]
    if st.button(length_name(key, t), key=f"cycle_{metric}", type="tertiary", icon=OPENS):
        open_figure(company, metric, view.filters(quarters[0].since, view.as_of), t)
    figure = lengths_by_quarter(frame_of(quarters, t))
    st.plotly_chart(figure, config=CONFIG, theme=None, key=f"cycle_chart_{key[0]}")


def frame_of(quarters: tuple[Quarter, ...], t: Texts) -> pd.DataFrame:
    """What `charts.cycle` draws of deal length or lead time."""
    return pd.DataFrame([_drawn(one, t) for one in quarters])


def _drawn(one: Quarter, t: Texts) -> dict[str, object]:
    label = _quarter_said(one.since, one.until, t)
    found = one.estimate
    if found is None or found.median is None or found.state is State.TOO_FEW:
        few = {"entered": f"{found.entered:,}", "won": f"{found.won:,}"} if found else None
        said = t("cycle_few", label=label, **few) if few else t("no_data")
        median = None if found is None else found.median
        text = t("cycle_few_dot") if median is not None else ""
        return {"label": label, "median": median, "low": None, "high": None, "p90": None,
                "is_sure": False, "text": text, "said": said}  # fmt: skip
    said = t(
        "cycle_hover",
        label=label, median=found.median, low=found.low, high=found.high, p90=found.p90,
        won=f"{found.won:,}", entered=f"{found.entered:,}", open=f"{found.open:,}",
    )  # fmt: skip
    is_sure = found.state is State.ENOUGH
    days = t("cycle_days", value=found.median)
    return {
        "label": label, "median": found.median, "low": found.low, "high": found.high,
        "p90": found.p90, "is_sure": is_sure,
        "text": days if is_sure else t("cycle_so_far", days=days), "said": said,
    }  # fmt: skip


def _quarter_said(since: date, until: date, t: Texts) -> str:
    """`12〜2月`, `Dec–Feb`: of the last twelve months, so that the year goes without saying."""
    if t.language == "ja":
        return t("cycle_quarter", first=since.month, last=month_said(until, t))
    return t("cycle_quarter", first=f"{since:%b}", last=f"{until:%b}")


def _by_stage(found: Cycle, t: Texts) -> None:
    """Median and P90 of each length, and how it moved; more of it in the table that opens."""
    table = pd.DataFrame([_line(one, t) for one in found.lengths if one.now is not None])
    table.columns = pd.Index(
        [t(f"cycle_column_{name}") for name in ("name", "now", "p90", "before", "change")]
    )
    st.table(table, border="horizontal", hide_index=True)


def _line(one: Length, t: Texts) -> list[str]:
    return [
        plain(length_name(one.key, t)),
        _median_said(one.now, t),
        _p90_said(one.now, t),
        _median_said(one.before, t),
        change_said(one.change, t),
    ]


def _median_said(found: Estimate | None, t: Texts) -> str:
    """`13日(12〜14)`, pale where it is too young to be the last word."""
    if found is None:
        return f":gray[{t('no_data')}]"
    if found.median is None or found.state is State.TOO_FEW:
        return f":gray[{t('cycle_few_short', won=f'{found.won:,}')}]"
    said = t.markdown("cycle_median", median=found.median, low=found.low, high=found.high)
    return said if found.state is State.ENOUGH else f":gray[{said} {t('cycle_young')}]"


def _p90_said(found: Estimate | None, t: Texts) -> str:
    if found is None or found.p90 is None or found.state is State.TOO_FEW:
        return ""
    said = t("days", value=found.p90)
    return said if found.state is State.ENOUGH else f":gray[{said}]"


def change_said(found: Change | None, t: Texts) -> str:
    """`−3日(−5〜−1)` where it moved; that nothing is clear where it is not."""
    if found is None or found.verdict is Verdict.CANNOT_TELL:
        return f":gray[{t('cycle_cannot_tell')}]"
    days, low, high = (_signed(each) for each in (found.days, found.low, found.high))
    said = t.markdown("cycle_range", days=days, low=low, high=high)
    if found.verdict in MOVED:
        return f"**{said}**"
    return f":gray[{t('cycle_not_clear')} {said}]"


def _signed(days: int | None) -> str:
    return f"{days:+}" if days else "0"


def _end(found: Cycle, t: Texts) -> None:
    """What to shorten next: what got longer, else the stage that takes the longest."""
    with st.container(horizontal=True, vertical_alignment="center", key="cycle_next"):
        st.markdown(_act(found, t), width="stretch")
        if st.button(t("cycle_table"), key="cycle_table", type="tertiary", icon=OPENS):
            _open_table(found, t)


def _act(found: Cycle, t: Texts) -> str:
    longer = [one for one in found.lengths if one.change and one.change.verdict is Verdict.LONGER]
    if longer:
        return t.markdown("cycle_act_longer", name=length_name(longer[0].key, t))
    sure = [
        one
        for one in found.lengths
        if one.key not in DRAWN and one.now and one.now.state is State.ENOUGH and one.now.median
    ]
    longest = max(sure, key=lambda one: one.now.median or 0 if one.now else 0, default=None)
    if longest is None or longest.now is None:
        return t("cycle_act_data")
    return t.markdown(
        "cycle_act_longest", name=length_name(longest.key, t), median=longest.now.median
    )


def _open_table(found: Cycle, t: Texts) -> None:
    @st.dialog(t("cycle_title"), width="large")
    def dialog() -> None:
        end = found.since - timedelta(days=1)
        note = t("cycle_spans", since=found.since, until=found.as_of)
        if found.before_since is not None:
            note += t("cycle_spans_before", since=found.before_since, until=end)
        show_rows(table_of(found, t), "cycle", t, note=note)

    dialog()


def table_of(found: Cycle, t: Texts) -> pd.DataFrame:
    """All figures of both stretches as numbers; what is not known is blank."""
    lines = []
    for one in found.lengths:
        line: dict[str, object] = {t("cycle_column_name"): length_name(one.key, t)}
        for side, values in (("now", one.now), ("before", one.before)):
            for name in ("entered", "won", "open", "median", "low", "high", "p90"):
                header = t("cycle_of", side=t(f"cycle_side_{side}"), name=t(f"cycle_sum_{name}"))
                line[header] = getattr(values, name, None)
        for name in ("days", "low", "high"):
            header = t("cycle_of", side=t("cycle_column_change"), name=t(f"cycle_sum_{name}"))
            line[header] = getattr(one.change, name, None)
        lines.append(line)
    table = pd.DataFrame(lines)
    return table.astype(dict.fromkeys(table.columns[1:], "Int64"))
