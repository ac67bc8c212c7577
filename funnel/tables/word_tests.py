"""What the agreements' lists of words find in a text, as functions of the SQL of the tables."""

from __future__ import annotations

from collections import defaultdict

from funnel.agreement.words import pattern_of
from funnel.store.database import Database

LISTS = ("automatic", "incoming", "failed", "one_sided", "reached")
WORDS = "select list, number, list(word order by word) from agreed_words group by list, number"


def make_word_tests(db: Database) -> None:
    """Leave `says_<list>(number, said)` in `db`: whether `said` has a word of that agreement's.

    A pattern that is the same for all rows is understood once and not for each of them.
    """
    numbers: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in LISTS}
    for name, number, words in db.rows(WORDS):
        if name in numbers:
            numbers[name][pattern_of(words)].append(number)
    for name, patterns in numbers.items():
        cases = " ".join(_case(pattern, found) for pattern, found in patterns.items())
        test = f"coalesce(case {cases} end, false)" if cases else "false"
        db.run(f"create or replace temp macro says_{name}(number, said) as {test}")


def _case(pattern: str, numbers: list[int]) -> str:
    literal = pattern.replace("'", "''")
    listed = ", ".join(str(number) for number in sorted(numbers))
    return f"when number in ({listed}) then regexp_matches(said, '{literal}')"
