"""Are the exports fresh, and were they understood?"""

import streamlit as st

from funnel.ui import data
from funnel.ui.frame import texts
from funnel.ui.headline import headline
from funnel.ui.in_force import freshness_headline, in_force
from funnel.ui.navigation import WEEKLY
from funnel.ui.upload import upload_form

t = texts()
company = data.company_in_force()
if company is None:
    st.title(t("nothing_yet"), anchor=False)
elif headline(freshness_headline(company, t)).button(t("back_to_week"), key="back_to_week"):
    st.switch_page(WEEKLY.file)

upload, described = st.columns([2, 3])
with upload, st.container(border=True, key="card_upload"):
    upload_form(t)
if company is not None:
    with described, st.container(border=True, key="card_in_force"):
        in_force(company, t)
