"""Bad input: a message that names file, row and column, exit code 2, and nothing changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from funnel.cli import app
from tests.conftest import GOLDEN

LEADS = "Lead ID,Last Name,Company,Lead Source,Created Date,MQL Date"
DEALS = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Created Date"
GOOD_DEAL = "D1,Aster,Closed Won,100,2026-02-10,2026-01-19"
XLSX = GOLDEN / "xlsx" / "opportunities.xlsx"


def run(home: Path, *arguments: str) -> tuple[int, str]:
    environment = {"FUNNEL_HOME": str(home / "workspace"), "FUNNEL_LANG": "en"}
    result = CliRunner().invoke(app, list(arguments), env=environment)
    return result.exit_code, result.output


def everything_below(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("golden")
    files = [str(path) for path in sorted((GOLDEN / "company").glob("*.csv"))]
    assert run(home, "import", *files)[0] == 0
    return home


@pytest.fixture
def in_force(imported: Path, tmp_path: Path) -> Path:
    """A home in which the golden company is in force."""
    return shutil.copytree(imported, tmp_path, dirs_exist_ok=True)


CASES: dict[str, tuple[str, bytes, str]] = {
    "an empty file": ("leads.csv", b"", "leads.csv: the file is empty"),
    "only line breaks": ("leads.csv", b"\n\n\n", "leads.csv: the file is empty"),
    "a header without rows": (
        "leads.csv",
        f"{LEADS}\n".encode(),
        "leads.csv: there is a header but no row below it",
    ),
    "a binary": ("leads.csv", bytes(range(256)) * 8, "leads.csv: this is not a table"),
    "a picture": ("leads.png", b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50, "leads.png: this is not"),
    "a truncated workbook": (
        "deals.xlsx",
        XLSX.read_bytes()[:3000],
        "deals.xlsx: the Excel file is damaged or cut off",
    ),
    "an unknown encoding": (
        "leads.csv",
        f"{LEADS}\nL1,M\u00fcller,Caf\u00e9 \u00ff,Web,2026-01-05,\n".encode("latin-1"),
        "leads.csv: the text is neither UTF-8, UTF-16 nor Shift_JIS",
    ),
    "wrong columns": (
        "deals.csv",
        b"Opportunity ID,Opportunity Name,Amount\nD1,Aster,100\n",
        "nearest, with what it lacks: Salesforce deals [Stage, Close Date]",
    ),
    "duplicate ids": (
        "deals.csv",
        f"{DEALS}\n{GOOD_DEAL}\nD2,B,Closed Lost,1,2026-02-10,2026-01-19\n{GOOD_DEAL}\n".encode(),
        "deals.csv, row 4, Opportunity ID: 'D1' stands twice (first in row 2)",
    ),
    "one id in two lengths": (
        "deals.csv",
        (
            f"{DEALS}\n0065i000000Y76O,A,Closed Won,1,2026-02-10,2026-01-19\n"
            "0065i000000Y76OAAS,A,Closed Won,1,2026-02-10,2026-01-19\n"
        ).encode(),
        "deals.csv, row 3, Opportunity ID: '0065i000000Y76O' stands twice (first in row 2)",
    ),
    "an impossible date": (
        "deals.csv",
        f"{DEALS}\n{GOOD_DEAL}\nD2,B,Prospecting,1,2026-13-01,2026-01-19\n".encode(),
        "deals.csv, row 3, Close Date: '2026-13-01' is not a date",
    ),
    "the thirtieth of February": (
        "leads.csv",
        f"{LEADS}\nL1,Abe,Aster,Web,2026/02/30 10:00,\n".encode(),
        "leads.csv, row 2, Created Date: '2026/02/30 10:00' is not a date",
    ),
    "a slip in the year": (
        "leads.csv",
        f"{LEADS}\nL1,Abe,Aster,Web,0206-01-01,\n".encode(),
        "leads.csv, row 2, Created Date: '0206-01-01' is not a date",
    ),
    "day or month": (
        "leads.csv",
        f"{LEADS}\nL1,Abe,Aster,Web,03/04/2026,\n".encode(),
        "leads.csv, Created Date: day or month first ('03/04/2026')?",
    ),
    "text in money": (
        "deals.csv",
        f"{DEALS}\n{GOOD_DEAL}\n\nD2,B,Prospecting,about 100,2026-03-01,2026-01-19\n".encode(),
        "deals.csv, row 4, Amount: 'about 100' is not a number",
    ),
    "a lead without a day": (
        "leads.csv",
        f"{LEADS}\nL1,Abe,Aster,Web,,\n".encode(),
        "leads.csv, row 2, Created Date: the value is missing",
    ),
    "an open quote": (
        "leads.csv",
        f'{LEADS}\nL1,"Abe,Aster,Web,2026-01-05,\nL2,Baba,Birch,Web,2026-01-05,\n'.encode(),
        "leads.csv, row 2: the quotes do not close",
    ),
    "an unquoted comma": (
        "leads.csv",
        f"{LEADS}\nL1,Abe,Aster, Inc.,Web,2026-01-05,2026-01-06\n".encode(),
        "leads.csv, row 2: the row has 7 > 6: an unquoted comma?",
    ),
    "a flag that says neither": (
        "deals.csv",
        f"{DEALS},Won\n{GOOD_DEAL},yes\nD2,B,Closed Won,1,2026-02-10,2026-01-19,maybe\n".encode(),
        "deals.csv, row 3, Won: 'maybe' is neither yes nor no",
    ),
    "a decimal comma beside a decimal point": (
        "deals.csv",
        (
            f'{DEALS}\nD2,B,Closed Won,"1.200,50",2026-02-10,2026-01-19\n'
            "D3,C,Closed Won,12.5,2026-02-10,2026-01-19\n"
        ).encode(),
        "deals.csv, row 2, Amount: '1.200,50' is not a number",
    ),
    "a point that may part thousands": (
        "deals.csv",
        f"{DEALS}\nD2,B,Closed Won,1.200,2026-02-10,2026-01-19\n".encode(),
        "deals.csv, row 2, Amount: '1.200': decimals behind the point, or thousands?",
    ),
    "a second currency": (
        "deals.csv",
        (
            f"{DEALS},Currency\n{GOOD_DEAL},JPY\nD2,B,Closed Won,1,2026-02-10,2026-01-19,USD\n"
            "D3,C,Closed Won,1,2026-02-10,2026-01-19,JPY\n"
        ).encode(),
        "deals.csv, row 3, Currency: a second currency 'USD' beside JPY",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refused_with_its_place_and_nothing_changed(in_force: Path, case: str) -> None:
    name, content, message = CASES[case]
    file = in_force / name
    file.write_bytes(content)
    before = everything_below(in_force / "workspace")
    code, output = run(in_force, "import", str(file))
    assert code == 2, output
    assert message in output.replace("\n", " ")
    assert "Nothing was published; the version before stays in force." in output
    assert everything_below(in_force / "workspace") == before
    assert json.loads(run(in_force, "status", "--json")[1])["version"] == 1


def test_all_bad_files_are_named_at_once(in_force: Path) -> None:
    names = ["one.csv", "two.csv"]
    for name in names:
        (in_force / name).write_bytes(b"")
    code, output = run(in_force, "import", *(str(in_force / name) for name in names))
    assert code == 2
    assert all(f"{name}: the file is empty" in output for name in names)


def test_a_good_file_beside_a_bad_one_is_not_published(in_force: Path) -> None:
    good, bad = in_force / "deals.csv", in_force / "leads.csv"
    good.write_text(f"{DEALS}\n{GOOD_DEAL}\n")
    bad.write_text(f"{LEADS}\nL1,Abe,Aster,Web,soon,\n")
    assert run(in_force, "import", str(good), str(bad))[0] == 2
    assert json.loads(run(in_force, "status", "--json")[1])["version"] == 1


def test_a_missing_file_and_a_missing_mapping(in_force: Path) -> None:
    code, output = run(in_force, "import", str(in_force / "none.csv"))
    assert (code, "there is no such file" in output) == (2, True)
    good = in_force / "deals.csv"
    good.write_text(f"{DEALS}\n{GOOD_DEAL}\n")
    code, output = run(in_force, "import", str(good), "--mapping", str(in_force / "none.toml"))
    assert (code, "the mapping file cannot be read" in output) == (2, True)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("tool = ", "Invalid value"),
        ('tool = "x"', "tables: Field required"),
        (
            'tool = "x"\n[[tables]]\nobject = "deals"\n[tables.columns]\nid = "a"',
            "deals need a stage",
        ),
        (
            'tool = "x"\n[[tables]]\nobject = "leads"\n[tables.columns]\nborn = "a"',
            "leads has no column 'born'",
        ),
        ('tool = "x"\ntimezone = "Asia/Tokio"\ntables = []', "there is no time zone 'Asia/Tokio'"),
        (
            'tool = "x"\n[[tables]]\nobject = "leads"\n[tables.columns]\nid = "/([/"',
            "/([/ is no regular expression",
        ),
        (
            'tool = "x"\n[[tables]]\nobject = "leads"\nrequired = ["emial"]\ncolumns = {id = "a"}',
            "required names 'emial'",
        ),
    ],
)
def test_a_mapping_that_does_not_say_what_it_must(
    in_force: Path, mapping: str, message: str
) -> None:
    (in_force / "m.toml").write_text(mapping)
    good = in_force / "deals.csv"
    good.write_text(f"{DEALS}\n{GOOD_DEAL}\n")
    code, output = run(in_force, "import", str(good), "--mapping", str(in_force / "m.toml"))
    assert code == 2
    assert message in output.replace("\n", " ")


def test_rows_can_be_refused_one_by_one(tmp_path: Path) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text(
        f"{DEALS}\n{GOOD_DEAL}\nD2,B,Closed Won,lots,2026-02-31,2026-01-19\n{GOOD_DEAL}\n"
        "D3,C,Closed Won,250,2026-02-12,2026-01-19\n"
    )
    code, output = run(tmp_path, "import", str(deals))
    assert code == 2
    assert "--refuse-rows" in output
    code, output = run(tmp_path, "import", str(deals), "--refuse-rows")
    assert code == 0, output
    told = json.loads(run(tmp_path, "status", "--json")[1])
    assert (told["rows_read"], told["rows_refused"], told["deals"]) == (4, 2, 2)
    assert [(r["row"], r["column"], r["reason"]) for r in told["refused_rows"]] == [
        (3, "Amount", "not_a_number"),
        (3, "Close Date", "not_a_date"),
        (4, "Opportunity ID", "duplicate_id"),
    ]
    (value,) = json.loads(run(tmp_path, "metrics", "--metric", "won_value", "--json")[1])
    assert value["value"] == 350


def test_a_company_in_which_nothing_happened_yet_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Opportunity ID,Opportunity Name,Stage,Close Date\nD1,A,Prospecting,2027-01-01\n"
    )
    code, output = run(tmp_path, "import", str(file))
    assert (code, "no row has a date on which anything happened" in output) == (2, True)
    assert json.loads(run(tmp_path, "status", "--json")[1])["version"] is None


def test_messages_in_japanese(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_text(f"{LEADS}\nL1,Abe,Aster,Web,2026-13-01,\n")
    environment = {"FUNNEL_HOME": str(tmp_path / "w"), "FUNNEL_LANG": "ja"}
    result = CliRunner().invoke(app, ["import", str(file)], env=environment)
    assert "leads.csv, 2 行目, Created Date: 「2026-13-01」は日付として読めません" in result.output


def test_nothing_imported_yet(tmp_path: Path) -> None:
    code, output = run(tmp_path, "metrics")
    assert (code, "nothing has been imported yet" in output) == (2, True)
    assert json.loads(run(tmp_path, "status", "--json")[1])["version"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--metric", "winrate"], "did you mean win_rate?"),
        (["--where", "colour=red"], "there is no condition (source, campaign, owner, team"),
        (["--where", "red"], "'red' is not a condition: write NAME=VALUE"),
        (["--since", "2026-03-01", "--until", "2026-02-01"], "the period is empty"),
    ],
)
def test_questions_that_cannot_be_answered(
    in_force: Path, options: list[str], message: str
) -> None:
    code, output = run(in_force, "metrics", *options)
    assert code == 2
    assert message in output


def test_the_workbook_of_these_tests_is_whole() -> None:
    sheet = CalamineWorkbook.from_path(str(XLSX)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 8
    assert XLSX.stat().st_size > 3000
