"""Should the agreement be changed: another threshold of the MQL, or one thing done otherwise?"""

import streamlit as st

from funnel.ui import review, review_whatif
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline

t = texts()
ours = company()
found = review.read_review(ours)

row = headline(review.headline_of(found, t))
review.next_button(row, found, t)

thresholds, otherwise = st.columns(2)
with thresholds:
    review.thresholds_card(found, t)
with otherwise:
    review_whatif.whatif_card(ours, found, t)
