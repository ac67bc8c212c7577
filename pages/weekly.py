"""Where does the funnel lag behind its own past, and which rows do we talk about this week?"""

import streamlit as st

from funnel.ui import cards, data, strip, weekly, weekly_cards
from funnel.ui.details import open_figure, open_rows_to_act_on
from funnel.ui.frame import company, texts
from funnel.ui.funnel_strip import funnel_strip
from funnel.ui.headline import headline
from funnel.ui.meeting import begin_button, run_meeting, step_asked
from funnel.ui.today import today_card
from funnel.ui.view_choice import choose_view

t = texts()
ours = company()
step = step_asked()
view = choose_view(ours, t, at_end=None if step else lambda: begin_button(t))
if step:
    run_meeting(ours, view, step, t)
else:
    funnel = data.read_funnel(ours, view)
    gap = data.find_gap(ours, funnel, view)
    act = data.rows_to_act_on(ours, funnel, gap, view)

    row = headline(weekly.headline_of(funnel, gap, act, t))
    if not act.count:
        cards.to_data(row, t("upload_exports"), key="bring_data")
    elif row.button(t("see_rows", count=f"{act.count:,}"), key="see_rows"):
        open_rows_to_act_on(ours, act, t)

    marked = weekly.marked_of(funnel, gap)
    if clicked := funnel_strip(strip.strip_of(ours, funnel, marked, view, t), key="strip"):
        open_figure(ours, clicked, strip.filters_of(clicked, funnel, marked, view), t)

    promises, wins, now = st.columns(3)
    with promises:
        weekly_cards.promises_card(ours, view, t)
    with wins:
        weekly_cards.wins_card(ours, view, t)
    with now:
        today_card(ours, view, t)
        weekly_cards.actions_card(ours, view, t)
    weekly_cards.data_card(ours, view, t)
