"""The table of pages. To add a page: its file in `pages/` and one line here (and its title)."""

from dataclasses import dataclass
from pathlib import Path

PAGES_FOLDER = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True)
class Entry:
    """A page: its file and address are called `name`, its title is `text_key` in the texts."""

    name: str
    text_key: str
    needs_data: bool = True
    section: str | None = None
    """The text of the menu it stands in at the top; by itself where there is none."""

    @property
    def file(self) -> Path:
        """The script, absolute: `st.Page` would look beside the main script otherwise."""
        return PAGES_FOLDER / f"{self.name}.py"


# The first one is the default page and is served at `/` only.
WEEKLY = Entry("weekly", "page_weekly")
MONTHLY = Entry("monthly", "page_monthly")
SOURCES = Entry("sources", "page_sources")
DEALS = Entry("deals", "page_deals")
ACTIONS = Entry("actions", "page_actions")
PROMISES = Entry("promises", "page_promises", section="section_agreement")
TARGETS = Entry("targets", "page_targets", section="section_agreement")
AGREEMENT = Entry("agreement", "page_agreement", section="section_agreement")
REVIEW = Entry("review", "page_review", section="section_agreement")
DATA = Entry("data", "page_data", needs_data=False, section="section_data")
HISTORY = Entry("history", "page_history", section="section_data")
QUALITY = Entry("quality", "page_quality", section="section_data")
LINKS = Entry("links", "page_links", section="section_data")
DEFINITIONS = Entry("definitions", "page_definitions", section="section_data")
GLOSSARY = Entry("glossary", "page_glossary", section="section_data")
SEARCH = Entry("search", "page_search", section="section_data")
PAGES = (
    WEEKLY, MONTHLY, SOURCES, DEALS, ACTIONS, PROMISES, TARGETS, AGREEMENT, REVIEW,
    DATA, HISTORY, QUALITY, LINKS, DEFINITIONS, GLOSSARY, SEARCH,
)  # fmt: skip
