import re
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from funnel import messages
from funnel.cli import words
from funnel.importers.profiles.profile import FIELDS, Certainty, LeadState, Object, Outcome, Subject
from funnel.importers.suggest.suggestions import Why
from funnel.ui.findings import TIERS
from funnel.ui.intake import ASKED
from funnel.ui.navigation import PAGES
from funnel.ui.texts import LANGUAGES, PARTS, TEXTS, MissingText, Texts, language_of, plain

JA = Texts("ja")


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_says_the_same_in_both_languages(key):
    japanese, english = TEXTS[key]
    assert japanese.strip()
    assert english.strip()
    assert set(re.findall(r"{(\w+)", japanese)) == set(re.findall(r"{(\w+)", english))


@pytest.mark.parametrize(
    ("whole", "parts"),
    [(TEXTS, PARTS), (messages.PROBLEMS, messages.PARTS), (words.WORDS, words.PARTS)],
    ids=["pages", "problems", "commands"],
)
def test_every_text_stands_once(whole, parts):
    assert len(whole) == sum(map(len, parts))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_has_its_file_and_title(page):
    assert page.file.is_file()
    assert [Texts(language)(page.text_key) for language in LANGUAGES]


def test_a_missing_text_is_named():
    with pytest.raises(MissingText, match="'no_such_text'"):
        Texts("ja")("no_such_text")


def test_values_cannot_carry_markdown():
    assert Texts("en").markdown("strip_target", value="*8*") == r"Target \*8\*"
    assert plain("[x](http://y) $a$ :red[b] <i>") == (r"\[x\]\(http\://y\) \$a\$ \:red\[b\] \<i\>")


@pytest.mark.parametrize(
    ("asked", "given"), [("en", "en"), ("ja", "ja"), ("fr", "ja"), (None, "ja")]
)
def test_an_unknown_language_is_japanese(asked, given):
    assert language_of(asked) == given


def test_every_finding_in_the_data_is_said_and_has_its_place():
    tables = resources.files("funnel.tables")
    found = set(re.findall(r"'(\w+)' as fault", (tables / "data_faults.sql").read_text("utf-8")))
    found |= set(re.findall(r"'(\w+)' as gap", (tables / "data_gaps.sql").read_text("utf-8")))
    assert len(found) > 15
    placed = [kind for kinds in TIERS.values() for kind in kinds]
    assert sorted(placed) == sorted(found | {"refused", "suggested", "ambiguous"})
    for part in ("finding", "harm", "mend"):
        assert {f"{part}_{kind}" for kind in placed} == {
            key for key in TEXTS if key.startswith(f"{part}_")
        }


def test_every_table_and_column_has_a_name_for_people():
    for table, columns in FIELDS.items():
        assert JA(f"object_{table}")
        assert JA(f"about_{table}")
        assert all(JA.field(table, column) for column in columns)


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("object", get_args(Object)),
        ("meaning", (*get_args(LeadState), *get_args(Outcome), "none")),
        ("subject", get_args(Subject)),
        ("certainty", (*get_args(Certainty), "own")),
        ("because", get_args(Why)),
        ("map_why", (*ASKED, "asked")),
        ("map_outcome", (*get_args(Outcome), "none")),
        ("tier", tuple(TIERS)),
    ],
)
def test_every_value_of_a_choice_is_said(prefix, values):
    for value in values:
        assert JA(f"{prefix}_{value}")


def test_every_step_of_an_upload_is_said():
    code = (Path(__file__).parents[1] / "funnel" / "publishing" / "prepare.py").read_text("utf-8")
    steps = set(re.findall(r"progress(?:\(|, )\"(\w+)\"", code)) | {"receiving", "waiting"}
    assert {"copying", "recognising", "reading", "building"} <= steps
    for step in steps:
        assert JA(f"step_{step}")


def test_every_line_that_is_no_row_has_its_reason():
    importers = Path(__file__).parents[1] / "funnel" / "importers"
    code = "\n".join(path.read_text("utf-8") for path in importers.glob("*.py"))
    reasons = set(re.findall(r"LeftOut\([^)]*\"(\w+)\"\)", code))
    for reason in reasons | {"footer", "total", "repeated_header"}:
        assert JA(f"left_{reason}")


def test_every_problem_is_said_and_no_other():
    package = Path(__file__).parents[1] / "funnel"
    files = [path for path in package.rglob("*.py") if path.parent.name != "messages"]
    code = "\n".join(path.read_text("utf-8") for path in files)
    assert set(re.findall(r"Problem\(\s*\"(\w+)\"", code)) <= set(messages.PROBLEMS)
    # Some are chosen by a condition.
    assert set(messages.PROBLEMS) <= set(re.findall(r"\"(\w+)\"", code))
