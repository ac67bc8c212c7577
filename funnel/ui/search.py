"""The page of the search: what was found by kind, each with where it stands and a way to it."""

from __future__ import annotations

import streamlit as st

from funnel.masking import mask_company, mask_person
from funnel.messages import in_language
from funnel.metrics import METRICS
from funnel.money import format_money
from funnel.reports.search import Found, Group, Hit, search
from funnel.store.workspace import Workspace
from funnel.ui.cards import OPENS
from funnel.ui.choices import remember
from funnel.ui.data import Company, database
from funnel.ui.glossary import TERMS, Term
from funnel.ui.headline import Headline, headline
from funnel.ui.navigation import ACTIONS, DEFINITIONS, GLOSSARY, PAGES, SOURCES, Entry
from funnel.ui.search_way import open_way
from funnel.ui.texts import LANGUAGES, TEXTS, Texts, plain
from funnel.ui.wall import shortened

_NAME = "q"
MOST_LETTERS = 200
SHOWN = 20


def search_page(company: Company, t: Texts) -> None:
    """The box, the answer in a sentence, and a card for each kind."""
    st.title(t("search_title"), anchor=False)
    asked = _box(t)
    if not asked:
        st.markdown(t("search_hint"))
        return
    found = _read(company, asked)
    pages, words = pages_of(asked), terms_of(asked)
    total = found.total + len(pages) + len(words)
    _told(asked, total, t)
    for group in found.groups:
        _card(company, group, t)
    _links("search_words", [_word(term, t) for term in words], t)
    _links("search_pages", [(t(page.text_key), page.file, None) for page in pages], t)


def _box(t: Texts) -> str:
    """What is looked for stands in the address: a link brings it back."""
    key = f"search_box_{t.language}"  # a box keeps the words it was drawn with
    st.session_state[key] = st.query_params.get(_NAME, "")[:MOST_LETTERS]
    asked: str = st.text_input(
        t("search_title"),
        key=key,
        placeholder=t("search_placeholder"),
        label_visibility="collapsed",
        icon=":material/search:",
        max_chars=MOST_LETTERS,
        on_change=lambda: remember(_NAME, st.session_state[key], ""),
    )
    return asked.strip()


def _read(company: Company, asked: str) -> Found:
    actions = Workspace.from_environment().team.actions()
    return _search(company, asked, tuple(actions))


@st.cache_data(max_entries=64, show_spinner=False)
def _search(company: Company, asked: str, actions: tuple[object, ...]) -> Found:
    return search(database(company.home, company.version), asked, actions, limit=SHOWN)  # type: ignore[arg-type]


def _told(asked: str, total: int, t: Texts) -> None:
    what = shortened(asked, 40)
    if total:
        st.markdown(t.markdown("search_found", asked=what, total=f"{total:,}"))
        return
    headline(
        Headline(
            t.markdown("search_none", asked=what), t("search_none_why"),
            t("next_action"), t("search_none_next"),
        ),
        is_title=False,
    )  # fmt: skip


def pages_of(asked: str) -> list[Entry]:
    """Pages whose name in either language holds all that was typed."""
    wanted = asked.casefold()
    return [
        page for page in PAGES if any(wanted in said.casefold() for said in TEXTS[page.text_key])
    ]


def terms_of(asked: str) -> list[Term]:
    """Words of the glossary that are called so, in either language."""
    return [term for term in TERMS if term.is_called(asked)]


def _card(company: Company, group: Group, t: Texts) -> None:
    with st.container(border=True, key=f"card_found_{group.kind}", gap="xxsmall"):
        st.subheader(t(f"search_{group.kind}", total=f"{group.total:,}"), anchor=False)
        for place, hit in enumerate(group.hits):
            _row(company, hit, place, t)
        if group.more:
            st.caption(t("search_more", more=f"{group.more:,}"))


