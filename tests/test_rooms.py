"""The rules of the house that no linter knows: pins, page length, and who may reach for what."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
TABLES = sorted((ROOT / "funnel" / "tables").glob("*.sql"))

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CONSTRAINTS = [
    line
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def _name(requirement: str) -> str:
    """`Python_Calamine>=0.4` and `python-calamine==0.9.1` are of the same package."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_constraints_are_versions_only():
    """An address or an option in here would send everybody to one machine's package index."""
    version_only = re.compile(r"[\w.-]+==[\w.!+]+( *;[^/]+)?")
    assert [line for line in CONSTRAINTS if not version_only.fullmatch(line)] == []


@pytest.mark.parametrize("path", ["pyproject.toml", "Makefile", ".ci/run"])
def test_setting_up_names_no_host(path):
    assert re.findall(r"\S*://\S*|--\S*index-url", (ROOT / path).read_text("utf-8")) == []


@pytest.mark.parametrize("group", ["run", *PROJECT["optional-dependencies"]])
def test_every_dependency_is_pinned(group):
    wanted = PROJECT["optional-dependencies"].get(group, PROJECT["dependencies"])
    assert {_name(each) for each in wanted} - {_name(each) for each in CONSTRAINTS} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_fits_on_a_screen(page):
    lines = len(page.read_text("utf-8").splitlines())
    assert lines <= 60, f"{page.name} has {lines} lines: what computes belongs below funnel.ui"


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_table_says_what_a_row_is(table):
    assert table.read_text("utf-8").startswith("-- one row per ")


@pytest.mark.parametrize(
    "line",
    [
        "import duckdb",
        "import sqlite3",
        "import pandas as pd",
        "import plotly.graph_objects as go",
        "from plotly import express",
        "from funnel.store import workspace",
        "from funnel import store",
        "import funnel.tables",
        "from funnel.importers import files",
        "from funnel.metrics import catalogue",
        "from funnel import publish",
        "from datetime import date\n\ndate.today()",
    ],
)
def test_a_page_reaches_only_for_the_ui(line):
    """pages/ruff.toml is found, and its list is not cut off by the configuration it extends."""
    ruff = [sys.executable, "-m", "ruff", "check", "--select=TID251", "--output-format=concise"]
    page = ["--stdin-filename", "pages/sample.py", "-"]
    checked = subprocess.run(
        [*ruff, *page], input=line, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "TID251" in checked.stdout
