"""What the sources cost and bring back, and what one of their leads is worth."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from funnel.filters import Filters
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.metrics.query import Number
from funnel.money import short_money
from funnel.reports.closed_deals import By
from funnel.reports.returns import Return
from funnel.reports.source_money import COST_PER, MONTHS, WORTH_OF, Money, SourceMoney, source_money
from funnel.reports.worth import StageWorth
from funnel.ui.cards import OPENS, card_title, to_data
from funnel.ui.data import Company, database
from funnel.ui.details import open_figure
from funnel.ui.numbers import percent
from funnel.ui.source_differences import group_name
from funnel.ui.sources import Stretch
from funnel.ui.texts import Texts, plain
from funnel.ui.wall import shortened

MOST_ROWS = 12
NAMED = 2


@st.cache_data(max_entries=16, show_spinner=False)
def _money(home: str, version: int, since: date, as_of: date, by: By) -> SourceMoney:
    return source_money(database(home, version), since, as_of, by=by)


def read_money(company: Company, asked: Stretch) -> SourceMoney:
    """Of the leads of the stretch, by source or campaign."""
    return _money(company.home, company.version, asked.since, asked.as_of, asked.by)


def money_cards(company: Company, asked: Stretch, t: Texts) -> None:
    """Cost and return beside the worth of a lead; what is missing, and what would bring it."""
    found = read_money(company, asked)
    cost, worth = st.columns([5, 4])
    with cost, st.container(border=True, key="card_cost", height="stretch"):
        card_title(t("money_title"), t("money_note"))
        st.markdown(f"**{sentence_of(found, t)}**")
        if found.has_cost:
            _table(cost_table(found, t), len(found.rows), t)
            st.caption(t("money_legend"))
            _openers(company, asked, t)
        else:
            st.markdown(t("money_bring"))
            to_data(st.container(), t("upload_exports"), key="bring_costs")
    with worth, st.container(border=True, key="card_worth", height="stretch"):
        card_title(t("worth_title"), t("worth_note"))
        st.markdown(f"**{worth_sentence(found, t)}**")
        if found.has_value:
            _table(worth_table(found, t), len(found.rows), t)
            st.caption(t("worth_legend" if found.has_revenue else "worth_legend_no_revenue"))
        else:
            to_data(st.container(), t("upload_exports"), key="bring_amounts")


def _table(table: pd.DataFrame, groups: int, t: Texts) -> None:
    st.table(table, border="horizontal", hide_index=True)
    if groups > MOST_ROWS:
        st.caption(t("money_more", count=f"{groups - MOST_ROWS:,}"))


def sentence_of(found: SourceMoney, t: Texts) -> str:
    """What the cost brought so far, and whose leads cost more than they are worth."""
    if not found.has_cost:
        return t.markdown("money_no_cost")
    cost = found.whole.cost
    if not cost:
        return t.markdown("money_none_spent")
    back = found.whole.returned
    said = _cost_said(cost, back, found, t)
    dear = [row for row in found.rows if row.pays == "costs_more"]
    for row in dear[:NAMED]:
        said += t("quality_join") + t.markdown(
            "money_dear",
            group=shortened(t.source(row.group), 30),
            cost=_said(row.cost_per["lead"], found, t),
            worth=_worth(row.worth.get("lead"), found, t),
        )
    return said


def _cost_said(cost: Number, back: Return | None, found: SourceMoney, t: Texts) -> str:
    spent = _said(cost, found, t)
    if back is None or back.cohort_return is None:
        return t.markdown("money_cost_only", cost=spent)
    key = "money_back" if back.matured is not None else "money_back_unaged"
    return t.markdown(
        key, cost=spent, value=_said(back.cohort_value, found, t),
        times=f"{back.cohort_return:.1f}", matured=percent(back.matured, t),
    )  # fmt: skip


def worth_sentence(found: SourceMoney, t: Texts) -> str:
    """What one lead and one SQL bring in the mean."""
    if not found.has_value:
        return t.markdown("worth_no_value")
    known = [(stage, found.whole.worth.get(stage)) for stage in ("sql", "mql", "lead")]
    said = [
        t.markdown("worth_of", stage=t(f"worth_one_{stage}"), value=_worth(one, found, t))
        for stage, one in known
        if one is not None and one.value is not None
    ]
    return t("comma").join(said[:2]) if said else t.markdown("worth_unknown")


def cost_table(found: SourceMoney, t: Texts) -> pd.DataFrame:
    """Costs by group, as Markdown."""
    rows = [
        [
            plain(shortened(_name(row, found, t))),
            _cell(row.cost, found, t),
            *(_cell(row.cost_per[stage], found, t) for stage in COST_PER),
            _back(row.returned, t),
        ]
        for row in found.rows[:MOST_ROWS]
    ]
    whole = found.whole
    rows.append([
        f"**{t('sources_total')}**",
        _cell(whole.cost, found, t),
        *(_cell(whole.cost_per[stage], found, t) for stage in COST_PER),
        _back(whole.returned, t),
    ])  # fmt: skip
    titles = [in_language(METRICS[metric].title, t.language) for metric in COST_PER.values()]
    columns = [t(f"column_{found.by}"), t("stage_cost"), *titles, t("money_return")]
    return pd.DataFrame(rows, columns=columns)


def worth_table(found: SourceMoney, t: Texts) -> pd.DataFrame:
    """Worths by source with their ranges, and what a lead's cost says beside it."""
    stages = [stage for stage in WORTH_OF if stage in found.whole.worth]
    rows = []
    for row in (*found.rows[:MOST_ROWS], found.whole):
        if not row.worth and row.customer is None:
            continue
        is_whole = row is found.whole
        name = f"**{t('sources_total')}**" if is_whole else plain(shortened(_name(row, found, t)))
        cells = [name, *(_worth_cell(row.worth.get(stage), found, t) for stage in stages)]
        if found.has_cost:
            cells.append("" if row.pays is None or is_whole else t(f"pays_{row.pays}"))
        if found.has_revenue:
            cells.append(_customer(row, found, t))
        rows.append(cells)
    columns = [t(f"column_{found.by}"), *(t(f"worth_one_{stage}") for stage in stages)]
    columns += [t("worth_pays")] if found.has_cost else []
    columns += [t("worth_customer", months=MONTHS)] if found.has_revenue else []
    return pd.DataFrame(rows, columns=columns)


