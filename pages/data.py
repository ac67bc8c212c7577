"""Which exports come in, how are they read, and what would they change?"""

import streamlit as st

from funnel.ui import data, intake
from funnel.ui.frame import texts
from funnel.ui.headline import headline
from funnel.ui.in_force import freshness_headline, in_force
from funnel.ui.mapping import mapping_screen
from funnel.ui.navigation import WEEKLY
from funnel.ui.preview_screen import preview_screen
from funnel.ui.published import just_published, published_headline
from funnel.ui.saved_mappings import edited, editing_screen, saved_mappings
from funnel.ui.upload import reading_screen, refusal_screen, say_if_lost, upload_form

t = texts()
company = data.company_in_force()
upload = intake.intake()
say_if_lost(upload)

if upload is not None and upload.asked:
    mapping_screen(upload, t)
elif upload is not None and upload.refusal is not None:
    refusal_screen(upload, upload.refusal, t)
elif upload is not None and upload.prepared is not None and upload.changes is not None:
    preview_screen(upload, upload.prepared, upload.changes, t)
elif upload is not None:
    reading_screen(upload, t)
elif (saved := edited()) is not None:
    editing_screen(saved, t)
else:
    if company is None:
        st.title(t("nothing_yet"), anchor=False)
    elif just := just_published(company):
        published_headline(just, company, t)
    elif headline(freshness_headline(company, t)).button(t("back_to_week"), key="back_to_week"):
        st.switch_page(WEEKLY.file)
    left, right = st.columns([2, 3])
    with left, st.container(border=True, key="card_upload"):
        upload_form(t)
    with left:
        saved_mappings(t)
    if company is not None:
        with right, st.container(border=True, key="card_in_force"):
            in_force(company, t)
