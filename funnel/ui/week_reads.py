"""All that the pages of the week and the month read of a version: to read ahead, and to measure."""

from __future__ import annotations

from funnel.ui import compare, data, month, promises, verdict_data, weekly_cards
from funnel.ui.data import Company, View
from funnel.ui.today import read_today


def read_week(company: Company, view: View) -> None:
    """All that the page of the week reads of a version."""
    data.read_segments(company)
    data.read_funnel(company, view)
    verdict_data.read_all(company, view)
    promises.read_promises(company, promises.Wanted(view, view.month, None))
    weekly_cards.read_contributed(company, view)
    read_today(company, view)
    for name in compare.LENGTHS:
        data.read_figures(company, name, view.this_month)


def read_latest() -> None:
    """Of the version in force, the month it ends in."""
    company = data.company_in_force()
    if company is not None:
        view = data.view_of(company, company.months[0])
        read_week(company, view)
        month.read_month(company, month.Asked(view, int(month.LENGTHS[0])))
