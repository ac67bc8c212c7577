"""The page of definitions: what every figure means, its value of the month, and its rows."""

import unicodedata

import streamlit as st

from funnel.messages import in_language
from funnel.metrics import METRICS, Metric
from funnel.metrics.wording import facts_of
from funnel.ui.cards import OPENS
from funnel.ui.choices import remember
from funnel.ui.data import Company, View, read_figures
from funnel.ui.details import open_figure
from funnel.ui.numbers import counts, month_said, shown
from funnel.ui.texts import Texts, plain
from funnel.ui.view_choice import choose_view

_NAME = "q"  # ?q=win: a link to what was searched for
_BOX = "definitions_search"


def definitions(company: Company, t: Texts) -> None:
    """One list of all metrics, searched by any of their words in either language."""
    view = choose_view(company, t)
    with st.container(gap="xsmall"):
        st.title(t("definitions_title"), anchor=False)
        st.markdown(t("definitions_evidence", count=len(METRICS)))
    asked = _search(t)
    found = [metric for metric in METRICS.values() if is_meant(metric, asked)]
    if not found:
        st.markdown(t.markdown("definitions_none", asked=asked))
    for metric in found:
        _card(company, metric, view, t)


def is_meant(metric: Metric, asked: str) -> bool:
    """Every word of `asked` stands somewhere in what is said of the metric."""
    texts = (metric.id, *metric.title, *metric.formula, *metric.definition)
    text = _folded(" ".join(texts))
    return all(word in text for word in _folded(asked).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _search(t: Texts) -> str:
    if _BOX not in st.session_state:
        st.session_state[_BOX] = st.query_params.get(_NAME, "")
    asked: str = st.text_input(
        t("definitions_search"),
        key=_BOX,
        placeholder=f"{t('definitions_search')} ({t('definitions_hint')})",
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=lambda: remember(_NAME, st.session_state[_BOX], ""),
    )
    return asked.strip()


def _card(company: Company, metric: Metric, view: View, t: Texts) -> None:
    with st.container(border=True, key=f"definition_{metric.id}"):
        told, figure = st.columns([3, 1], gap="large")
        with told:
            _definition(metric, t)
        with figure:
            _figure(company, metric, view, t)


def _definition(metric: Metric, t: Texts) -> None:
    title, formula = (
        plain(in_language(text, t.language)) for text in (metric.title, metric.formula)
    )
    st.markdown(f"**{title}** = {formula} \u2002 `{metric.id}`")
    st.markdown(plain(in_language(metric.definition, t.language)))
    facts = [(in_language(a, t.language), in_language(b, t.language)) for a, b in facts_of(metric)]
    st.caption("  \n".join(f"**{about}** \u2002 {plain(fact)}" for about, fact in facts))


def _figure(company: Company, metric: Metric, view: View, t: Texts) -> None:
    """The month's figure with its counts; of a duration the median."""
    found = {figure.stat: figure for figure in read_figures(company, metric.id, view.this_month)}
    figure = found.get("median") or found["value"]
    label = f"{month_said(view.month, t)} · {t('basis_period')}"
    if "median" in found:
        label = f"{label} · {t('median')}"
    below = counts(figure.numerator, figure.denominator) if metric.base else None
    if figure.base:
        below = f"{below or ''} {t('of_base', base=t(f'stage_{figure.base}'))}"
    st.metric(label, shown(figure, t), below, delta_color="off", delta_arrow="off")
    if st.button(t("definition_open"), key=f"open_{metric.id}", type="tertiary", icon=OPENS):
        open_figure(company, metric.id, view.this_month, t)
