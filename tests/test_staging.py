"""From files to staged rows: what lies across is stood upright, what is said twice counts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.errors import ImportRefused
from funnel.importers.files.read import read_tables
from funnel.importers.profiles.profile import FIELDS, Object, Profile, vendor_profiles
from funnel.importers.profiles.recognise import recognise
from funnel.importers.staging.stage import Source, Staged, stage
from funnel.store.database import Database

DAY = date(2026, 11, 21)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "staged.duckdb", read_only=False) as database:
        yield database


def tool(**table: Any) -> Profile:
    """A tool of one table."""
    return Profile.model_validate({"tool": "x", "tables": [table]})


def stage_texts(
    db: Database, folder: Path, *files: tuple[Profile, str] | tuple[Profile, str, int]
) -> Staged:
    """Stage files given as text, each of a profile and (else 1) an upload."""
    sources = []
    for number, (profile, text, *batch) in enumerate(files):
        scratch = folder / f"scratch{number}"
        scratch.mkdir()
        path = folder / f"file{number}.csv"
        path.write_text(text, encoding="utf-8")
        (table,) = read_tables(path, scratch)
        sources.append(Source(recognise(table, [profile]), batch[0] if batch else 1, DAY))
    return stage(db, sources)


DEALS = tool(
    object="deals",
    columns={"id": "No", "stage": "Phase", "closed": "Closed"},
    outcomes={"won": ["Won"], "lost": ["Lost"], "open": ["Demo"]},
    stage_dates=['/^Date entered "(?P<stage>[^"]+)"$/'],
)


def test_columns_that_date_stages_become_history(db: Database, tmp_path: Path) -> None:
    text = (
        'No,Phase,Closed,"Date entered ""Demo""","Date entered ""Won"""\n'
        "1,Won,2026-03-01,2026-02-01 10:30,2026年3月1日\n"
        "2,Demo,,2026-02-05,\n"
    )
    staged = stage_texts(db, tmp_path, (DEALS, text))
    assert staged.problems == []
    assert db.records(
        "select tool, row_no, deal_id, stage, changed_on, changed_at, subject, meaning "
        "from staged_stage_history order by changed_on"
    ) == [
        {"tool": "x", "row_no": 2, "deal_id": "1", "stage": "Demo", "subject": "deal",
         "changed_on": date(2026, 2, 1), "changed_at": datetime(2026, 2, 1, 10, 30),
         "meaning": "open"},
        {"tool": "x", "row_no": 3, "deal_id": "2", "stage": "Demo", "subject": "deal",
         "changed_on": date(2026, 2, 5), "changed_at": None, "meaning": "open"},
        {"tool": "x", "row_no": 2, "deal_id": "1", "stage": "Won", "subject": "deal",
         "changed_on": date(2026, 3, 1), "changed_at": None, "meaning": "won"},
    ]  # fmt: skip


def test_a_field_history_keeps_the_stage_and_counts_the_rest(db: Database, tmp_path: Path) -> None:
    history = tool(
        object="stage_history",
        subject="lead",
        columns={"lead_id": "Lead", "field": "Field", "stage": "New", "stage_before": "Old",
                 "changed": "When"},
        only={"field": ["Status", "状況"]},
        statuses={"mql": ["Hot"]},
    )  # fmt: skip
    leads = tool(
        object="leads",
        columns={"id": "Lead", "created": "Born", "status": "State"},
        statuses={"mql": ["Hot"], "handed_over": ["Given"]},
    )
    changes = (
        "Lead,Field,Old,New,When\n"
        "L1,状況,Cold,Hot,2026-01-02\nL1,Owner,A,B,2026-01-03\nL2,,Cold,Hot,2026-01-04\n"
    )
    now = "Lead,Born,State\nL1,2026-01-01,Given\nL2,2026-01-01,Odd\nL3,2026-01-01,\n"
    staged = stage_texts(db, tmp_path, (history, changes), (leads, now))
    assert [(file.rows_read, file.rows_aside) for file in staged.files] == [(3, 2), (3, 0)]
    assert staged.problems == []
    assert db.records(
        "select lead_id, stage_before, stage, meaning, meaning_before from staged_stage_history"
    ) == [{"lead_id": "L1", "stage_before": "Cold", "stage": "Hot", "meaning": "mql",
           "meaning_before": None}]  # fmt: skip
    assert db.rows("select id, status, state from staged_leads order by id") == [
        ("L1", "Given", "handed_over"),
        ("L2", "Odd", None),
        ("L3", None, None),
    ]


