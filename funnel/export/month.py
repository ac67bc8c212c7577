"""The month to take along: on track or not, what comes, why it changed, how forecasts did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from funnel.export.document import Document
from funnel.export.looked import Looked, Said
from funnel.export.month_change import change_slide
from funnel.export.month_deals import deals_slide, deals_table
from funnel.export.month_hits import hits_slide
from funnel.export.month_series import funnel_slide, revenue_slide, revenue_table
from funnel.export.month_summary import summary_slide
from funnel.export.month_texts import TEXTS
from funnel.reports.month_series import NAMES
from funnel.reports.monthly import Month, monthly
from funnel.store.database import Database
from funnel.store.workspace import number_of

if TYPE_CHECKING:
    from funnel.store.team import TeamStore  # sqlalchemy takes its time

ON_LEADS = ("leads", "mqls", "handovers", "sqls")
STALE = timedelta(days=14)
LAST_DAYS = "select object, max(last_day) from files where last_day is not null group by object"


def read_month(db: Database, team: TeamStore, looked: Looked) -> Month:
    """What the page of the month shows; a table that ended long ago is not read as zero."""
    days = {kind: day for kind, day in db.rows(LAST_DAYS) if day < looked.as_of - STALE}
    ended = {
        name: days[table]
        for name in NAMES
        if (table := "leads" if name in ON_LEADS else "deals") in days
    }
    return monthly(db, team, looked.as_of, ended=ended)


def month_document(db: Database, team: TeamStore, looked: Looked) -> Document:
    """All that is taken along of the month, as its page shows it.

    Raises:
        FunnelError: where a report does.
    """
    said = Said(TEXTS, looked.language)
    told = read_month(db, team, looked)
    is_money = told.figure == "revenue"
    return Document(
        title=said("title"),
        file_name=looked.file_name("month"),
        language=looked.language,
        currency=told.currency,
        as_of=looked.as_of,
        foot=said("foot", day=said.words.day(looked.as_of), version=number_of(db)),
        slides=(
            summary_slide(told, said),
            revenue_slide(told, said),
            funnel_slide(told, said),
            change_slide(told, said),
            hits_slide(told, said),
            deals_slide(deals := deals_table(db, told, said), told, said),
        ),
        sheets=(
            (said("sheet_revenue" if is_money else "sheet_wins"), revenue_table(told, said)),
            (said("name_deals"), deals),
        ),
    )
