"""A page with nothing but a strip, for test_strip.py."""

from pathlib import Path

import streamlit as st

import funnel.ui
from funnel.ui.funnel_strip import Rate, Stage, Strip, Week, funnel_strip

weeks = tuple(Week(day, value, day == "11/16") for day, value in [("11/9", 2345), ("11/16", 0)])
stages = [Stage(f"stage{i}", f"段階{i}", "12,345", "今週 0", weeks) for i in range(7)]
stages[3] = Stage("stage3", "<b>受入</b>", "—", "未計測", measured=False)
rates: list[Rate | None] = [
    Rate(f"rate{i}", "100%", "12,345/12,345", f"率{i}", "直近8週", i == 1) for i in range(6)
]
rates[2] = None

st.set_page_config(layout="wide")
st.html(Path(funnel.ui.__file__).parent / "assets" / "frame.css")
st.title("strip")  # keeps it clear of the header, which is empty here
clicked = funnel_strip(Strip("ファネル", tuple(stages), tuple(rates)), key="strip")


@st.dialog("図")
def show(figure: str) -> None:
    st.write(f"opened {figure}")


if clicked:
    show(clicked)
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.html(f"<span data-run={runs}></span>")
