"""What is open, for how long, what moved since the last look, and whom can we help?"""

import streamlit as st

from funnel.ui import deal_cards, deal_people, deals
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
ours = company()
desk = deals.read_desk(ours, deals.choose(ours, t))

row = headline(deals.headline_of(desk, t))
deals.next_button(row, desk, t)

if desk.pipeline.measured != "no_deals":
    pipeline, moves = st.columns(2)
    with pipeline:
        deal_cards.pipeline_card(desk, t)
    with moves:
        deal_cards.moves_card(desk, t)

    standing, loads = st.columns([2, 3])
    with standing:
        deal_people.standing_card(desk, t)
    with loads:
        deal_people.loads_card(desk, t)

    lost, content = st.columns([2, 3])
    with lost:
        deal_cards.lost_card(desk, t)
        deal_cards.lengths_card(desk, t)
    with content:
        deal_people.content_card(desk, t)