TOUCHES = tool(
    object="touches",
    columns={"id": "No", "lead_id": "Lead", "occurred": "When"},
    constants={"kind": "mail"},
)
TASKS = tool(
    object="sales_activities",
    columns={"id": "No", "lead_id": "Lead", "kind": "Kind", "occurred": "When"},
)
LOOSE = tool(object="touches", columns={"lead_id": "Lead", "occurred": "When", "kind": "Kind"})


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        (" A,", "visit"), ("A ,", "visit"), ('" A",', "visit"), ('"A ",', "visit"),
        ("A,", " visit"), ("A,", "visit "), ("A,", '" visit"'), ("A,", '"visit "'), ("A,", " "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_blanks_at_the_ends_of_cells_are_no_part_of_them(
    db: Database, tmp_path: Path, lead: str, kind: str, end: str
) -> None:
    text = f"When,Lead,Kind\n2026-01-01,A,visit\n2026-01-02,{lead}{kind}{end}"
    stage_texts(db, tmp_path, (LOOSE, text))
    said = "visit" if kind.strip() else None
    assert db.rows("select lead_id, kind from staged_touches order by row_no") == [
        ("A", "visit"),
        ("A", said),
    ]


def test_a_later_upload_of_the_same_event_wins(db: Database, tmp_path: Path) -> None:
    old = "No,Lead,When\n1,A,2026-01-01\n2,A,2026-01-02\n"
    new = "No,Lead,When\n2,B,2026-01-02\n3,A,2026-01-03\n"
    staged = stage_texts(db, tmp_path, (TOUCHES, old, 1), (TOUCHES, new, 2))
    assert [file.rows_superseded for file in staged.files] == [1, 0]
    assert db.rows("select id, lead_id, kind from staged_touches order by id") == [
        ("1", "A", "mail"),
        ("2", "B", "mail"),
        ("3", "A", "mail"),
    ]


def test_events_without_an_id_count_once_across_files_and_twice_within(
    db: Database, tmp_path: Path
) -> None:
    text = "Lead,When,Kind\nA,2026-01-01,open\nA,2026-01-01,open\n"
    more = "Lead,When,Kind\nA,2026-01-01,open\nA,2026-01-02,open\n"
    staged = stage_texts(db, tmp_path, (LOOSE, text), (LOOSE, more))
    assert [file.rows_superseded for file in staged.files] == [0, 1]
    assert db.rows("select file_no, row_no from staged_touches order by all") == [
        (1, 2),
        (1, 3),
        (2, 3),
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (
            "touches",
            "Mail,Kind,Campaign,When\na@x.example,mail,,2026-01-01 10:00\n",
            "Mail,Kind,When,Source\na@x.example,mail,2026-01-01 10:00,Web\n",
        ),
        (
            "sales_activities",
            "Deal,Kind,Title,When,Outcome\n7,call,Hello,2026-01-01,none\n",
            "Lead,Deal,Kind,Title,When,Owner\n,7,call,Hello,2026-01-01,Abe\n",
        ),
        (
            "stage_history",
            "Deal,Stage,When,Old\n7,Won,2026-01-01,Offer\n",
            "Deal,Stage,When,Who\n7,Won,2026-01-01,Abe\n",
        ),
    ],
    ids=["touches", "sales activities", "history"],
)
def test_an_event_is_the_same_when_columns_come_and_go(
    db: Database, tmp_path: Path, kind: Object, old: str, new: str
) -> None:
    headers = {
        "lead_id": "Lead", "deal_id": "Deal", "email": "Mail", "kind": "Kind", "title": "Title",
        "campaign": "Campaign", "source": "Source", "outcome": "Outcome", "owner": "Owner",
        "stage": "Stage", "stage_before": "Old", "who": "Who", "occurred": "When",
        "changed": "When",
    }  # fmt: skip
    columns = {name: headers[name] for name in FIELDS[kind] if name in headers}
    required = ["changed" if kind == "stage_history" else "occurred"]
    subject = {"subject": "deal"} if kind == "stage_history" else {}
    events = tool(object=kind, columns=columns, required=required, **subject)
    for folder, batch in (("in pieces", 1), ("re-exported", 2)):
        (tmp_path / folder).mkdir()
        staged = stage_texts(db, tmp_path / folder, (events, old), (events, new, batch))
        assert db.value(f"select count(*) from staged_{kind}") == 1
        assert sum(file.rows_superseded for file in staged.files) == 1


