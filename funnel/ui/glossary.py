"""The funnel's words: what each means, what of it is agreed on today, and where it is used."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from funnel.agreement.timeline import InForce, in_force_on, timeline
from funnel.calendar import day_of
from funnel.clock import now
from funnel.filters import STAGES
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.store.workspace import Workspace
from funnel.ui.agreement_words import sections
from funnel.ui.cards import OPENS
from funnel.ui.choices import remember
from funnel.ui.data import Company
from funnel.ui.navigation import (
    ACTIONS,
    AGREEMENT,
    DEFINITIONS,
    HISTORY,
    LINKS,
    PROMISES,
    QUALITY,
    SOURCES,
    TARGETS,
    WEEKLY,
    Entry,
)
from funnel.ui.texts import LANGUAGES, TEXTS, Texts, plain

_NAME, _BOX = "q", "glossary_box"
MOST_LINES = 5


@dataclass(frozen=True)
class Term:
    """A word: `text` is its name in the texts, `term_<key>` what it means.

    Args:
        page: where it is used.
        agreed: the sections of the agreement that say what it means here.
    """

    key: str
    text: str
    page: Entry
    agreed: tuple[str, ...] = ()

    def name(self, t: Texts) -> str:
        return t(self.text)

    def is_called(self, asked: str) -> bool:
        """The name holds all that was typed, in either language."""
        return any(folded(asked) in folded(name) for name in TEXTS[self.text])

    def is_meant(self, asked: str) -> bool:
        """Every word that was typed stands in what is said of it, in either language."""
        said = folded(" ".join((*TEXTS[self.text], *TEXTS[f"term_{self.key}"])))
        return all(word in said for word in folded(asked).split())


def _stage(name: str, *agreed: str) -> Term:
    return Term(f"stage_{name}", f"stage_{name}", WEEKLY, agreed)


def _word(key: str, page: Entry, *agreed: str) -> Term:
    return Term(key, f"word_{key}", page, agreed)


SECTIONS: dict[str, tuple[Term, ...]] = {
    "stages": (
        *(_stage(name, *({"mql": ("mql",), "sql": ("sql",)}.get(name, ()))) for name in STAGES),
        _stage("lost"),
    ),
    "counting": (
        _word("pass", PROMISES), _word("sales_own", SOURCES), _word("skipped", WEEKLY),
        _word("period", DEFINITIONS), _word("cohort", DEFINITIONS), _word("as_of", WEEKLY),
        _word("not_measured", QUALITY), _word("deal_length", DEFINITIONS),
        _word("lead_time", DEFINITIONS), _word("p90", DEFINITIONS),
    ),
    "judging": (
        _word("bottleneck", WEEKLY), _word("interval", WEEKLY), _word("too_few", WEEKLY),
        _word("maturity", WEEKLY), _word("pace", TARGETS), _word("target", TARGETS),
        _word("contribution", SOURCES, "rates"), _word("first_touch", SOURCES),
        _word("stalled", WEEKLY), _word("action", ACTIONS),
    ),
    "agreed": (
        _word("agreement", AGREEMENT), _word("score", AGREEMENT, "score"),
        _word("threshold", AGREEMENT, "mql"),
        _word("promise", PROMISES, "promises_marketing", "promises_sales"),
        _word("working_time", PROMISES, "calendar"), _word("sent_back", PROMISES),
    ),
    "data": (
        _word("version", HISTORY), _word("link", LINKS), _word("snapshot", HISTORY),
        _word("masked", WEEKLY),
    ),
}  # fmt: skip
TERMS = tuple(term for terms in SECTIONS.values() for term in terms)


def folded(text: str) -> str:
    """Without regard to case and width."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def glossary(company: Company, t: Texts) -> None:
    """All words by section, narrowed by what is typed, and the figures with their formulas."""
    with st.container(gap="xsmall"):
        st.title(t("glossary_title"), anchor=False)
        st.markdown(t("glossary_why"))
    asked = _search(t)
    held = _in_force(company)
    said = {name: lines for name, _, lines in sections(held.agreement, t)}
    is_found = False
    for section, terms in SECTIONS.items():
        shown = [term for term in terms if term.is_meant(asked)]
        is_found |= bool(shown)
        if shown:
            with st.container(border=True, key=f"card_glossary_{section}"):
                st.subheader(t(f"glossary_{section}"), anchor=False)
                for term in shown:
                    _line(term, said, held, t)
    if not (_figures(asked, t) or is_found):
        st.markdown(t.markdown("glossary_none", asked=asked))


def _in_force(company: Company) -> InForce:
    agreements = timeline(Workspace(Path(company.home)).team.agreements())
    return in_force_on(agreements, day_of(now()))


def _search(t: Texts) -> str:
    key = f"{_BOX}_{t.language}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(_NAME, "")[:100]
    asked: str = st.text_input(
        t("glossary_search"), key=key, placeholder=t("glossary_hint"), max_chars=100,
        label_visibility="collapsed", icon=":material/search:",
        on_change=lambda: remember(_NAME, st.session_state[key], ""),
    )  # fmt: skip
    return asked


def _line(term: Term, said: dict[str, list[tuple[str, str]]], held: InForce, t: Texts) -> None:
    """The word, what it means, what is agreed on; where it is used, one click away."""
    words, way = st.columns([5, 1], vertical_alignment="center")
    with words:
        st.markdown(f"**{plain(term.name(t))}** \u2002 {t(f'term_{term.key}')}")
        lines = [
            line
            for part in term.agreed
            for line in said.get(part, [])
            if line[1] != t("not_promised")
        ]
        if lines:
            told = t("dot").join(
                f"{plain(about)}: {plain(what)}" for about, what in lines[:MOST_LINES]
            )
            key = "glossary_in_force" if held.is_agreed else "glossary_not_agreed"
            st.caption(f"**{t(key)}** {told}{'…' if len(lines) > MOST_LINES else ''}")
    if way.button(
        t("glossary_used", page=t(term.page.text_key)), key=f"used_{term.key}",
        type="tertiary", icon=OPENS,
    ):  # fmt: skip
        st.switch_page(term.page.file)


def _figures(asked: str, t: Texts) -> bool:
    """The figures by name and formula: their definitions stand on a page of their own."""
    wanted = folded(asked).split()
    found = [
        metric
        for metric in METRICS.values()
        if all(
            word in folded(" ".join((metric.id, *metric.title, *metric.formula))) for word in wanted
        )
    ]
    if not found:
        return False
    with st.container(border=True, key="card_glossary_figures"):
        st.subheader(t("glossary_figures"), anchor=False)
        st.markdown(
            "\n".join(
                f"- **{plain(in_language(metric.title, t.language))}** = "
                f"{plain(in_language(metric.formula, t.language))}"
                for metric in found
            )
        )
        if st.button(t("glossary_definitions"), key="to_definitions", type="tertiary", icon=OPENS):
            asking = {"q": asked} if asked else {}
            language: dict[str, str] = {} if t.language == LANGUAGES[0] else {"lang": t.language}
            st.switch_page(DEFINITIONS.file, query_params=asking | language)
    return True
