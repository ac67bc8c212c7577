"""Build the canonical tables in the order they depend on each other."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from pathlib import Path

from funnel.agreement.staging import STAGED
from funnel.importers.cells.companies import company_key_sql, word_key_sql
from funnel.importers.cells.reasons import read_reason
from funnel.store.database import Database, Parameters, parameters_of
from funnel.tables.word_tests import make_word_tests

ORDER = (
    "owner_names",
    "campaign_names",
    "owners",
    "shared_boxes",
    "free_mail",
    "seen_before",
    "scores_before",
    "confirmed_links",
    "seen_records",
    "same_people",
    "grouped_records",
    "lead_records",
    "lead_aliases",
    "lead_keys",
    "seen_scores",
    "lead_addresses",
    "owner_changes",
    "stage_changes",
    "lead_events",
    "lead_passes",
    "touches",
    "first_touches",
    "leads",
    "lead_deals",
    "bulk_minutes",
    "deals",
    "products",
    "customer_deals",
    "customers",
    "entered_costs",
    "spend",
    "revenue",
    "deal_journeys",
    "scoring",
    "point_values",
    "kind_points",
    "attribute_scores",
    "known_days",
    "score_candidates",
    "score_days",
    "last_scores",
    "scores",
    "judged_leads",
    "judged_mqls",
    "stages",
    "opportunity_bases",
    "judged_passes",
    "eventful_journeys",
    "journeys",
    "entered_journeys",
    "stage_entries",
    "superseded_entries",
    "known_entries",
    "passes",
    "reasons",
    "missing_information",
    "decisions",
    "stage_counts",
    "stage_rates",
    "summed_entries",
    "entry_days",
    "passage_days",
    "stage_count_days",
    "stage_rate_days",
    "deal_lengths",
    "wins",
    "campaign_sources",
    "spend_days",
    "cost_rates",
    "dimensions",
    "deal_stage_stays",
    "waits",
    "link_suggestions",
    "ambiguous_links",
    "deal_touches",
    "unlinked_touches",
    "sales_activities",
    "targets",
    "data_faults",
    "version",
    "handed_passes",
    "contacts",
    "pass_events",
    "promise_clocks",
    "promise_ends",
    "clock_promises",
    "handover_promises",
    "month_promises",
    "promises",
    "files",
    "refused_rows",
    "data_gaps",
    "built_by",
)

KEPT_BEFORE = """
select table_name
from duckdb_tables()
where database_name = 'before' and table_name in ('seen_records', 'seen_scores')
"""
CARRY = {
    "seen_records": """
insert into seen_before by name
select *, row_number() over () as seen_no
from before.seen_records
""",
    "seen_scores": """
insert into scores_before
select tool, id, score, seen_on
from before.seen_scores
""",
}
"""What the version before saw, by the table that kept it."""
REASONS = """
select reason from passes where reason is not null
union
select lost_reason from deals where lost_reason is not null
order by 1
"""
TANGLED = """
select count(*) > 0
from same_people
where node in (select centre from same_people)
    or node in (select node from same_people group by node having count(*) > 1)
"""
"""Someone is tied to two others, or to one who is tied on: the ties are no star yet."""


def build_tables(db: Database, parameters: Parameters) -> None:
    """Leave every table and view of `ORDER` in `db`.

    Needs the staged tables there, and what a version says of itself: `published_at`, `known_until`
    (the day of the latest export: nothing can have happened after it), `currency`, `who`, `base`
    (the version it is built on), `cause` (`import`, `rebuild` or `agreement`). What the version
    before saw comes by `carry_over`, what people said of links in `confirmed_links`; both may be
    missing. The agreements in force are staged.
    """
    make_macros(db)
    for name in ORDER:
        run_file(db, name, parameters)
        if name == "same_people":
            while db.value(TANGLED):
                run_file(db, "untangle_people", parameters)
        if name == "missing_information":
            _read_reasons(db)


@cache
def judged() -> tuple[str, ...]:
    """What depends on the agreements, itself or through others, in the order of `ORDER`.

    It is read off the SQL, so that nobody has to think of it. What these tables read has to be in
    the version itself, or to be one of them. `version` says when and by whom it was judged.
    """
    found = {*STAGED, "version", "known_days", "judged_leads", "built_by"}
    names = []
    for name in ORDER:
        if name in found or found & relations(name):
            found.add(name)
            names.append(name)
    return tuple(names)


@cache
def digest() -> str:
    """Of the texts of what depends on the agreements: whether a version was built by the same."""
    texts = "".join(statement(name)[0] for name in judged())
    return hashlib.sha256(texts.encode()).hexdigest()


@cache
def relations(name: str) -> frozenset[str]:
    """The tables and views that a table's file reads."""
    sql, _ = statement(name)
    return frozenset(re.findall(r"\b(?:from|join)\s+([a-z_]+)", re.sub("--.*", "", sql)))


def make_macros(db: Database) -> None:
    """Leave in `db` the functions that the tables' SQL calls."""
    db.run(f"create or replace temp macro company_key(company) as {company_key_sql('company')}")
    db.run(f"create or replace temp macro word_key(word) as {word_key_sql('word')}")
    make_word_tests(db)


def carry_over(db: Database, before: Path | None) -> None:
    """Leave in `db` what the version at `before` and those before it saw, records and scores.

    To be called before `build_tables`, in the same session. None, and a version that kept nothing,
    leave it empty.
    """
    run_file(db, "seen_before", {})
    run_file(db, "scores_before", {})
    if before is None:
        return
    db.attach(before, "before")
    try:
        for (name,) in db.rows(KEPT_BEFORE):
            db.run(CARRY[name])
    finally:
        db.detach("before")


def _read_reasons(db: Database) -> None:
    """Fill in `reasons` and `missing_information`: what people write is read once a text."""
    texts = [text for (text,) in db.rows(REASONS)]
    found = [(text, read_reason(text)) for text in texts]
    db.run(
        "insert into reasons select unnest(cast($said as varchar[])), "
        "unnest(cast($reasons as varchar[])), unnest(cast($known as boolean[]))",
        {
            "said": texts,
            "reasons": [reading.reason for _, reading in found],
            "known": [reading.is_known for _, reading in found],
        },
    )
    missing = [(text, what) for text, reading in found for what in reading.missing]
    db.run(
        "insert into missing_information select unnest(cast($said as varchar[])), "
        "unnest(cast($what as varchar[]))",
        {"said": [text for text, _ in missing], "what": [what for _, what in missing]},
    )


def run_file(db: Database, name: str, parameters: Parameters) -> None:
    """Run the file of a table or view with those of the parameters that it wants."""
    sql, wanted = statement(name)
    parameters = {**parameters, "digest": digest()}
    db.run(sql, {key: value for key, value in parameters.items() if key in wanted})


@cache
def statement(name: str) -> tuple[str, frozenset[str]]:
    """The text of a table's file, and the parameters it wants."""
    sql = (resources.files("funnel.tables") / f"{name}.sql").read_text("utf-8")
    return sql, parameters_of(sql)
