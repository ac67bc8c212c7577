"""What a version would change, told before it is in force."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from funnel.filters import Filters
from funnel.metrics import METRICS, figures
from funnel.preview import Preview, Rows, SpendMonth, as_object, preview
from funnel.preview.past import FIGURES
from funnel.publishing.publish import Upload, publish
from funnel.store.database import Database
from funnel.store.workspace import Workspace
from tests.conftest import NOON, bring
from tests.uploads import Exports

LEAD = "Record ID,Email,Lifecycle Stage,Original Source,Contact owner,Create Date,{mql}\n"
MQL = "Became a Marketing Qualified Lead Date"
DEAL = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date,Associated Contact IDs\n"

LEADS = (
    "1,a@x.example,Lead,Web,Sato,2026-01-05,\n"
    "2,b@x.example,MQL,Web,Sato,2026-01-06,2026-01-20\n"
    "3,c@x.example,MQL,Event,Mori,2026-02-01,2026-02-03\n"
)
DEALS = (
    "90,Aster,Closed won,1000,2026-01-25,2026-02-10,2\n"
    "91,Birch,Contract sent,500,2026-02-05,2026-03-31,3\n"
)


def leads(rows: str, mql: str = MQL) -> tuple[str, str]:
    return "leads.csv", LEAD.format(mql=mql) + rows


def deals(rows: str) -> tuple[str, str]:
    return "deals.csv", DEAL + rows


def bring_in(workspace: Workspace, folder: Path, *files: tuple[str, str]) -> Path:
    """Publish `files` (name, text) and return the version's path."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name, _ in files]
    for path, (_, text) in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    return workspace.version_path(bring(workspace, *paths).version)


def compare(now: Path, before: Path | None) -> Preview:
    # A copy, opened as a prepared version is; DuckDB opens one file in one way at a time.
    prepared = now.with_name("prepared.duckdb")
    shutil.copyfile(now, prepared)
    with Database(prepared, read_only=True, sealed=False) as db:
        return preview(db, before)


def same(count: int) -> dict[str, Any]:
    return {
        "before": count, "after": count, "new": 0, "gone": 0, "changed": 0,
        "new_ids": [], "gone_ids": [], "fields": [],
    }  # fmt: skip


def change(field: str, *examples: tuple[str, Any, Any]) -> dict[str, Any]:
    listed = [{"id": id_, "before": before, "after": after} for id_, before, after in examples]
    return {"field": field, "count": len(listed), "examples": listed}


def past(found: Preview) -> list[tuple[str, str, Any, Any]]:
    return [(item.month, item.metric, item.before, item.after) for item in found.past]


