"""What stands in the cells of a table somebody is mapping: values, samples as read, hints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from funnel.importers.cells import cleaning
from funnel.importers.profiles.profile import FIELDS, DateOrder, Object
from funnel.importers.suggest import peek
from funnel.importers.suggest.looks import MOSTLY, look_at
from funnel.importers.suggest.words import says_so
from funnel.masking import mask_address, mask_company, mask_person
from funnel.ui.mapping_draft import Draft

SAMPLE_ROWS = 50
MOST_LETTERS = 24
REPEATING = 0.4
"""A column of texts with so few different ones (share of all) names things, not people."""
COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|[(（][株有][)）]|[㈱㈲]|\b(Inc|Ltd|LLC|Corp)\b", re.I
)
MASKED: dict[str, Callable[[str], str]] = {
    "name": mask_person, "last_name": mask_person, "first_name": mask_person,
    "company": mask_company,
}  # fmt: skip
NAMES: tuple[tuple[Object, str], ...] = (
    ("leads", "name"), ("leads", "last_name"), ("leads", "first_name"), ("leads", "company"),
    ("deals", "company"),
)  # fmt: skip
"""Fields whose words in a header make a column one of names, whatever it is read as."""
FLAGS = {"true": "✓", "false": "—"}
_DAY_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]")


def values_of(draft: Draft) -> list[tuple[str, int]]:
    """The statuses or stages in the chosen column with their rows, the most frequent first.

    Of a mapping whose files are gone, those it names.
    """
    place = draft.values_column
    if place is None:
        return []
    key = (draft.header_index, place)
    if key not in draft.counted:
        draft.counted[key] = peek.values_of(draft.table, draft.header_index, place, 1000)
    return draft.counted[key] or [(value, 0) for value in draft.meanings]


def open_orders(draft: Draft) -> dict[str, str]:
    """The columns of dates that leave day and month open, with an example of each."""
    found: dict[str, str] = {}
    for name, place in draft.columns.items():
        if FIELDS[draft.kind][name] == "moment":
            judged = _judged(draft, place)
            if judged.order is None:
                texts = (*judged.examples, *_column(draft, place))
                found[name] = next(filter(_tells, texts), texts[0])
    return found


def _judged(draft: Draft, place: int) -> peek.Judged:
    """What the whole column says of day and month; a large file is gone through once."""
    index = draft.header_index
    if (index, place) not in draft.judged:
        dated = [at for name, at in draft.columns.items() if FIELDS[draft.kind][name] == "moment"]
        places = [at for at in {*dated, place} if (index, at) not in draft.judged]
        judged = peek.judge_dates(draft.table, index, places)
        draft.judged |= {(index, at): one for at, one in judged.items()}
    return draft.judged[index, place]


def _tells(text: str) -> bool:
    """`03/04/2026` means two days, `03/03/2026` one."""
    found = _DAY_MONTH.match(text)
    return (
        found is not None and int(found[1]) != int(found[2]) and max(map(int, found.groups())) <= 12
    )


def samples(draft: Draft, name: str, most: int = 3) -> list[tuple[str, str | None]]:
    """The first values of the column chosen for `name`: as written, and as read.

    None stands for a value that cannot be read; of names and addresses only the first letter shows.
    """
    texts = list(dict.fromkeys(cell for cell in _cells(draft, name) if cell))[:most]
    return [(_masked(name, text), _read(draft, name, text)) for text in texts]


def _cells(draft: Draft, name: str) -> Iterator[str]:
    return _column(draft, draft.columns[name])


def _column(draft: Draft, place: int) -> Iterator[str]:
    index = draft.header_index
    if index not in draft.sampled:
        draft.sampled[index] = peek.sample_of(draft.table, index, SAMPLE_ROWS)
    return (row[place] for row in draft.sampled[index] if place < len(row))


def hint(draft: Draft, place: int, most: int = 2) -> list[str]:
    """The first values of a column of the file, to tell it by.

    Nobody knows yet what it holds: texts that don't repeat may be names, and are cut to a letter,
    as are those of a column with companies in it. What is known to be names is masked as such.
    """
    texts = [cell for cell in _column(draft, place) if cell]
    if (mask := _mask_of(draft, place)) is not None:
        return list(dict.fromkeys(map(mask, texts)))[:most]
    looks = look_at(texts)
    are_plain = max(looks.dates, looks.numbers, looks.codes, looks.flags) >= MOSTLY
    are_companies = any(COMPANY.search(text) for text in texts)
    are_few = len(set(texts)) <= len(texts) * REPEATING and not are_companies
    shown = [mask_address(text)[:MOST_LETTERS] for text in dict.fromkeys(texts)][:most]
    return shown if are_plain or are_few else [f"{text[0]}…" for text in shown]


def _mask_of(draft: Draft, place: int) -> Callable[[str], str] | None:
    """How a column of names is masked: one that is read as names, or whose header says so."""
    read = [name for name, at in draft.columns.items() if at == place]
    said = [name for kind, name in NAMES if says_so(kind, name, draft.header[place])]
    return next((MASKED[name] for name in (*read, *said) if name in MASKED), None)


def _masked(name: str, text: str) -> str:
    return MASKED[name](text) if name in MASKED else mask_address(text)


def _read(draft: Draft, name: str, text: str) -> str | None:
    """What a cell is understood as, the way people write it; None where it cannot be read."""
    kind = FIELDS[draft.kind][name]
    if kind not in ("moment", "money", "flag"):
        return _masked(name, text)
    reading = cleaning.read(
        kind,
        text,
        order=_order(draft, name) if kind == "moment" else "ymd",
        header=draft.header[draft.columns[name]],
        allows_month=draft.kind in ("targets", "spend", "revenue"),
    )
    if reading is None:
        return None
    if kind == "moment":
        return reading.value[: 16 if reading.has_time else 10]
    return f"{float(reading.value):,.0f}" if kind == "money" else FLAGS[reading.value]


def _order(draft: Draft, name: str) -> DateOrder:
    """As chosen, else as the column says; where it is open, `03/04/2026` is not read."""
    return draft.orders.get(name) or _judged(draft, draft.columns[name]).order or "ymd"
