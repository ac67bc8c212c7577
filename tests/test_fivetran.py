"""The tables that Fivetran copies out of four tools, under their own column names.

What has to come out is counted here from the very files, by plain means; none of their values
stands in this file. They stay where they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import bring
from tests.fivetran import OBJECTS, Copied, copied, days_of, is_true, said, short, total


@pytest.fixture(scope="module")
def salesforce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    yield from copied("salesforce", tmp_path_factory.mktemp("salesforce"))


@pytest.fixture(scope="module")
def hubspot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    yield from copied("hubspot", tmp_path_factory.mktemp("hubspot"))


@pytest.fixture(scope="module")
def marketo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    yield from copied("marketo", tmp_path_factory.mktemp("marketo"))


@pytest.fixture(scope="module")
def pardot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    yield from copied("pardot", tmp_path_factory.mktemp("pardot"))


@pytest.fixture(params=list(OBJECTS))
def any_of_them(request: pytest.FixtureRequest) -> Copied:
    found: Copied = request.getfixturevalue(request.param)
    return found


def test_every_table_is_told_by_its_own_columns(any_of_them: Copied) -> None:
    expected = OBJECTS[any_of_them.name]
    assert {file.stem for file in any_of_them.folder.glob("*.csv")} == expected.keys()
    told = {
        file.name.removesuffix(".csv"): (file.recognised.profile.tool, file.object)
        for file in any_of_them.published.files
    }
    passed_over = {name.removesuffix(".csv") for name in any_of_them.published.unused}
    assert told == {
        table: (any_of_them.tool, kind) for table, kind in expected.items() if kind != "ignore"
    }
    assert passed_over == {table for table, kind in expected.items() if kind == "ignore"}


def test_every_row_is_read(any_of_them: Copied) -> None:
    for file in any_of_them.published.files:
        table = file.name.removesuffix(".csv")
        assert file.rows_read == len(any_of_them.rows(table)), table


def test_only_what_has_no_cost_is_refused(any_of_them: Copied) -> None:
    problems = [(p.file, p.kind) for p in any_of_them.published.refused]
    assert {kind for _, kind in problems} <= {"missing_value"}
    assert {file for file, _ in problems} <= {"pardot_campaign_data.csv"}


# Salesforce --------------------------------------------------------------------------------------


def test_salesforce_people_and_deals(salesforce: Copied) -> None:
    leads, deals = salesforce.rows("sf_lead_data"), salesforce.rows("sf_opportunity_data")
    assert {one for (one,) in salesforce.db.rows("select lead_id from leads")} == {
        f"salesforce:{short(row['id'])}" for row in leads
    }
    assert {one for (one,) in salesforce.db.rows("select deal_id from deals")} == {
        f"salesforce:{short(row['id'])}" for row in deals
    }
    assert salesforce.days("leads", "created_on") == days_of(leads, "created_date")
    assert salesforce.days("leads", "sql_on") == days_of(leads, "converted_date")
    assert salesforce.days("deals", "opened_on") == days_of(deals, "created_date")
    assert salesforce.count("deals", "is_deleted") == sum(is_true(r["is_deleted"]) for r in deals)
    # The tool's own flags decide: nobody can tell these stages by their names.
    outcomes = Counter(
        "won" if is_true(row["is_won"]) else "lost" if is_true(row["is_closed"]) else "open"
        for row in deals
    )
    found = salesforce.db.rows("select outcome, count(*) from deals group by 1")
    assert dict(found) == dict(outcomes)
    assert salesforce.db.value("select sum(amount) from deals") == total(deals, "amount")


def test_salesforce_versions_of_deals_are_history_and_no_deals(salesforce: Copied) -> None:
    versions = salesforce.rows("sf_opportunity_history_data")
    named = {f"salesforce:{short(row['id'])}" for row in versions}
    assert salesforce.days("stage_changes", "changed_on") == days_of(versions, "_fivetran_start")
    found = salesforce.db.rows("select distinct subject_id from stage_changes")
    assert {one for (one,) in found} == named


def test_salesforce_activities_touches_spend_and_owners(salesforce: Copied) -> None:
    tasks, events = salesforce.rows("sf_task_data"), salesforce.rows("sf_event_data")
    done = [row for row in tasks if row["status"] == "Completed"]
    assert salesforce.count("sales_activities") == len(done) + len(events)
    assert salesforce.days("sales_activities", "occurred_on") == (
        days_of(done, "completed_date_time") + days_of(events, "start_date_time")
    )
    members = salesforce.rows("sf_campaign_member_data")
    assert salesforce.days("touches", "occurred_on") == days_of(members, "first_responded_date")
    campaigns = salesforce.rows("sf_campaign_data")
    assert salesforce.days("spend", "since_on") == days_of(campaigns, "start_date")
    for column, cost in (("amount", "actual_cost"), ("planned", "budgeted_cost")):
        assert salesforce.db.value(f"select sum({column}) from spend") == total(campaigns, cost)
    users = salesforce.rows("sf_user_data")
    assert {one for (one,) in salesforce.db.rows("select owner from owners")} == {
        row["name"] for row in users
    }


# HubSpot -----------------------------------------------------------------------------------------


def test_hubspot_people_and_deals(hubspot: Copied) -> None:
    contacts, deals = hubspot.rows("contact_data"), hubspot.rows("deal_data")
    # Of contacts that were merged one is left.
    merged = {
        one
        for row in contacts
        for one in row["property_hs_merged_object_ids"].split(";")
        if one and one != row["id"]
    }
    assert hubspot.count("leads") == len({row["id"] for row in contacts} - merged)
    assert hubspot.db.value("select sum(records) from leads") == len(contacts)
    assert hubspot.count("deals") == len({row["deal_id"] for row in deals})
    assert hubspot.days("deals", "opened_on") == days_of(deals, "property_createdate")
    assert hubspot.count("deals", "owner is not null") == len(said(deals, "owner_id"))


def test_hubspot_links_that_lead_nowhere_make_none(hubspot: Copied) -> None:
    contacts = {row["id"] for row in hubspot.rows("contact_data")}
    deals = {row["deal_id"] for row in hubspot.rows("deal_data")}
    pairs = {(row["contact_id"], row["deal_id"]) for row in hubspot.rows("deal_contact_data")}
    there = {pair for pair in pairs if pair[0] in contacts and pair[1] in deals}
    assert hubspot.count("lead_deals") == len(there)


def test_hubspot_history_and_stages(hubspot: Copied) -> None:
    history = hubspot.rows("deal_stage_data")
    assert hubspot.days("stage_changes", "changed_on") == days_of(history, "date_entered")
    found = hubspot.db.rows("select distinct subject_id from stage_changes")
    assert {one for (one,) in found} == {f"hubspot:{row['deal_id']}" for row in history}
    known = {row["stage_id"] for row in hubspot.rows("deal_pipeline_stage_data")}
    untold = sum(row["value"] not in known for row in history)
    assert hubspot.count("stage_changes", "meaning is null") == untold


def test_hubspot_activities_and_touches(hubspot: Copied) -> None:
    calls = hubspot.rows("engagement_call_data")
    meetings = hubspot.rows("engagement_meeting_data")
    assert hubspot.days("sales_activities", "occurred_on") == (
        days_of(calls, "property_hs_timestamp") + days_of(meetings, "start_time")
    )
    assert hubspot.count("sales_activities", "kind = 'meeting'") == len(meetings)
    submissions = hubspot.rows("contact_form_submission_data")
    assert hubspot.days("touches", "occurred_on") == days_of(submissions, "timestamp")
    assert hubspot.count("touches", "kind = 'form submission'") == len(submissions)


# Marketo -----------------------------------------------------------------------------------------


def test_marketo_people(marketo: Copied) -> None:
    people = marketo.rows("marketo_lead_data")
    merges = marketo.rows("marketo_activity_merge_leads_data")
    gone = {one for row in merges for one in row["merge_ids"].strip("[]").split(", ") if one}
    kept = {row["id"] for row in people} - gone
    assert marketo.count("leads") == len(kept)
    assert marketo.db.value("select sum(records) from leads") == len(people)


def test_marketo_clicks_and_changes_of_the_status(marketo: Copied) -> None:
    clicks = marketo.rows("marketo_activity_click_email_data")
    assert marketo.days("touches", "occurred_on") == days_of(clicks, "activity_date")
    assert marketo.count("touches", "kind = 'click email'") == len(clicks)
    # Scores, names and postcodes change all the time: only the status is a stage.
    changes = marketo.rows("marketo_activity_change_data_value_data")
    counted = [row for row in changes if row["primary_attribute_value"] == "Contact Status"]
    (file,) = [f for f in marketo.published.files if f.object == "stage_history"]
    assert file.rows_aside == len(changes) - len(counted)
    assert marketo.days("stage_changes", "changed_on") == days_of(counted, "activity_date")


# Account Engagement ------------------------------------------------------------------------------


def test_pardot_people_and_deals(pardot: Copied) -> None:
    prospects, deals = pardot.rows("pardot_prospect_data"), pardot.rows("pardot_opportunity_data")
    assert pardot.count("leads") == len({row["id"] for row in prospects})
    assert pardot.count("leads", "is_deleted") == sum(
        is_true(row["_fivetran_deleted"]) for row in prospects
    )
    found = pardot.db.rows("select outcome, count(*) from deals group by 1")
    assert dict(found) == dict(Counter(row["status"].lower() for row in deals))
    assert pardot.db.value("select sum(amount) from deals") == total(deals, "value")


def test_pardot_links_touches_and_spend(pardot: Copied) -> None:
    people = {row["id"] for row in pardot.rows("pardot_prospect_data")}
    deals = {row["id"] for row in pardot.rows("pardot_opportunity_data")}
    pairs = {
        (row["prospect_id"], row["opportunity_id"])
        for row in pardot.rows("pardot_opportunity_prospect_data")
    }
    there = {pair for pair in pairs if pair[0] in people and pair[1] in deals}
    assert pardot.count("lead_deals") == len(there)
    log = pardot.rows("pardot_visitor_activity_data")
    assert pardot.count("touches") == sum("Opportunity" not in row["type_name"] for row in log)
    campaigns = pardot.rows("pardot_campaign_data")
    assert pardot.count("spend") == len(said(campaigns, "cost"))


# One after the other -----------------------------------------------------------------------------

TABLES = ("leads", "deals", "lead_deals", "stage_changes", "touches", "sales_activities", "spend")


def contents(db: Database) -> dict[str, Counter[str]]:
    """Every row of the canonical tables as text, but for the numbers of files and rows."""
    numbers = {"file_no", "row_no", "lead_no"}
    return {
        table: Counter(
            str({name: value for name, value in row.items() if name not in numbers})
            for row in db.records(f"select * from {table}")
        )
        for table in TABLES
    }


def test_in_pieces_it_says_the_same_as_at_once(any_of_them: Copied, workspace: Workspace) -> None:
    kinds = OBJECTS[any_of_them.name]
    pieces = [
        [table for table, kind in kinds.items() if kind == "leads"],
        [table for table, kind in kinds.items() if kind == "deals"],
        [table for table, kind in kinds.items() if kind not in ("leads", "deals")],
    ]
    for piece in filter(None, pieces):
        files = [any_of_them.folder / f"{table}.csv" for table in piece]
        published = bring(workspace, *files, refuse_rows=True)
    with workspace.open(published.version) as db:
        assert contents(db) == contents(any_of_them.db)
