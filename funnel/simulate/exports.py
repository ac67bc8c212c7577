"""Write the company's exports into a folder."""

from __future__ import annotations

from pathlib import Path

from .activities import write_tasks
from .company import Company
from .hubspot import write_contacts
from .marketing import write_spend, write_touches
from .salesforce import write_leads, write_opportunities

CONTACTS = "hubspot-contacts.csv"
LEADS = "salesforce-leads.csv"
OPPORTUNITIES = "salesforce-opportunities.csv"
TOUCHES = "marketing-touches.csv"
SPEND = "marketing-spend.csv"
TASKS = "salesforce-tasks.csv"


def write_exports(company: Company, out: Path) -> list[Path]:
    """Write the three files into `out` (made if missing) and return their paths, contacts first.

    Files of the same names are replaced. The same company gives the same bytes.
    """
    out.mkdir(parents=True, exist_ok=True)
    contacts, leads, opportunities = out / CONTACTS, out / LEADS, out / OPPORTUNITIES
    write_contacts(company, contacts)
    write_leads(company, leads)
    write_opportunities(company, opportunities)
    return [contacts, leads, opportunities]


def write_marketing(company: Company, out: Path) -> list[Path]:
    """Write marketing's own two tables into `out` likewise: touches, and spend."""
    out.mkdir(parents=True, exist_ok=True)
    touches, spend = out / TOUCHES, out / SPEND
    write_touches(company.touches, company.who, company.customers, touches)
    write_spend(company.touches, spend)
    return [touches, spend]


def write_activities(company: Company, out: Path) -> Path:
    """Write what sales did about leads into `out` likewise."""
    out.mkdir(parents=True, exist_ok=True)
    write_tasks(company, out / TASKS)
    return out / TASKS