def test_the_whole_of_it(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    two = bring_in(
        workspace,
        tmp_path,
        (
            "leads.csv",
            "Record ID,Email,Lifecycle Stage,Original Source,Create Date,Score," + MQL + "\n"
            # Became an MQL on a day the version before did not know of yet: news.
            "1,a@x.example,MQL,Web,2026-01-05,50,2026-02-20\n"
            # It was there earlier than the tool said at first.
            "2,b@x.example,MQL,Webb,2025-12-28,60,2026-01-20\n"
            "4,d@x.example,Lead,Event,2026-01-31,10,\n",
        ),
        deals(
            "90,Aster,Closed won,1200,2026-01-25,2026-02-10,2\n"
            "91,Birch,Closed lost,500,2026-02-05,2026-02-25,\n"
            "92,Cedar,Contract sent,,2026-02-26,2026-04-30,1\n"
        ),
    )
    assert as_object(compare(two, one)) == {
        "before": 1,
        "known_until": "2026-02-10",
        "leads": {
            "before": 3, "after": 3, "new": 1, "gone": 1, "changed": 2,
            "new_ids": ["hubspot:4"], "gone_ids": ["hubspot:3"],
            "fields": [
                change("status", ("hubspot:1", "Lead", "MQL")),
                change("source", ("hubspot:2", "Web", "Webb")),
                change("owner", ("hubspot:1", "Sato", None), ("hubspot:2", "Sato", None)),
                change("created", ("hubspot:2", "2026-01-06", "2025-12-28")),
                change("mql", ("hubspot:1", None, "2026-02-20")),
            ],
        },
        "deals": {
            "before": 2, "after": 3, "new": 1, "gone": 0, "changed": 2,
            "new_ids": ["hubspot:92"], "gone_ids": [],
            "fields": [
                change("stage", ("hubspot:91", "Contract sent", "Closed lost")),
                change("outcome", ("hubspot:91", "open", "lost")),
                change("amount", ("hubspot:90", 1000, 1200)),
                change(
                    "source", ("hubspot:90", "Web", "Webb"), ("hubspot:91", "Event", "営業起点")
                ),
                change("closed", ("hubspot:91", None, "2026-02-25")),
            ],
        },
        "rows": [],
        "spend": [],
        "past": [
            {"month": "2026-02", "metric": "leads", "before": 1, "after": 0},
            {"month": "2026-02", "metric": "mqls", "before": 1, "after": 0},
            {"month": "2026-02", "metric": "won_value", "before": 1000, "after": 1200},
            {"month": "2025-12", "metric": "leads", "before": 0, "after": 1},
        ],
        "partial": [],
        "columns": [
            {"tool": "hubspot", "object": "leads", "vanished": ["Contact owner"], "new": ["Score"],
             "missed": ["Contact owner"]},
        ],
        "emptied": [{"table": "leads", "column": "owner", "filled": 3}],
        "stages_lost": [],
        "stages_gained": ["lost"],
        "new_values": [
            {"kind": "source", "value": "Webb", "rows": 1, "like": "Web"},
            {"kind": "stage", "value": "Closed lost", "rows": 1, "like": None},
        ],
        "links_before": {"linked": 2, "unlinked": 0, "ambiguous": 0, "suggested": 0},
        "links": {"linked": 2, "unlinked": 1, "ambiguous": 0, "suggested": 0},
    }  # fmt: skip


def test_the_first_version_is_all_new(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    found = as_object(compare(one, None))
    assert found["leads"] == {
        **same(0), "after": 3, "new": 3, "new_ids": ["hubspot:1", "hubspot:2", "hubspot:3"],
    }  # fmt: skip
    assert found["deals"] == {
        **same(0), "after": 2, "new": 2, "new_ids": ["hubspot:90", "hubspot:91"],
    }  # fmt: skip
    assert (found["before"], found["past"], found["new_values"]) == (None, [], [])
    assert found["links"]["linked"] == 2
    json.dumps(found)


def test_the_demo_is_not_compared_with(workspace: Workspace, tmp_path: Path) -> None:
    for name, text in (leads(LEADS), deals(DEALS)):
        (tmp_path / name).write_text(text)
    files = [tmp_path / "leads.csv", tmp_path / "deals.csv"]
    demo = publish(workspace, Upload(files, "tester", NOON, is_demo=True))
    before = workspace.version_path(demo.version)
    found = compare(
        bring_in(workspace, tmp_path, leads("7,g@x.example,Lead,,,2026-03-01,\n")), before
    )
    assert (found.before, found.leads.new, found.leads.gone, found.past) == (None, 1, 0, ())


def test_the_same_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    two = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    found = compare(two, one)
    assert found.is_empty
    assert as_object(found)["leads"] == same(3)
    assert as_object(found)["deals"] == same(2)


def test_a_column_that_is_gone_leaves_its_stage_unmeasured(
    workspace: Workspace, tmp_path: Path
) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    name, text = deals(DEALS)
    two = bring_in(workspace, tmp_path, (name, text.replace("Create Date", "Day", 1)))
    found = compare(two, one)
    assert found.stages_lost == ("opportunity",)
    assert [(item.table, item.column, item.filled) for item in found.emptied] == [
        ("deals", "opened_on", 2)
    ]
    assert past(found) == [
        ("2026-02", "opportunities", 1, None),
        ("2026-01", "opportunities", 1, None),
    ]
    assert as_object(found)["columns"] == [
        {"tool": "hubspot", "object": "deals", "vanished": ["Create Date"], "new": ["Day"],
         "missed": ["Create Date"]},
    ]  # fmt: skip
    assert compare(one, two).stages_gained == ("opportunity",)


def test_spend_that_comes_in_is_told_by_month(tmp_path: Path) -> None:
    crm = Exports(tmp_path)
    lead = [{"lead": "1", "created": "2026-01-05"}]

    def spent(*amounts: int) -> list[dict[str, str]]:
        return [
            {"spent on": "Ads", "from": f"2026-0{month}-01", "to": "", "spent": str(amount)}
            for month, amount in enumerate(amounts, start=1)
        ]

    versions = [crm.bring("2026-03-01", leads=lead)]
    versions += [
        crm.bring("2026-03-01", spend=spent(*all_)) for all_ in ((100, 200), (100, 250, 5))
    ]
    one, two, three = (crm.workspace.version_path(number) for number in versions)
    first = compare(two, one)
    assert (first.rows, first.spend) == (
        (Rows("spend", 0, 2),),
        (SpendMonth("2026-02", 0, 200), SpendMonth("2026-01", 0, 100)),
    )
    assert not first.is_empty
    assert compare(two, None).rows == first.rows
    assert compare(three, two).spend == (
        SpendMonth("2026-03", 0, 5), SpendMonth("2026-02", 200, 250),
    )  # fmt: skip


def many(first: int, last: int) -> tuple[str, str]:
    day = date(2026, 1, 1)
    rows = (f"{i},,Lead,Web,,{day + timedelta(days=i % 60)}," for i in range(first, last + 1))
    return leads("\n".join(rows) + "\n")


def lost_rows(found: Preview) -> list[tuple[str, str, int, int, int]]:
    return [(p.tool, p.object, p.rows_before, p.rows_after, p.lost) for p in found.partial]


def test_part_of_a_table_is_suspected(workspace: Workspace, tmp_path: Path) -> None:
    whole = bring_in(workspace, tmp_path, many(1, 300), deals(DEALS))
    # Fewer rows; as many rows, but other ones; and 10 % are no sign yet.
    for rows, lost in (
        (many(101, 300), [("hubspot", "leads", 300, 200, 100)]),
        (many(201, 500), [("hubspot", "leads", 300, 300, 200)]),
        (many(31, 300), []),
        (many(32, 300), [("hubspot", "leads", 300, 269, 31)]),
    ):
        found = compare(bring_in(workspace, tmp_path, rows), whole)
        assert lost_rows(found) == lost
        assert found.leads.gone == 300 - len({*range(1, 301)} & ids_of(rows))
    small = bring_in(workspace, tmp_path, many(1, 40))
    # Of a small table a quarter is one.
    assert lost_rows(compare(bring_in(workspace, tmp_path, many(11, 40)), small)) == []
    assert lost_rows(compare(bring_in(workspace, tmp_path, many(12, 40)), small)) == [
        ("hubspot", "leads", 40, 29, 11)
    ]
    few = bring_in(workspace, tmp_path, many(1, 6))
    assert lost_rows(compare(bring_in(workspace, tmp_path, many(5, 6)), few)) == []


def ids_of(table: tuple[str, str]) -> set[int]:
    return {int(line.split(",")[0]) for line in table[1].splitlines()[1:]}


def test_examples_are_few_and_counts_are_whole(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, many(1001, 1100))
    name, text = many(1001, 1100)
    two = bring_in(workspace, tmp_path, (name, text.replace("Lead,Web", "Customer,Web")))
    (field,) = compare(two, one).leads.fields
    assert (field.field, field.count, len(field.examples)) == ("status", 100, 50)
    assert [example.id for example in field.examples] == [f"hubspot:{1001 + i}" for i in range(50)]
    (value,) = compare(two, one).new_values
    assert (value.kind, value.value, value.rows, value.like) == ("status", "Customer", 100, None)


def test_a_person_known_to_a_second_tool_is_not_gone(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    crm = (
        "crm.csv",
        (
            "Lead ID,Email,Company,Lead Source,Created Date,Status\n"
            "00Q1,a@x.example,Aster,Web,2026-01-04,Open\n"
            "00Q2,z@x.example,Zelkova,Web,2026-01-04,Open\n"
        ),
    )
    found = compare(bring_in(workspace, tmp_path, crm), one)
    assert (found.leads.new_ids, found.leads.gone, found.leads.changed) == (
        ("salesforce:00Q2",),
        0,
        1,
    )
    assert [
        (field.field, field.examples[0].before, field.examples[0].after)
        for field in found.leads.fields
    ] == [
        ("id", "hubspot:1", "salesforce:00Q1"),
        ("created", "2026-01-05", "2026-01-04"),
    ]
    assert past(found) == [("2026-01", "leads", 2, 3)]


def test_a_deal_without_an_id_is_known_by_its_names(workspace: Workspace, tmp_path: Path) -> None:
    header = "Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date\n"
    row = "Renewal,Aster,Negotiation/Review,{amount},2026-05-01,2026-01-05\n"
    one = bring_in(workspace, tmp_path, ("o.csv", header + row.format(amount=100)))
    two = bring_in(workspace, tmp_path, ("o.csv", header + row.format(amount=200)))
    found = compare(two, one).deals
    assert (found.new, found.gone, found.changed) == (0, 0, 1)
    assert [field.field for field in found.fields] == ["id", "amount"]


def test_dates_ahead_of_the_upload_are_not_the_past(workspace: Workspace, tmp_path: Path) -> None:
    won = "95,Oak,Closed won,300,2026-02-01,2027-02-01,\n"
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS + won))
    two = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    found = compare(two, one)
    assert found.known_until == date(2026, 2, 10)
    assert past(found) == [("2026-02", "opportunities", 2, 1)]


def test_what_was_known_goes_to_the_companys_day_not_the_servers(
    workspace: Workspace, tmp_path: Path
) -> None:
    """At 23:00 in London it is the next day in Tokyo."""
    path = tmp_path / "contacts.csv"
    path.write_text(f"{LEAD.format(mql=MQL)}1,a@x.example,Lead,Web,Sato,2027-01-05,\n")
    late = datetime(2026, 11, 21, 23, tzinfo=UTC)
    published = publish(workspace, Upload([path], "me", late))
    one = workspace.version_path(published.version)
    assert compare(one, one).known_until == date(2026, 11, 22)


def test_an_older_version_may_lack_what_is_new(workspace: Workspace, tmp_path: Path) -> None:
    one = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS))
    with Database(one, read_only=False) as old:
        old.run("drop view wins")
        old.run("alter table deals drop column is_deleted")
        old.run("alter table leads drop column sql_at")
    two = bring_in(workspace, tmp_path, leads(LEADS), deals(DEALS.replace("1000", "2000")))
    found = compare(two, one)
    assert found.past == ()  # won_value changed, which the old version cannot tell any more
    assert [field.field for field in found.deals.fields] == ["amount"]