SPENT = tool(
    object="spend",
    columns={"campaign": "Campaign", "since": "Month", "amount": "Cost", "planned": "Budget"},
    required=["campaign", "amount"],
)


def test_what_has_no_date_yet_is_set_aside_and_counted(db: Database, tmp_path: Path) -> None:
    """A campaign member who did not respond, a task that is not due, a plan without a month."""
    touches = "No,Lead,When\n1,A,2026-01-01\n2,A,\n3,,2026-01-03\n"
    tasks = "No,Lead,Kind,When\n1,A,call,\n2,,call,2026-01-02\n"
    spend = "Campaign,Month,Cost,Budget\nX,2026-01,100,\nY,,100,\nZ,2026-01,,\nQ,2026-01,,5\n"
    staged = stage_texts(db, tmp_path, (TOUCHES, touches), (TASKS, tasks), (SPENT, spend))
    assert staged.problems == []
    assert [(file.rows_read, file.rows_aside) for file in staged.files] == [(3, 1), (2, 1), (4, 2)]
    # What is about nobody is told as a gap, not left out.
    assert db.rows("select lead_id, occurred_on from staged_touches order by row_no") == [
        ("A", date(2026, 1, 1)),
        (None, date(2026, 1, 3)),
    ]
    assert db.rows("select id from staged_sales_activities") == [("2",)]
    assert db.rows("select campaign from staged_spend order by 1") == [("Q",), ("X",)]


def test_a_date_that_cannot_be_read_is_refused_and_not_set_aside(
    db: Database, tmp_path: Path
) -> None:
    staged = stage_texts(db, tmp_path, (TOUCHES, "No,Lead,When\n1,A,soon\n2,A,2026-01-02\n"))
    assert [(problem.kind, problem.row) for problem in staged.problems] == [("not_a_date", 2)]
    assert staged.files[0].rows_aside == 0


def test_costs_of_a_table_without_dates_stay(db: Database, tmp_path: Path) -> None:
    staged = stage_texts(db, tmp_path, (SPENT, "Campaign,Cost\nX,100\nY,\n"))
    assert (staged.problems, staged.files[0].rows_aside) == ([], 1)


def test_history_that_repeats_a_date_of_a_deal_leaves_the_deal(
    db: Database, tmp_path: Path
) -> None:
    history = tool(
        object="stage_history",
        subject="deal",
        columns={"deal_id": "Deal", "stage": "Stage", "changed": "When"},
    )
    deals = 'No,Phase,Closed,"Date entered ""Demo"""\n1,Demo,,2026-02-01\n'
    changes = "Deal,Stage,When\n1,Demo,2026-02-01\n"
    stage_texts(db, tmp_path, (DEALS, deals, 1), (history, changes, 1), (history, changes, 2))
    assert db.value("select count(*) from staged_deals") == 1


def test_stages_may_come_as_a_table_of_their_own(db: Database, tmp_path: Path) -> None:
    both = Profile.model_validate(
        {
            "tool": "x",
            "tables": [
                {"object": "deals", "columns": {"id": "No", "stage": "Stage", "closed": "Closed"}},
                {"object": "stages", "columns": {"stage": "Id", "label": "Label", "is_won": "Won",
                                                 "is_closed": "Done"}},
            ],
        }
    )  # fmt: skip
    stage_texts(
        db,
        tmp_path,
        (both, "No,Stage,Closed\n1,s1,2026-01-01\n2,s2,2026-01-02\n3,s3,\n4,s9,\n"),
        (both, "Id,Label,Won,Done\ns1,受注,true,true\ns2,失注,false,true\ns3,提案,false,false\n"),
    )
    assert db.rows("select id, stage, outcome, is_stage_known from staged_deals order by id") == [
        ("1", "受注", "won", True),
        ("2", "失注", "lost", True),
        ("3", "提案", "open", True),
        ("4", "s9", "open", False),
    ]


