"""Do both sides keep what they promised, and what is due today?"""

import streamlit as st

from funnel.ui import promise_cards, promises
from funnel.ui.frame import company, texts
from funnel.ui.headline import headline
from funnel.ui.navigation import AGREEMENT

t = texts()
ours = company()
found = promises.read_promises(ours, promises.choose(ours, t))

row = headline(promises.headline_of(found, t))
if row.button(t("see_agreement"), key="see_agreement"):
    st.switch_page(AGREEMENT.file)

promise_cards.cards_below(found, t)
