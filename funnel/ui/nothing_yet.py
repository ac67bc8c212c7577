"""The first day: no data yet, and two ways to some; the demo is one click, own exports another."""

from __future__ import annotations

import streamlit as st

from funnel.clock import now
from funnel.publishing.demo import start_demo
from funnel.store.workspace import Workspace
from funnel.ui.navigation import DATA
from funnel.ui.texts import Texts
from funnel.ui.upload import progress_bar


def nothing_yet(t: Texts) -> None:
    """Instead of a page that needs data."""
    st.title(t("nothing_yet"), anchor=False)
    own, demo = st.columns(2)
    with own, st.container(border=True, key="card_own", height="stretch"):
        st.subheader(t("begin_own"), anchor=False)
        st.markdown(t("begin_own_why"))
        if st.button(t("upload_exports"), type="primary", key="begin_own"):
            st.switch_page(DATA.file)
    with demo, st.container(border=True, key="card_demo", height="stretch"):
        st.subheader(t("begin_demo"), anchor=False)
        st.markdown(t("begin_demo_why"))
        if st.button(t("begin_demo_now"), key="begin_demo"):
            start_demo(Workspace.from_environment(), now(), progress=progress_bar(t))
            st.rerun()
