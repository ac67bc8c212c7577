"""The cards of the preview about the version in force: what would be different from it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from funnel.importers.profiles.profile import DEFAULT_CURRENCY
from funnel.masking import mask_address
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.metrics.query import Number
from funnel.money import format_money
from funnel.preview import Preview, SubjectChanges
from funnel.ui.cards import card_title
from funnel.ui.data import company_in_force
from funnel.ui.numbers import day_said
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts

PIXELS = 240
"""The width of two amounts and an arrow."""


def subjects(changes: Preview, t: Texts) -> None:
    """Leads and deals that are new, changed and gone, with examples by id."""
    with st.container(border=True, key="card_changes"):
        if changes.before is None:
            card_title(t("changes"), t("changes_first"))
            leads, deals = f"{changes.leads.new:,}", f"{changes.deals.new:,}"
            st.markdown(t("changes_first_text", leads=leads, deals=deals))
            _others(changes, t)
            return
        card_title(t("changes"), t("changes_note", before=changes.before))
        both = {"leads": changes.leads, "deals": changes.deals}
        if all(change.is_empty for change in both.values()):
            st.markdown(t("changes_none"))
        _others(changes, t)
        for table, change in both.items():
            if not change.is_empty:
                _subject(table, change, t)


def _others(changes: Preview, t: Texts) -> None:
    """Tables that are neither leads nor deals: their rows, and what was spent in each month."""
    for other in changes.rows:
        st.markdown(
            t.markdown("other_rows", object=t(f"object_{other.object}"),
                       before=f"{other.before:,}", after=f"{other.after:,}")
        )  # fmt: skip
    if not changes.spend:
        return
    was, now = (
        sum(getattr(month, side) for month in changes.spend) for side in ("before", "after")
    )
    st.markdown(t.markdown("spend_total", before=_money(was, t), after=_money(now, t)))
    table = pd.DataFrame(
        [
            {
                t("column_month"): month.month,
                t("column_before"): _money(month.before, t),
                t("column_after"): _money(month.after, t),
            }
            for month in changes.spend
        ]
    )
    with st.expander(t("spend_by_month")):
        show_rows(table, "spend_changes", t)


def _money(value: Number, t: Texts) -> str:
    company = company_in_force()
    currency = company.currency if company is not None else DEFAULT_CURRENCY
    return format_money(float(value), currency, t.language)


def _subject(table: str, change: SubjectChanges, t: Texts) -> None:
    st.markdown(f"**{t(f'object_{table}')}**")
    for place, name in zip(st.columns(3), ("new", "changed", "gone"), strict=True):
        place.metric(t(f"count_{name}"), f"{getattr(change, name):,}")
    if change.fields:
        st.markdown(
            t("comma").join(
                t.markdown("field_changed_count", field=t.field(table, field.field),
                           count=f"{field.count:,}")
                for field in change.fields
            )
        )  # fmt: skip
    with st.expander(t("examples_of", object=t(f"object_{table}"))):
        show_rows(_examples(table, change, t), f"changes_{table}", t)


def _examples(table: str, change: SubjectChanges, t: Texts) -> pd.DataFrame:
    rows: list[tuple[str, str, str, object, object]] = []
    rows += [(t("count_new"), name, "", None, None) for name in change.new_ids]
    for field in change.fields:
        rows += [
            (t("count_changed"), one.id, t.field(table, field.field), one.before, one.after)
            for one in field.examples
        ]
    rows += [(t("count_gone"), name, "", None, None) for name in change.gone_ids]
    names = ("change", "subject_id", "field", "before", "after")
    frame = pd.DataFrame(rows, columns=[t(f"column_{name}") for name in names])
    ids = t("column_subject_id")
    frame[ids] = frame[ids].map(mask_address)
    for name in ("before", "after"):
        frame[t(f"column_{name}")] = [_cell(value) for value in frame[t(f"column_{name}")]]
    return frame


def _cell(value: object) -> str:
    if value is None:
        return ""
    return (
        f"{value:,}"
        if isinstance(value, (int, float)) and not isinstance(value, bool)
        else str(value)
    )


def past(changes: Preview, t: Texts) -> None:
    """Figures of past months that would change, old → new."""
    if changes.before is None or changes.known_until is None:
        return
    with st.container(border=True, key="card_past"):
        card_title(t("past"), t("past_note", day=day_said(changes.known_until, t)))
        if not changes.past:
            st.markdown(t("past_none"))
            return
        st.markdown(t("past_some"))
        metrics = list(dict.fromkeys(change.metric for change in changes.past))
        metrics.sort(key=list(METRICS).index)
        cells = {
            (
                c.month,
                c.metric,
            ): f"{_number(c.before, c.metric, t)} → {_number(c.after, c.metric, t)}"
            for c in changes.past
        }
        table = pd.DataFrame(
            [
                {t("column_month"): month}
                | {
                    in_language(METRICS[name].title, t.language): cells.get((month, name), "")
                    for name in metrics
                }
                for month in dict.fromkeys(change.month for change in changes.past)
            ]
        )
        wide = in_language(METRICS["won_value"].title, t.language)
        show_rows(
            table,
            "past_changes",
            t,
            columns={wide: st.column_config.TextColumn(width=PIXELS)},
        )


def _number(value: Number | None, metric: str, t: Texts) -> str:
    if value is None:
        return t("not_measured")
    if METRICS[metric].unit == "count":
        return f"{value:,}"
    return _money(value, t)


def new_values(changes: Preview, t: Texts) -> None:
    """Sources, owners, statuses and stages never seen before: typing errors show up here."""
    if not changes.new_values:
        return
    with st.container(border=True, key="card_new_values"):
        card_title(t("new_values"), t("new_values_note"))
        table = pd.DataFrame(
            [
                {
                    t("column_kind_of"): t(f"kind_{value.kind}"),
                    t("column_value"): value.value,
                    t("column_rows"): value.rows,
                    t("column_like"): value.like,
                }
                for value in changes.new_values
            ]
        )
        show_rows(table, "new_values", t)


def links(changes: Preview, t: Texts) -> None:
    """How many deals hang together with leads, before and after."""
    now, was = changes.links, changes.links_before
    if not changes.leads.after or not (now.linked or now.unlinked):
        return
    with st.container(border=True, key="card_links"):
        card_title(t("links_card"), "")
        names = ("linked", "unlinked", "ambiguous", "suggested")
        shown = [name for name in names if getattr(now, name) is not None]
        for place, name in zip(st.columns(len(shown)), shown, strict=True):
            before = getattr(was, name) if was is not None else None
            place.metric(
                t(f"links_{name}"),
                f"{getattr(now, name):,}",
                None if before is None else t("links_before", count=f"{before:,}"),
                delta_color="off",
                delta_arrow="off",
            )
        if now.suggested or now.ambiguous:
            st.markdown(t("links_later"))
