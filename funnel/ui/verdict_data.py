"""The verdict as the pages read it: kept by version, day, and what was agreed by that day."""

from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from funnel.agreement.timeline import in_force_on, timeline
from funnel.reports.bottleneck import Agreed, Found, agreed_of, bottleneck
from funnel.reports.bottleneck_rows import Behind, Place, behind_of, place_of, rows_behind
from funnel.store.workspace import Workspace
from funnel.ui.data import Company, View, database


def read_verdict(company: Company, view: View) -> Found:
    """What is stuck in the whole company as of the view's day, by the agreement of that day."""
    agreements = timeline(Workspace(Path(company.home)).team.agreements())
    agreed = agreed_of(in_force_on(agreements, view.as_of).agreement)
    return _verdict(company, view.as_of, agreed)


def read_all(company: Company, view: View) -> None:
    """The verdict and the rows of its next action."""
    place = place_of(read_verdict(company, view).verdict)
    if place is not None:
        read_behind(company, place, view.as_of)


@st.cache_data(max_entries=16, show_spinner=False)
def _verdict(company: Company, as_of: date, agreed: Agreed) -> Found:
    return bottleneck(database(company.home, company.version), as_of, agreed)


@st.cache_data(max_entries=16, show_spinner=False)
def read_behind(company: Company, place: Place, as_of: date) -> Behind:
    """How many are behind at a place."""
    db = database(company.home, company.version)
    return behind_of(db, place, read_rows_behind(company, place, as_of), as_of)


@st.cache_data(max_entries=8, show_spinner=False)
def read_rows_behind(company: Company, place: Place, as_of: date) -> pd.DataFrame:
    """Who they are."""
    return rows_behind(database(company.home, company.version), place, as_of)
