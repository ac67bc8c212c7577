import re
from importlib import resources
from pathlib import Path

import pytest

from funnel.messages import PROBLEMS
from funnel.ui.navigation import PAGES
from funnel.ui.texts import LANGUAGES, TEXTS, MissingText, Texts, language_of, plain


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_says_the_same_in_both_languages(key):
    japanese, english = TEXTS[key]
    assert japanese.strip()
    assert english.strip()
    assert set(re.findall(r"{(\w+)", japanese)) == set(re.findall(r"{(\w+)", english))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_has_its_file_and_title(page):
    assert page.file.is_file()
    assert [Texts(language)(page.text_key) for language in LANGUAGES]


def test_a_missing_text_is_named():
    with pytest.raises(MissingText, match="'no_such_text'"):
        Texts("ja")("no_such_text")


def test_values_cannot_carry_markdown():
    assert Texts("en").markdown("this_week", value="*8*") == r"This week \*8\*"
    assert plain("[x](http://y) $a$ :red[b] <i>") == (r"\[x\]\(http\://y\) \$a\$ \:red\[b\] \<i\>")


@pytest.mark.parametrize(
    ("asked", "given"), [("en", "en"), ("ja", "ja"), ("fr", "ja"), (None, "ja")]
)
def test_an_unknown_language_is_japanese(asked, given):
    assert language_of(asked) == given


def test_every_fault_of_the_data_is_said():
    sql = (resources.files("funnel.tables") / "data_faults.sql").read_text("utf-8")
    faults = set(re.findall(r"'(\w+)' as fault", sql))
    assert len(faults) > 5
    assert {f"fault_{fault}" for fault in faults} == {key for key in TEXTS if key[:6] == "fault_"}


def test_every_problem_is_said_and_no_other():
    package = Path(__file__).parents[1] / "funnel"
    code = [path.read_text("utf-8") for path in package.rglob("*.py")]
    named = {kind for text in code for kind in re.findall(r"Problem\(\s*\"(\w+)\"", text)}
    by_column = {"not_a_date", "not_a_number", "not_a_flag"}  # named by the kind of the column
    assert named | by_column == set(PROBLEMS)
