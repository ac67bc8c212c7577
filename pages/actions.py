"""What did we decide to do, did it help, and what did we learn of it?"""

import streamlit as st

from funnel.ui import actions, actions_settled, actions_voices, actions_weeks, events_card
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
desk = actions.read_desk(company())

row = headline(actions.headline_of(desk, t))
actions.next_button(row, desk, t)

asked = actions.search(desk, t)
left, right = st.columns([2, 1])
with left:
    actions.open_card(desk, asked, t)
    actions_settled.settled_card(desk, asked, t)
with right:
    actions_voices.voices_card(desk.meeting, t)
    events_card.events_card(desk.meeting.company, desk.meeting.day, t)
    actions_weeks.weeks_card(desk, t)
    actions_weeks.minutes_card(desk, t)
