"""The verdict opened: why it says so, step by step, and the very rows to act on."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from funnel.analysis.evidence import Level
from funnel.analysis.verdicts import Change, StepState, Verdict
from funnel.masking import mask_company, mask_person
from funnel.reports.bottleneck import Found
from funnel.reports.bottleneck_rows import Behind, Place
from funnel.reports.enough import lacks
from funnel.ui.data import Company
from funnel.ui.events import events_around, events_said
from funnel.ui.numbers import day_said, percent
from funnel.ui.rows import show_rows
from funnel.ui.texts import Texts, plain
from funnel.ui.verdict_data import read_rows_behind
from funnel.ui.verdict_words import (
    number,
    rough_money,
    segment_said,
    sign_said,
    stage_said,
    step_name,
)

LEVELS: dict[Level, str] = {
    "red": "why_red",
    "amber": "why_amber",
    "none": "why_fine",
    "unknown": "why_unknown",
}
MOST_PARTS = 6
LISTED = [
    "owner", "waiting", "day", "stage", "reason", "tried_on", "is_settled", "source", "company",
    "person", "amount", "subject_id",
]  # fmt: skip
HEADS = {"tried_on": "tried", "is_settled": "settled"}


def open_why(found: Found, t: Texts) -> None:
    """A dialog with what the verdict rests on."""

    @st.dialog(t("why_title"), width="large")
    def dialog() -> None:
        why(found, t)

    dialog()


def why(found: Found, t: Texts) -> None:
    """What the verdict rests on, in the order in which people ask."""
    said = found.verdict
    if said.change is not None:
        _readings(said.change, t)
        _inside(said.change, t)
    _steps(said, t)
    _money(said, found.currency, t)
    st.markdown(f"**{t('why_method')}**")
    st.markdown(t("why_method_text"))


def _steps(said: Verdict, t: Texts) -> None:
    if not said.steps:
        st.markdown(t.markdown("enough_no_steps"))
        return
    st.markdown(f"**{t('why_steps')}**")
    table = pd.DataFrame([_step_row(step, said.change, t) for step in said.steps])
    table = table.drop(columns=[name for name in table if (table[name] == "").all()])
    st.dataframe(table, hide_index=True, width="stretch")
    for lack in lacks(said):
        st.caption(
            t.markdown(
                f"enough_{lack.problem}",
                steps=step_name(lack, t),
                now="" if lack.now_a_month is None else number(lack.now_a_month),
                enough=lack.enough_a_month,
                table=t(f"verdict_table_{table_of(lack.target)}"),
            )
        )
    for step in said.steps:
        if step.rhythm:
            months = t("and").join(f"{month:.0%}" for month in step.rhythm.months)
            st.caption(t.markdown("why_rhythm", step=step_name(step, t), months=months))


def table_of(target: str) -> str:
    """The table that would tell of who reached a stage."""
    return "deals" if target in ("opportunity", "won") else "leads"


def _step_row(step: StepState, change: Change | None, t: Texts) -> dict[str, str]:
    level = t(LEVELS[step.level])
    if change is not None and change.in_one_source and change.target == step.target:
        name = segment_said("source", change.source, t)
        level = t("why_in_source", level=level, name=name)
    seen, own, target = step.evidence, None, None
    for reference in step.references:
        if reference.kind == "own_past":
            own = reference
        else:
            target = reference
    past = ""
    if own is not None:
        past = t("why_past", rate=percent(own.rate, t), weeks=own.weeks)
    return {
        t("why_step"): step_name(step, t),
        t("why_level"): level,
        t("why_observed"): "—" if seen is None else number(seen.observed),
        t("why_expected"): "—" if seen is None else number(seen.expected),
        t("why_rate"): past,
        t("why_target"): "" if target is None else percent(target.rate, t),
        t("why_smallest"): ""
        if step.smallest_drop is None
        else t("why_drop", drop=percent(step.smallest_drop, t)),
    }


def _inside(change: Change, t: Texts) -> None:
    """The segments that lack most, those in which it sits marked."""
    parts = [part for part in change.inside if part.share > 0][:MOST_PARTS]
    if not parts:
        return
    st.markdown(f"**{t('why_inside')}**")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    t("why_dimension"): t(f"by_{part.dimension}"),
                    t("why_name"): segment_said(part.dimension, part.name, t),
                    t("why_weeks", target=stage_said(change.target, t)): number(part.observed),
                    t("why_expected"): number(part.expected),
                    t("why_share"): percent(part.share, t),
                    "\u2002": t("why_named") if part.is_named else "",
                }
                for part in parts
            ]
        ),
        hide_index=True,
        width="stretch",
    )


def _readings(change: Change, t: Texts) -> None:
    st.markdown(f"**{t('why_readings')}**")
    lines = []
    for place, reading in enumerate(change.readings, 1):
        signs = [
            f"{sign_said(sign, t)} — {t('why_for' if sign.speaks == 'for' else 'why_against')}"
            for sign in reading.signs
        ] or [t("why_no_sign")]
        listed = "".join(f"\n    - {plain(sign)}" for sign in signs)
        lines.append(f"{place}. **{plain(t(f'reading_{reading.kind}'))}**{listed}")
    st.markdown("\n".join(lines))
    around = _around(change, t)
    if around:
        st.markdown(around)
    checked = t("why_check", day=day_said(change.action.check_on, t))
    st.caption(f"{plain(t('why_association'))} {plain(checked)}")


def _around(change: Change, t: Texts) -> str:
    """What people noted about the time since when it is so; nothing where nothing was."""
    sources = (change.source,) if change.in_one_source else ()
    found = events_around(change.since, change.since, sources)
    return t.markdown("events_around", events=events_said(found, t)) if found else ""


def _money(said: Verdict, currency: str, t: Texts) -> None:
    holds, change = said.constraint, said.change
    if change is not None:
        st.markdown(f"**{t('why_money')}**")
        if change.money is None:
            st.markdown(t("why_no_money"))
        else:
            value, low, high = (
                rough_money(each, currency, t)
                for each in (change.money.value, change.money.low, change.money.high)
            )
            st.markdown(t.markdown("why_money_change", money=value, low=low, high=high))
    if holds is None:
        return
    st.markdown(f"**{t('why_constraint')}**")
    told = t.markdown(
        "verdict_gain",
        step=step_name(holds, t),
        rate=percent(holds.rate, t),
        reference=percent(holds.reference, t),
        kind=t(f"verdict_kind_{holds.reference_kind}"),
        entries=number(holds.entries),
    )
    if holds.money is not None:
        value, low, high = (
            f"+{rough_money(each, currency, t)}"
            for each in (holds.money.value, holds.money.low, holds.money.high)
        )
        told += t.markdown("verdict_money", money=value)
        told += plain(f" ({t('verdict_range', low=low, high=high)})")
    if holds.capped_by is not None:
        told += " " + t.markdown("why_capped", count=number(holds.capped_by))
    st.markdown(told)


def open_behind(company: Company, place: Place, behind: Behind, as_of: date, t: Texts) -> None:
    """A dialog with the rows to go through: who has them, how long they have waited."""
    is_deals = place.base == "opportunity"
    title = t(
        "behind_title_deals" if is_deals else "behind_title",
        target=stage_said(place.target, t),
        count=f"{behind.count:,}",
    )

    @st.dialog(title, width="large")
    def dialog() -> None:
        st.markdown(
            t.markdown(
                "behind_meaning",
                since=place.since,
                until=as_of,
                base=stage_said(place.base, t),
                target=stage_said(place.target, t),
            )
        )
        table = behind_table(read_rows_behind(company, place, as_of), t)
        show_rows(table, f"{place.base}-{place.target}", t, note=t("masked"))

    dialog()


def behind_table(rows: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """The rows as the screen writes them, without columns that say nothing here."""
    table = rows.assign(
        day=pd.to_datetime(rows["day"]).dt.date,
        tried_on=pd.to_datetime(rows["tried_on"]).dt.date,
        person=rows["person"].map(mask_person, na_action="ignore"),
        company=rows["company"].map(mask_company, na_action="ignore"),
        source=[t.source(None if pd.isna(source) else source) for source in rows["source"]],
        is_settled=rows["is_settled"].astype(bool).map({True: "✓", False: ""}),
        subject_id=rows["subject_id"].str.partition(":")[2],
    )[LISTED]
    empty = [name for name in table if table[name].isna().all() or (table[name] == "").all()]
    table = table.drop(columns=empty)
    table.columns = pd.Index([t(f"column_{HEADS.get(name, name)}") for name in table.columns])
    return table
