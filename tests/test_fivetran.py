"""The tables that Fivetran copies out of four tools, under their own column names.

What has to come out is counted here from the very files, by plain means. Of their values only
a few days, counted by hand, stand in this file. They stay where they lie.
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


DAYS = {
    "salesforce": [
        # 2018-12-18 21:21:17 is 6:21 of the next day in Tokyo; the close date is no moment.
        ("deals", "deal_id", "006q000000HdPzp", "opened_at", "2018-12-19 06:21:17"),
        ("deals", "deal_id", "006q000000HdPzp", "closed_on", "2018-12-18"),
        ("deals", "deal_id", "006q000000GoP76", "opened_at", "2018-11-01 02:43:42"),
        ("stage_changes", "subject_id", "006q000000HdPzp", "changed_on", "2019-10-18"),
    ],
    "hubspot": [
        ("deals", "deal_id", "1075671446", "opened_at", "2019-10-08 05:36:05"),
        ("deals", "deal_id", "1077598754", "opened_at", "2019-10-08 19:01:15"),
        ("deals", "deal_id", "1078777539", "opened_on", "2019-10-09"),
        ("stage_changes", "subject_id", "3954699413", "changed_at", "2021-01-07 15:49:18"),
    ],
    "marketo": [
        ("leads", "lead_id", "9526", "created_at", "2020-01-12 00:42:17"),
        ("leads", "lead_id", "1336258", "created_on", "2020-04-23"),
        ("leads", "lead_id", "1031229", "created_at", "2019-12-29 17:15:15"),
    ],
    "pardot": [
        # These say UTC themselves.
        ("deals", "deal_id", "3675227", "closed_at", "2017-03-22 06:00:00"),
        ("deals", "deal_id", "3878435", "opened_at", "2018-09-17 21:14:48"),
    ],
}
"""By hand: UTC and nine hours."""


def test_days_are_those_of_the_company(any_of_them: Copied) -> None:
    for table, key, one, column, expected in DAYS[any_of_them.name]:
        found = any_of_them.db.rows(
            f"select distinct cast({column} as varchar) from {table} where {key} = $one",
            {"one": f"{any_of_them.tool}:{one}"},
        )
        assert found == [(expected,)], (table, one)


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
    (lead,) = salesforce.rows("sf_lead_data")
    person = {short(lead["id"]), short(lead["converted_contact_id"])}
    with_person = [row for row in done + events if short(row["who_id"]) in person]
    assert salesforce.count("sales_activities", "lead_no is not null") == len(with_person)
    taking_part = [row for row in members if person & {row["lead_id"], row["contact_id"]}]
    assert salesforce.count("touches", "lead_no is not null") == len(taking_part)
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
    people = {row["id"] for row in hubspot.rows("contact_data")}
    of_people = [row for row in submissions if row["contact_id"] in people]
    assert hubspot.count("touches", "lead_no is not null") == len(of_people)


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
    people = {row["id"] for row in marketo.rows("marketo_lead_data")}
    of_people = [row for row in clicks if row["lead_id"] in people]
    assert marketo.count("touches", "lead_no is not null") >= len(of_people)
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
    # Each names its contact in the CRM.
    named = {(row["crm_contact_fid"], row["id"]) for row in prospects if row["crm_contact_fid"]}
    assert set(pardot.db.rows("select id, lead_id from lead_aliases")) == {
        (contact, f"account_engagement:{person}") for contact, person in named
    }
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
    # Sent (6), opportunities (8, 9, 10), unsubscribed (12, 35, 36), bounced (13), spam (14): of the
    # whole log nothing that a person did.
    log = pardot.rows("pardot_visitor_activity_data")
    nobodys = {"6", "8", "9", "10", "12", "13", "14", "35", "36"}
    assert {row["type"] for row in log} <= nobodys
    assert pardot.count("touches") == 0
    (file,) = [one for one in pardot.published.files if one.object == "touches"]
    assert file.rows_aside == len(log)
    campaigns = pardot.rows("pardot_campaign_data")
    assert pardot.count("spend") == len(said(campaigns, "cost"))


# One after the other -----------------------------------------------------------------------------

TABLES = ("leads", "deals", "lead_deals", "stage_changes", "touches", "sales_activities", "spend")


def contents(db: Database) -> dict[str, Counter[str]]:
    """Every row of the canonical tables as text, but for the numbers of files and rows."""
    numbers = {"file_no", "row_no", "lead_no", "spend_id"}
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
