"""`funnel agreement`: shown, edited in a file, compared, applied, taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from funnel.agreement.document import read_agreement
from funnel.agreement.model import Agreement
from funnel.cli import app
from tests.conftest import GOLDEN

FILES = [str(path) for path in sorted((GOLDEN / "company").glob("*.csv"))]


class Shell:
    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str, language: str = "en") -> Result:
        environment = {"FUNNEL_HOME": str(self.home / "workspace"), "FUNNEL_LANG": language}
        return CliRunner().invoke(app, list(arguments), env=environment)

    def said(self, *arguments: str, language: str = "en") -> str:
        result = self.run(*arguments, language=language)
        assert result.exit_code == 0, result.output
        return result.output

    def told(self, *arguments: str) -> Any:
        return json.loads(self.said(*arguments, "--json"))

    def refused(self, *arguments: str) -> list[tuple[str, str | None]]:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 2, result.output
        return [(each["kind"], each["column"]) for each in json.loads(result.output)["error"]]

    def apply(self, text: str, since: str, *more: str) -> tuple[str, ...]:
        """The arguments that apply a file of this text."""
        file = self.home / "agreement.toml"
        file.write_text(text, encoding="utf-8")
        return ("agreement", "apply", str(file), "--from", since, "--reason", "why", *more)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_before_anything_is_agreed_on_it_says_what_holds(shell: Shell) -> None:
    told = shell.told("agreement", "show")
    assert (told["number"], told["is_agreed"], told["latest"], told["saved"]) == (0, False, 0, None)
    assert (told["since"], told["until"], told["is_judged"]) == (None, None, True)
    assert told["agreement"]["calendar"]["opens"] == "09:00:00"
    assert "Nothing is agreed on yet" in shell.said("agreement", "show")
    assert "まだ合意がありません" in shell.said("agreement", "history", language="ja")
    assert read_agreement(shell.said("agreement", "show", "--toml")) == Agreement()


def test_what_is_shown_can_be_edited_and_applied(shell: Shell) -> None:
    shell.told("import", *FILES)
    text = shell.said("agreement", "show", "--toml").replace("threshold = 60", "threshold = 55")
    changes = [{"path": "mql.threshold", "old": 60.0, "new": 55.0}]
    looked = shell.told(*shell.apply(text, "2026-04-01", "--preview"))
    assert looked == {"number": None, "version": None, "since": "2026-04-01", "changes": changes}
    assert shell.told("agreement", "history") == []
    done = shell.told(*shell.apply(text, "2026-04-01", "--who", "Sato"))
    assert done == {"number": 1, "version": 2, "since": "2026-04-01", "changes": changes}
    (entry,) = shell.told("agreement", "history")
    assert (entry["who"], entry["reason"], entry["in_force_from"], entry["changes"]) == (
        "Sato", "why", "2026-04-01", changes,
    )  # fmt: skip
    assert shell.told("agreement", "show", "--at", "2026-03-31")["number"] == 0
    shown = shell.told("agreement", "show", "--at", "2026-04-01")
    assert (shown["number"], shown["since"], shown["until"], shown["latest"]) == (
        1, "2026-04-01", None, 1,
    )  # fmt: skip
    assert shell.told("history")[0]["cause"] == "agreement"
    assert "judged anew by agreement 1" in shell.said("history")


def test_agreements_are_compared_and_taken_back(shell: Shell) -> None:
    shell.told("import", *FILES)
    shell.told(*shell.apply("promises.mqls_a_month.at_least = 40", "2026-04-01"))
    said = shell.said(*shell.apply("calendar.opens = '9:30'", "2026-05-01"), language="ja")
    assert "promises.mqls_a_month.at_least: 40 → -" in said
    assert "合意 第2号を 2026-05-01 から有効にしました" in said
    assert shell.told("agreement", "diff", "0", "2") == [
        {"path": "calendar.opens", "old": "09:00:00", "new": "09:30:00"}
    ]
    assert "calendar.opens: 09:30 -> 09:00" in shell.said("agreement", "diff", "2", "0")
    assert "No field differs" in shell.said("agreement", "diff", "1", "1")
    back = shell.told("agreement", "take-back", "--reason", "too early", "--who", "Abe")
    assert back == {"number": 2, "version": 4}
    assert shell.told("agreement", "show", "--at", "2026-06-01")["number"] == 1
    said = shell.said("agreement", "history")
    assert "taken back by Abe" in said
    assert "too early" in said


def test_a_rollback_parts_the_two_and_says_so(shell: Shell) -> None:
    shell.told("import", *FILES)
    shell.told(*shell.apply("title = 'ours'", "2026-04-01"))
    shell.told("rollback")
    assert "judged by other agreements" in shell.said("agreement", "show")
    assert "judged by other agreements" in shell.said("status")
    assert not shell.told("status")["is_judged_as_agreed"]
    assert shell.told("agreement", "rejudge") == {"version": 3}
    assert shell.told("agreement", "rejudge") == {"version": None}
    assert shell.told("agreement", "show")["is_judged"]
    assert shell.told("status")["is_judged_as_agreed"]


def test_what_cannot_be_is_refused_and_changes_nothing(shell: Shell) -> None:
    shell.told("import", *FILES)
    shell.told(*shell.apply("", "2026-04-01"))
    before = shell.told("agreement", "history"), shell.told("history")
    wrong = "[mql]\nthreshold = -1\n[calendar]\nopens = '25:00'"
    assert sorted(shell.refused(*shell.apply(wrong, "2026-05-01"))) == [
        ("agreement_not_a_time", "calendar.opens"), ("agreement_out_of_range", "mql.threshold"),
    ]  # fmt: skip
    assert shell.refused(*shell.apply("a =", "2026-05-01")) == [("agreement_not_toml", None)]
    assert shell.refused(*shell.apply("", "2026-04-01")) == [("agreement_overlaps", None)]
    assert shell.refused(*shell.apply("", "2026-05-01", "--based-on", "0")) == [
        ("agreement_changed_meanwhile", None)
    ]
    blank = shell.apply("", "2026-05-01", "--reason", " ")
    assert shell.refused(*blank) == [("agreement_reason_missing", None)]
    assert shell.refused("agreement", "take-back", "--reason", "x", "--number", "7") == [
        ("agreement_changed_meanwhile", None)
    ]
    assert shell.refused("agreement", "diff", "0", "9") == [("unknown_name", None)]
    there = ("--from", "2026-05-01", "--reason", "x")
    nowhere = str(shell.home / "nowhere.toml")
    assert shell.refused("agreement", "apply", nowhere, *there) == [("no_such_file", None)]
    assert shell.refused("agreement", "apply", str(shell.home), *there)[0][0] == "file_unreadable"
    (shell.home / "agreement.toml").write_bytes("title = '合意'".encode("cp932"))
    binary = str(shell.home / "agreement.toml")
    assert shell.refused("agreement", "apply", binary, *there) == [("agreement_not_toml", None)]
    assert (shell.told("agreement", "history"), shell.told("history")) == before


def test_without_data_an_agreement_waits_for_it(shell: Shell) -> None:
    assert "judges what is imported from now on" in shell.said(*shell.apply("", "2026-04-01"))
    shell.told("import", *FILES)
    assert shell.told("agreement", "show")["is_judged"]
    assert shell.told("history")[0]["agreement"] == 1
