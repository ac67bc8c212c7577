"""Choosing files, and what the page shows until they can be looked at."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from funnel.errors import FunnelError
from funnel.importers.files.read import stands_in
from funnel.importers.profiles.profile import vendor_profiles
from funnel.importers.profiles.recognise import GENERIC
from funnel.masking import mask_address
from funnel.messages import describe
from funnel.ui import published
from funnel.ui.headline import Headline, headline
from funnel.ui.intake import Intake, Tell, drop, read, receive
from funnel.ui.texts import Texts, plain

MOST_PROBLEMS = 20


def upload_form(t: Texts) -> None:
    """The field for files; choosing some is all it takes."""
    with st.container(key=f"upload_{t.language}"):
        st.subheader(t("upload_exports"), anchor=False)
        if told := st.session_state.pop("told", None):
            st.info(t(told))
        st.markdown(f"{t('choose_files')}  \n{t('nothing_changes_yet')}")
        # A new field each time: what was chosen before is on the disk and out of the browser.
        generation = st.session_state.setdefault("upload_generation", 0)
        place = st.empty()
        with place.container():
            chosen = st.file_uploader(
                t("choose_files"),
                accept_multiple_files=True,
                key=f"files_{generation}",
                label_visibility="collapsed",
            )
        st.caption(t("known_tools", tools=t("comma").join(_tools())))
        with st.expander(t("mapping_file")):
            st.markdown(t("mapping_file_first"))
            mapping = st.file_uploader(
                t("mapping_file"),
                type="toml",
                key=f"mapping_{generation}",
                label_visibility="collapsed",
            )
    if chosen:
        published.forget()
        with place:
            bar = progress_bar(t)
        st.session_state["upload_generation"] += 1
        receive(chosen, mapping, bar)
        st.rerun()


def say_if_lost(found: Intake | None) -> None:
    """A page that is loaded anew has forgotten the upload; the address still knows of one."""
    if found is not None:
        st.query_params["upload"] = "1"
        st.session_state["upload_here"] = True
    elif st.query_params.pop("upload", None) and not st.session_state.pop("upload_here", False):
        st.session_state["told"] = "upload_lost"


def _tools() -> list[str]:
    return sorted(p.name for p in vendor_profiles() if p.tool != GENERIC)


def progress_bar(t: Texts, first: str = "step_receiving") -> Tell:
    """A bar that says in words what is being done."""
    bar = st.progress(0.0, t(first))

    def tell(what: str, share: float) -> None:
        bar.progress(min(share, 1.0), f"{t(f'step_{what}')}…")

    return tell


def reading_screen(found: Intake, t: Texts) -> None:
    """Read what was chosen, saying how far it is."""
    with st.container(border=True, key="card_reading"):
        names = t("comma").join(path.name for path in found.files)
        st.subheader(plain(names), anchor=False)
        read(found, progress_bar(t))
    st.rerun()


def refusal_screen(found: Intake, refusal: FunnelError, t: Texts) -> None:
    """What could not be read and why; everything is as it was."""
    row = headline(
        Headline(
            t("refused_title"),
            t("refused_unchanged"),
            t("next_action"),
            t("refused_next_map" if found.readable else "refused_next"),
        )
    )
    if row.button(t("choose_again"), type="primary", key="choose_again"):
        drop()
        st.rerun()
    others = _without(found, refusal)
    left = len(found.files) - len(others)
    if others and left and row.button(t("go_on_without", count=left), key="rest"):
        found.files = others
        found.read_again()
        st.rerun()
    if found.readable and row.button(t("map_instead"), key="map_instead"):
        found.asked = list(found.readable)
        st.rerun()
    with st.container(border=True, key="card_refusal"):
        told = refusal.problems[:MOST_PROBLEMS]
        lines = (mask_address(describe(problem, t.language)) for problem in told)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        if len(refusal.problems) > MOST_PROBLEMS:
            st.caption(t("problems_more", count=f"{len(refusal.problems) - MOST_PROBLEMS:,}"))
        for asked in found.readable:
            if asked.found is not None:
                st.markdown(
                    t.markdown(
                        "taken_for",
                        file=asked.table.name,
                        tool=t.tool(asked.found.profile.name),
                        object=t(f"object_{asked.found.layout.object}"),
                    )
                )


def _without(found: Intake, refusal: FunnelError) -> list[Path]:
    """The files that no problem names."""
    named = [problem.file or "" for problem in refusal.problems]
    return [path for path in found.files if not any(stands_in(name, path.name) for name in named)]
