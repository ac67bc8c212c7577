"""Are we on track, what comes in the next three months, and why did it change?"""

import streamlit as st

from funnel.ui import month, month_below, month_cards, month_side
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline
from funnel.ui.month_words import headline_of
from funnel.ui.take_along import take_along

t = texts()
ours = company()
asked = month.choose(ours, t)
told = month.read_month(ours, asked)

row = headline(headline_of(told, t))
month.next_buttons(row, told, t)

wide, narrow = st.columns([2, 1])
with wide:
    month_cards.revenue_card(ours, told, t)
    month_cards.change_card(ours, told, t)
with narrow:
    month_side.stages_card(ours, told, t)
    month_side.hits_card(told, t)

month_below.summary_card(ours, asked.view, t)
month_below.cohorts_card(ours, asked.view, t)
cycle, worth = st.columns(2)
with cycle:
    month_below.cycle_card(ours, asked.view, t)
with worth:
    month_below.sources_worth_card(ours, asked.view, t)

take_along(ours, asked.view, "month", t)
