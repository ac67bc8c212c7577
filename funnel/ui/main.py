"""The main script: the frame around every page, run anew for each interaction."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from funnel.errors import FunnelError
from funnel.ui.choices import follow
from funnel.ui.data import company_in_force
from funnel.ui.frame import choose_language, header_tools, menu_marked, texts, unusable
from funnel.ui.navigation import PAGES
from funnel.ui.nothing_yet import nothing_yet
from funnel.ui.tour import watch_for_first_data

ASSETS = Path(__file__).parent / "assets"
PRINT = (ASSETS / "print.js").read_text(encoding="utf-8")

st.set_page_config(page_title=texts()("brand"), page_icon=ASSETS / "icon.svg", layout="wide")
st.html(ASSETS / "frame.css")
beside_language = choose_language()
t = texts()
st.logo(ASSETS / f"logo_{t.language}.svg", size="large")

if missing := st.query_params.pop("missing", None):  # from funnel/ui/addresses.py
    st.toast(t.markdown("page_missing", path=missing), duration="long")

entries = {
    st.Page(
        entry.file, title=t(entry.text_key), url_path=entry.name, default=entry is PAGES[0]
    ): entry
    for entry in PAGES
}
sections: dict[str, list[Page]] = {}
for each, entry in entries.items():
    sections.setdefault(t(entry.section) if entry.section else "", []).append(each)
page = st.navigation(sections, position="top")
follow()
header_tools(beside_language, t)
watch_for_first_data()
try:
    if entries[page].needs_data and company_in_force() is None:
        nothing_yet(t)
    else:
        page.run()
except FunnelError as error:  # the disk, the workspace: everything is as it was
    unusable(error, t)

runs = st.session_state["_runs"] = st.session_state.get("_runs", 0) + 1
# Browser tests wait for the next number.
marker = f"<span data-run={runs}></span>{menu_marked(entries[page], PAGES)}"
st.html(f"{marker}<script>{PRINT}</script>", unsafe_allow_javascript=True)
