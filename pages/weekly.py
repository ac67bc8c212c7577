"""What is stuck, did both sides keep their word, and which rows do we talk about this week?"""

import streamlit as st

from funnel.ui import compare, data, weekly_cards
from funnel.ui.details import open_figure
from funnel.ui.frame import company, texts
from funnel.ui.funnel_strip import funnel_strip
from funnel.ui.meeting import begin_button, run_meeting, step_asked
from funnel.ui.since_visit import since_visit
from funnel.ui.strip import filters_of, strip_of
from funnel.ui.take_along import take_along
from funnel.ui.today import today_card
from funnel.ui.tour import tour
from funnel.ui.verdict import verdict
from funnel.ui.view_choice import choose_view

t = texts()
ours = company()
step = step_asked(t)
view = choose_view(ours, t, None if step else lambda: begin_button(t), compares=not step)
if step:
    run_meeting(ours, view, step, t)
else:
    tour(t)
    news = st.container(key="since_visit")
    marked = verdict(ours, view, t)

    funnel = data.read_funnel(ours, view)
    beside = compare.read_beside(ours, view, funnel, compare.chosen_against())
    if clicked := funnel_strip(strip_of(ours, funnel, marked, view, t, beside=beside), key="strip"):
        open_figure(ours, clicked, filters_of(clicked, funnel, marked, view), t)

    promises, wins, now = st.columns(3)
    with promises:
        weekly_cards.promises_card(ours, view, t)
    with wins:
        weekly_cards.wins_card(ours, view, t, beside)
    with now:
        today_card(ours, view, t)
    decided, changed = st.columns([2, 3])
    with decided:
        weekly_cards.actions_card(ours, view, t)
    with changed:
        weekly_cards.data_card(ours, view, t)
    since_visit(news, ours, t)
    take_along(ours, view, "week", t)
