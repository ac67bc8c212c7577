"""What may be asked of the bottleneck, the forecast and what-ifs, and what is refused, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from funnel.store.workspace import Workspace
from tests.conftest import GOLDEN, brought


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = Workspace(tmp_path_factory.mktemp("golden") / "workspace")
    brought(workspace, *sorted((GOLDEN / "company").glob("*.csv")))
    return workspace.home


REFUSED: dict[str, list[list[str]]] = {
    # No figure comes of what is no number.
    "nan": [
        ["forecast", "--target", "nan"], ["whatif", "--more", "nan"],
        ["whatif", "--contact-within", "nan"], ["whatif", "--threshold", "nan"],
        ["bottleneck", "--target", "lead>mql=nan"], ["bottleneck", "--capacity", "mql=nan"],
    ],
    "-1": [
        ["forecast", "--target", "-1"], ["whatif", "--contact-within", "-1"],
        ["bottleneck", "--target", "lead>mql=-1"], ["bottleneck", "--capacity", "mql=-1"],
    ],
    # 40 % are .4: whoever says 40 would be told of a target of 4000 %.
    "lead>mql=40": [["bottleneck", "--target", "lead>mql=40"]],
    # A target that no step has would be left out without a word.
    "sql>mql=0.4": [["bottleneck", "--target", "sql>mql=0.4"]],
    "unheard=4": [["bottleneck", "--capacity", "unheard=4"]],
    "1970": [["explain", "--month", "0001-01"], ["explain", "--month", "9999-12"]],
    "2026-10": [["explain", "--month", "October"]],
    # An answer of all sources is none of one source, nor of two changes at once.
    "--source": [
        ["whatif", "--stage", "sql", "--rate", "0.5", "--source", "Web"],
        ["whatif", "--threshold", "70", "--source", "Web"],
    ],
    "--stage": [["whatif", "--threshold", "70", "--stage", "sql"], ["whatif", "--rate", "0.5"]],
    "foo": [["whatif", "--stage", "foo", "--rate", "0.5"]],
    "--threshold": [["whatif", "--stage", "sql", "--rate", "0.5", "--threshold", "80"]],
}  # fmt: skip


def test_what_cannot_be_answered_is_refused_with_the_reason(home: Path) -> None:
    environment = {"FUNNEL_HOME": str(home), "FUNNEL_LANG": "en"}
    for why, commands in REFUSED.items():
        for command in commands:
            result = CliRunner().invoke(app, command, env=environment)
            assert isinstance(result.exception, SystemExit), (command, result.output)
            assert result.exit_code == 2, command
            assert why in result.output, (command, result.output)


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
def test_a_day_far_from_the_data_is_answered(home: Path, day: str) -> None:
    environment = {"FUNNEL_HOME": str(home), "FUNNEL_LANG": "ja"}
    for command in (["bottleneck"], ["forecast"], ["explain"], ["whatif", "--more", "5"],
                    ["whatif", "--stage", "lead", "--rate", "0.5"], ["whatif", "--threshold", "70"],
                    ["whatif", "--contact-within", "2"], ["thresholds"]):  # fmt: skip
        for more in ([], ["--json"]):
            result = CliRunner().invoke(app, [*command, "--as-of", day, *more], env=environment)
            assert (result.exit_code, result.exception) == (0, None), (command, result.output)
            assert "NaN" not in result.output