def _row(company: Company, hit: Hit, place: int, t: Texts) -> None:
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", key=f"found_{hit.kind}_{place}"
    ):
        # The number of the row in the key: an id may be of any letters and any length.
        if st.button(
            plain(shortened(name_of(hit, t), 48)), key=f"open_{hit.kind}_{place}",
            type="tertiary", icon=OPENS,
        ):  # fmt: skip
            _open(company, hit, t)
        st.markdown(f":gray[{plain(standing_of(hit, company, t))}]", width="stretch",
                    text_alignment="right")  # fmt: skip


def name_of(hit: Hit, t: Texts) -> str:
    """What a hit is called on the wall: people and companies by their first letter."""
    if hit.kind == "metric":
        return in_language(METRICS[hit.id].title, t.language)
    if hit.kind == "deal":
        # A deal is mostly called by its company.
        return t("dot").join(
            part for part in (_key(hit), mask_company(hit.company or hit.title)) if part
        )
    if hit.kind == "lead":
        who = " / ".join(
            part for part in (mask_person(hit.person), mask_company(hit.company)) if part
        )
        return t("dot").join(part for part in (who, _key(hit)) if part)
    return hit.title or hit.id


def _key(hit: Hit) -> str:
    return hit.id.partition(":")[2]


def standing_of(hit: Hit, company: Company, t: Texts) -> str:
    """Where it stands: stage, owner, source, amount, day."""
    if hit.kind == "metric":
        return in_language(METRICS[hit.id].formula, t.language)
    said = [_stage(hit, t)]
    if hit.kind == "campaign":
        said.append(t("search_leads", count=f"{hit.leads:,}"))
    if hit.kind in ("lead", "deal"):
        said += [t.source(hit.source), hit.owner or t("capacity_nobody")]
    elif hit.owner:
        said.append(hit.owner)
    if hit.amount is not None:
        said.append(format_money(float(hit.amount), company.currency, t.language))
    if hit.day is not None:
        day = f"{hit.day:%Y/%m/%d}"
        said.append(t("search_due", day=day) if hit.kind == "action" else day)
    if hit.is_deleted:
        said.append(t("search_deleted"))
    return t("dot").join(shortened(one, 24) for one in said if one)


def _stage(hit: Hit, t: Texts) -> str:
    if hit.kind == "action":
        return t(f"search_state_{hit.stage}")
    if hit.kind == "deal":
        outcome = t(f"outcome_{hit.outcome}") if f"outcome_{hit.outcome}" in TEXTS else ""
        return hit.stage if hit.stage and hit.outcome == "open" else outcome
    if hit.kind == "lead":
        return t(f"meaning_{hit.outcome}") if hit.outcome else t(f"stage_{hit.stage}")
    return ""


def _open(company: Company, hit: Hit, t: Texts) -> None:
    """One click to what it is: the way of a lead or deal, or the page that holds it."""
    if hit.kind in ("lead", "deal"):
        open_way(company, hit.kind, hit.id, t)
    elif hit.kind == "metric":
        st.switch_page(DEFINITIONS.file, query_params=_with(t, q=hit.id))
    elif hit.kind == "action":
        st.session_state[f"actions_words_{t.language}"] = (hit.title or "")[:MOST_LETTERS]
        st.switch_page(ACTIONS.file, query_params=_with(t))
    else:
        st.switch_page(SOURCES.file, query_params=_with(t, by="campaign"))


def _with(t: Texts, **asked: str) -> dict[str, str]:
    """What an address asks for, in the language of the visitor."""
    return asked if t.language == LANGUAGES[0] else {"lang": t.language, **asked}


def _word(term: Term, t: Texts) -> tuple[str, object, dict[str, str] | None]:
    return term.name(t), GLOSSARY.file, {"q": term.name(t)}


def _links(title: str, links: list[tuple[str, object, dict[str, str] | None]], t: Texts) -> None:
    if not links:
        return
    with st.container(border=True, key=f"card_{title}", gap="xxsmall"):
        st.subheader(t(title, total=len(links)), anchor=False)
        for name, file, asked in links:
            if st.button(plain(name), key=f"{title}_{name}", type="tertiary", icon=OPENS):
                st.switch_page(file, query_params=_with(t, **(asked or {})))  # type: ignore[arg-type]