MONTHS = st.integers(0, 80).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
PEOPLE = st.dictionaries(
    st.integers(1, 12),
    st.tuples(MONTHS, st.none() | MONTHS, st.sampled_from(["Web", "Event", ""])),
    min_size=1,
)
BUSINESS = st.dictionaries(
    st.integers(90, 96),
    st.tuples(MONTHS, MONTHS, st.sampled_from(["Closed won", "Closed lost", "Contract sent"]),
              st.sampled_from(["", "100", "250.5"]), st.integers(1, 12)),
    min_size=1,
)  # fmt: skip


def exports(people: dict[int, Any], business: dict[int, Any]) -> tuple[tuple[str, str], ...]:
    people_rows = "".join(
        f"{id_},,Lead,{source},,{created},{mql or ''}\n"
        for id_, (created, mql, source) in people.items()
    )
    deal_rows = "".join(
        f"{id_},Deal {id_},{stage},{amount},{opened},{closed},{lead}\n"
        for id_, (opened, closed, stage, amount, lead) in business.items()
    )
    return leads(people_rows), deals(deal_rows)


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(PEOPLE, BUSINESS, PEOPLE, BUSINESS)
def test_identities(
    people: dict[int, Any], business: dict[int, Any],
    people_after: dict[int, Any], business_after: dict[int, Any],
) -> None:  # fmt: skip
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder) / "workspace")
        one = bring_in(workspace, Path(folder), *exports(people, business))
        two = bring_in(workspace, Path(folder), *exports(people_after, business_after))
        assert compare(one, one).is_empty
        found, back = compare(two, one), compare(one, two)
        for there, here, ids, ids_after in (
            (found.leads, back.leads, people, people_after),
            (found.deals, back.deals, business, business_after),
        ):
            assert there.before - there.gone + there.new == there.after
            assert (there.before, there.after) == (len(ids), len(ids_after))
            assert there.new == len(ids_after.keys() - ids.keys())
            assert (there.new, there.gone, there.changed) == (here.gone, here.new, here.changed)
            assert (there.new_ids, there.gone_ids) == (here.gone_ids, here.new_ids)
            changed = {example.id for field in there.fields for example in field.examples}
            assert there.changed == len(changed)
            assert [(field.field, field.count) for field in there.fields] == [
                (field.field, field.count) for field in here.fields
            ]
        check_past(found, one, two)


def check_past(found: Preview, one: Path, two: Path) -> None:
    """The changes of the months add up to the difference of the whole."""
    assert found.known_until is not None
    whole = Filters(date(2025, 1, 1), found.known_until, found.known_until)
    with Database(one, read_only=True) as old, Database(two, read_only=True) as new:
        for name in FIGURES:
            before, after = (figures(db, METRICS[name], whole)[0].value for db in (old, new))
            months = [item for item in found.past if item.metric == name]
            if (
                before is None
                or after is None
                or None in {m.before for m in months} | {m.after for m in months}
            ):
                continue
            difference = sum((m.after or 0) - (m.before or 0) for m in months)
            assert difference == after - before, name
