"""What stands below on the page of the month, in the order of the page."""

from funnel.ui.month_cohorts import cohorts_card
from funnel.ui.month_cycle import cycle_card
from funnel.ui.month_sources import sources_worth_card
from funnel.ui.month_summary import summary_card

__all__ = ["cohorts_card", "cycle_card", "sources_worth_card", "summary_card"]
