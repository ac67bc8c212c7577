"""A page with nothing but a strip, for test_strip.py."""

from pathlib import Path

import streamlit as st

import funnel.ui
from funnel.ui.funnel_strip import Goal, Picture, Point, Rate, Stage, Strip, funnel_strip

weeks = tuple(Point(300 + i, 250, f"{i}週前 {300 + i}(前年 250)", i == 5) for i in range(6))
months = tuple(Point(None if i < 3 else i, None, f"{i}か月 {i}", i == 11) for i in range(12))
picture = Picture("推移 300, 301", ("6週", "12か月"), weeks, months)
lines = ("目標 12,345", "前年同日まで 12,345")
stages = [
    Stage(f"stage{i}", f"段階{i}", "12,345", lines, Goal(100, 200, 150, "目安 150"), picture)
    for i in range(7)
]
stages[3] = Stage("stage3", "<b>受入</b>", "—", ("未計測",), measured=False)
stages[4] = Stage("stage4", "段階4", "12,345", ("目標 80",), Goal(100, 80, 40, "目安 40"), picture)
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
