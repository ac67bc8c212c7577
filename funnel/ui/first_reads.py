"""What pages read of a version at their first look: to read ahead, and to measure."""

from __future__ import annotations

from funnel.calendar import months_before
from funnel.ui import (
    campaign_cards,
    compare,
    data,
    deals,
    month,
    month_cohorts,
    month_cycle,
    month_sources,
    promises,
    source_money,
    source_quality,
    sources,
    verdict_data,
    weekly_cards,
)
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


def read_month(company: Company, view: View) -> None:
    """All that the page of the month reads."""
    month.read_month(company, month.Asked(view, int(month.LENGTHS[0])))
    month_cohorts.read_first(company, view)
    month_cycle.read_cycle(company, view)
    month_sources.read_worths(company, view)


def read_sources(company: Company, view: View) -> None:
    """All that the page of the lead sources reads."""
    asked = sources.Stretch(
        months_before(view.month, int(sources.SPANS[0]) - 1), view.as_of, "source", "wins"
    )
    sources.read_contribution(company, asked)
    source_quality.read_quality(company, asked)
    source_money.read_money(company, asked)
    campaign_cards.read_campaigns(company, asked)


def read_latest() -> None:
    """Of the version in force, the month it ends in: the pages that take longest."""
    company = data.company_in_force()
    if company is not None:
        view = data.view_of(company, company.months[0])
        read_week(company, view)
        read_month(company, view)
        deals.read_desk(company, deals.Stretch(view.month, view.as_of))
        read_sources(company, view)
