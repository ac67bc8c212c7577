"""Ten thousand damaged files: each gets an answer, and nothing is left running or brought down."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections import Counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.written import SAMPLES, answer, mutated, zip_of

FILES = int(os.environ.get("FUNNEL_FUZZ_FILES", "10000"))
HOW = ("over", "over", "over", "in", "double", "cut")
TELLING = (
    b"\0",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<table>",
    b"</tr>",
    b"9",
)


def damaged(number: int) -> tuple[str, bytes]:
    """The `number`-th damaged file, and the sample it was made of; the same on every run."""
    chance = random.Random(number)
    name = chance.choice(sorted(SAMPLES))
    content = SAMPLES[name]
    changes = [
        (
            chance.choice(HOW),
            chance.random(),
            chance.choice(TELLING) if chance.random() < 0.5 else chance.randbytes(3),
        )
        for _ in range(chance.randint(1, 6))
    ]
    if content.startswith(b"PK") and chance.random() < 0.7:
        # A change of the packed bytes seldom gets past the checksum: change what is packed.
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        part = chance.choice(sorted(parts))
        return name, zip_of({**parts, part: mutated(parts[part], changes)})
    return name, mutated(content, changes)


def all_answers() -> Counter[tuple[str, str]]:
    answers: Counter[tuple[str, str]] = Counter()
    for number in range(FILES):
        name, content = damaged(number)
        try:
            answers[name, answer(content)] += 1
        except Exception as error:  # noqa: BLE001 - this is what the test looks for
            pytest.fail(f"file {number}, made of the {name}: {error!r}")
    return answers


@pytest.mark.benchmark(group="fuzz")
def test_damaged_files_all_get_an_answer(benchmark: BenchmarkFixture) -> None:
    answers = benchmark.pedantic(all_answers, rounds=1)
    for (name, what), count in sorted(answers.items()):
        print(f"{name:5} {what:20} {count}")
    assert answers.total() == FILES
    assert {name for name, _ in answers} == set(SAMPLES)
