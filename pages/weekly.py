"""Where does the funnel lag behind its own past, and which rows do we talk about this week?"""

import streamlit as st

from funnel.ui import cards, data, weekly
from funnel.ui.details import open_figure, open_rows_to_act_on
from funnel.ui.frame import company, texts
from funnel.ui.funnel_strip import funnel_strip
from funnel.ui.headline import headline
from funnel.ui.meeting import begin_button, run_meeting, step_asked
from funnel.ui.view_choice import choose_view

t = texts()
ours = company()
view = choose_view(ours, t)
if step := step_asked():
    run_meeting(ours, view, step, t)
else:
    begin_button(t)
    funnel = data.read_funnel(ours, view)
    gap = data.find_gap(ours, funnel, view)
    act = data.rows_to_act_on(ours, funnel, gap, view)

    row = headline(weekly.headline_of(funnel, gap, act, t))
    if not act.count:
        cards.to_data(row, t("upload_exports"), key="bring_data")
    elif row.button(t("see_rows", count=f"{act.count:,}"), key="see_rows"):
        open_rows_to_act_on(ours, act, t)

    if clicked := funnel_strip(weekly.strip_of(ours, funnel, gap, view, t), key="strip"):
        open_figure(ours, clicked, data.filters_of(clicked, gap, view), t)

    sources, durations, freshness = st.columns(3)
    with sources:
        cards.wins_by_source(ours, view, t)
    with durations:
        cards.durations(ours, view, t)
    with freshness:
        cards.freshness(ours, t)