def test_a_file_that_knows_no_meanings_takes_none_away(db: Database, tmp_path: Path) -> None:
    """A mapping of the company's for one file of a tool knows that file only."""
    history = tool(
        object="stage_history",
        subject="deal",
        columns={"deal_id": "Deal", "stage": "Phase", "changed": "When"},
    )
    deals = "No,Phase,Closed\n1,Won,2026-01-01\n2,Lost,2026-01-01\n"
    changes = "Deal,Phase,When\n1,Won,2026-01-01\n2,Odd,2026-01-01\n"
    staged = stage_texts(db, tmp_path, (DEALS, deals), (history, changes, 2))
    assert staged.problems == []
    assert db.rows("select id, outcome, is_stage_known from staged_deals order by id") == [
        ("1", "won", True),
        ("2", "lost", True),
    ]
    assert db.rows("select deal_id, meaning from staged_stage_history order by 1") == [
        ("1", "won"),
        ("2", None),
    ]


def test_the_companys_own_meaning_goes_before_the_tools(db: Database, tmp_path: Path) -> None:
    vendor = next(one for one in vendor_profiles() if one.tool == "hubspot")
    own = Profile.model_validate(
        {
            "tool": "hubspot",
            "tables": [
                {
                    "object": "stage_history",
                    "subject": "deal",
                    "columns": {"deal_id": "Deal", "stage": "Phase", "changed": "When"},
                    "outcomes": {"open": ["Closed Won"]},
                }
            ],
        }
    )
    deals = (
        "Record ID,Deal Name,Deal Stage,Close Date,Create Date\n"
        "1,Aster,Closed Won,2026-01-02,2026-01-01\n2,Birch,Closed Lost,2026-01-02,2026-01-01\n"
    )
    stage_texts(
        db, tmp_path, (own, "Deal,Phase,When\n1,Closed Won,2026-01-02\n"), (vendor, deals, 2)
    )
    assert db.rows("select value, meaning from meanings order by 1") == [
        ("Closed Lost", "lost"),
        ("Closed Won", "open"),
    ]


def test_what_was_not_written_plainly_is_kept_as_it_was(db: Database, tmp_path: Path) -> None:
    deals = tool(
        object="deals",
        columns={"id": "No", "stage": "Phase", "amount": "金額(千円)", "closed": "Closed"},
        outcomes={"won": ["Won"]},
    )
    text = (
        "No,Phase,金額(千円),Closed\n1,Won,1200,令和8年3月1日\n2,Won,3億2000万,2026-03-02\n"
        "3,Won,△５,令和8年3月1日\n4,Won,many,2026-03-02\n"
    )
    staged = stage_texts(db, tmp_path, (deals, text))
    assert db.rows("select id, amount, closed_on from staged_deals order by id") == [
        ("1", 1_200_000, date(2026, 3, 1)),
        ("2", 320_000_000, date(2026, 3, 2)),
        ("3", -5000, date(2026, 3, 1)),
    ]
    assert db.rows("select column_name, raw, value, rows from readings order by raw") == [
        ("金額(千円)", "3億2000万", "320000000.00", 1),
        ("金額(千円)", "△５", "-5000.00", 1),
        ("Closed", "令和8年3月1日", "2026-03-01 00:00:00", 2),
    ]
    (problem,) = staged.problems
    assert (problem.kind, problem.row, problem.column, problem.value) == (
        "not_a_number", 5, "金額(千円)", "many",
    )  # fmt: skip


def test_every_column_that_leaves_day_and_month_open_is_asked_for(
    db: Database, tmp_path: Path
) -> None:
    leads = tool(
        object="leads", columns={"id": "No", "created": "Born", "mql": "Hot", "sql": "Sure"}
    )
    text = "No,Born,Hot,Sure\n1,03/04/2026,05/04/2026,25/04/2026\n"
    with pytest.raises(ImportRefused) as refusal:
        stage_texts(db, tmp_path, (leads, text))
    assert [(p.kind, p.column, p.value) for p in refusal.value.problems] == [
        ("ambiguous_dates", "Born", "03/04/2026"),
        ("ambiguous_dates", "Hot", "05/04/2026"),
    ]
    said = tool(
        object="leads",
        columns={"id": "No", "created": "Born", "mql": "Hot", "sql": "Sure"},
        date_orders={"created": "mdy", "mql": "dmy"},
    )
    (tmp_path / "again").mkdir()
    stage_texts(db, tmp_path / "again", (said, text))
    assert db.rows("select created_on, mql_on, sql_on from staged_leads") == [
        (date(2026, 3, 4), date(2026, 4, 5), date(2026, 4, 25))
    ]


