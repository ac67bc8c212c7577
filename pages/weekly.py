"""Placeholder."""

import streamlit as st

from funnel.ui.frame import texts

st.title(texts()("page_weekly"), anchor=False)