def _name(row: Money, found: SourceMoney, t: Texts) -> str:
    return group_name(row.group, found.by, t)


def _said(amount: Number | None, found: SourceMoney, t: Texts) -> str:
    return "—" if amount is None else short_money(float(amount), found.currency, t.language)


def _cell(amount: Number | None, found: SourceMoney, t: Texts) -> str:
    return plain(_said(amount, found, t))


def _back(back: Return | None, t: Texts) -> str:
    if back is None or back.cohort_return is None:
        return "—"
    times = f"**{t.markdown('money_times', times=f'{back.cohort_return:.1f}')}**"
    if back.matured is None:
        return times
    return f"{times} :gray[{t.markdown('money_so_far', matured=percent(back.matured, t))}]"


def _worth(one: StageWorth | None, found: SourceMoney, t: Texts) -> str:
    ends = _ends(one, found, t)
    return "—" if ends is None else t("worth_range", value=ends[0], range=ends[1])


def _worth_cell(one: StageWorth | None, found: SourceMoney, t: Texts) -> str:
    ends = _ends(one, found, t)
    return "—" if ends is None else f"**{plain(ends[0])}** :gray[{plain(ends[1])}]"


def _ends(one: StageWorth | None, found: SourceMoney, t: Texts) -> tuple[str, str] | None:
    """A worth and its range, the unit once."""
    if one is None or one.value is None or one.low is None or one.high is None:
        return None
    value, low, high = (
        short_money(_rough(each), found.currency, t.language)
        for each in (one.value, one.low, one.high)
    )
    for unit in ("億円", "万円", "円"):
        if low.endswith(unit) and high.endswith(unit):
            low = low.removesuffix(unit)
            break
    return value, f"{low}–{high}"


def _rough(amount: float) -> float:
    """Two digits: more would claim to be sure of them."""
    return float(f"{amount:.2g}")


def _customer(row: Money, found: SourceMoney, t: Texts) -> str:
    one = row.customer
    if one is None or one.value is None:
        return "—"
    said = plain(_said(one.value, found, t))
    count = t.markdown("worth_customers", count=f"{one.counted:,}")
    young = f"{t('dot')}{t.markdown('money_so_far', matured=percent(one.seen, t))}"
    return f"{said} :gray[{count}{young if one.is_young else ''}]"


def _openers(company: Company, asked: Stretch, t: Texts) -> None:
    """The definitions of the costs, and the rows behind them."""
    filters = Filters(asked.since, asked.as_of, asked.as_of, "period")
    with st.container(horizontal=True, vertical_alignment="center", key="money_open"):
        for metric in ("cost", *COST_PER.values(), "return_on_cost"):
            title = in_language(METRICS[metric].title, t.language)
            if st.button(title, key=f"money_{metric}", type="tertiary", icon=OPENS):
                open_figure(company, metric, filters, t)