SOLD = {"object": "deals", "columns": {"id": "No", "amount": "Worth"}, "outcome": "won"}


@pytest.mark.parametrize(
    ("said", "text", "amounts"),
    [
        ({}, "No;Worth\n1;1.500\n2;12.000\n3;850\n", ["1500.00", "12000.00", "850.00"]),
        ({}, "No,Worth\n1,1.500\n2,12.5\n", ["1.50", "12.50"]),
        ({}, 'No,Worth\n1,1.500\n2,"850,50"\n', ["1500.00", "850.50"]),
        ({"decimal_mark": ","}, "No,Worth\n1,1.500\n", ["1500.00"]),
        ({"decimal_mark": "."}, "No;Worth\n1;1.500\n", ["1.50"]),
    ],
)
def test_the_whole_column_tells_what_parts_the_decimals(
    db: Database, tmp_path: Path, said: Any, text: str, amounts: list[str]
) -> None:
    staged = stage_texts(db, tmp_path, (tool(**SOLD, **said), text))
    rows = db.rows("select amount from staged_deals order by row_no")
    assert [str(amount) for (amount,) in rows] == amounts
    assert staged.problems == []


def test_an_amount_that_may_be_either_is_refused(db: Database, tmp_path: Path) -> None:
    staged = stage_texts(db, tmp_path, (tool(**SOLD), "No,Worth\n1,1.500\n2,850\n"))
    assert [(p.kind, p.row, p.value) for p in staged.problems] == [("ambiguous_amount", 2, "1.500")]
    assert db.rows("select id, amount from staged_deals") == [("2", 850)]


EVENTS = tool(
    object="sales_activities",
    columns={"id": "No", "lead_id": "Lead", "email": "Mail", "kind": "Kind", "title": "Title",
             "occurred": "When", "is_deleted": "Gone"},
)  # fmt: skip
PLAIN_CELLS: tuple[tuple[str, ...], ...] = (
    ("1", "2", "0065i000000Y76OAAS"), ("L1", "x y", ""), ("A@b.example", "", "-"),
    ("call", "電話", "N/A", "(値なし)"), ("a b", "山田　太郎", "null", "—"),
    ("2026-01-05", "2026-01-05 09:05:30", "2026-01-05T09:05:30Z", "2026年1月5日", "2026/1/5 9:05"),
    ("true", "いいえ", ""),
)  # fmt: skip
PLAIN_ROW = "9,L9,,call,t,2026-02-01,true"
CARELESS_ROWS = (
    "9, L9,,call,t,2026-02-01,true",
    "9,L9 ,,call,t,2026-02-01,true",
    "9,L9, ,call,t,2026-02-01,true",
    "9,L9,,call,t　,2026-02-01,true",
    "9,L9,,call,t,R8.2.1,true",
    "9,L9,,call,t,2026-02-01,済",
    "9,L9,,call,t, 2026-02-01,true",
)


@pytest.mark.parametrize("careless", CARELESS_ROWS)
@settings(max_examples=5, deadline=None)
@given(rows=st.lists(st.tuples(*map(st.sampled_from, PLAIN_CELLS)), max_size=6))
def test_a_careless_row_reads_like_a_plain_one(rows: list[tuple[str, ...]], careless: str) -> None:
    """A file that is written plainly all over is read by a shorter way: to the same rows."""
    text = "No,Lead,Mail,Kind,Title,When,Gone\n"
    text += "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    read = []
    for last in (PLAIN_ROW, careless):
        with (
            TemporaryDirectory() as folder,
            Database(Path(folder) / "x.duckdb", read_only=False) as db,
        ):
            staged = stage_texts(db, Path(folder), (EVENTS, f"{text}{last}\n"))
            read.append((staged.problems, db.rows("from staged_sales_activities order by row_no")))
    assert read[0] == read[1]
