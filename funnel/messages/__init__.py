"""Problems in words, in English and Japanese: the one place where an error becomes a sentence."""

from __future__ import annotations

import os
from typing import Literal

from funnel.errors import Problem
from funnel.messages import (
    agreements,
    files,
    meetings,
    questions,
    sending,
    taking,
    targets,
    workspace,
)

Language = Literal["ja", "en"]

# Each kind once: tests/test_ui_texts.py.
PARTS = (
    files.PROBLEMS,
    workspace.PROBLEMS,
    agreements.PROBLEMS,
    targets.PROBLEMS,
    meetings.PROBLEMS,
    questions.PROBLEMS,
    sending.PROBLEMS,
    taking.PROBLEMS,
)
PROBLEMS = {kind: text for part in PARTS for kind, text in part.items()}


def in_language(pair: tuple[str, str], language: Language) -> str:
    """One of (English, Japanese)."""
    return pair[1] if language == "ja" else pair[0]


def describe(problem: Problem, language: Language) -> str:
    """`deals.csv, row 14, 完了予定日: '2026-13-01' is not a date`."""
    sentence = in_language(PROBLEMS[problem.kind], language)
    sentence = sentence.format(value=problem.value, detail=problem.detail)
    place = [problem.file] if problem.file else []
    if problem.row is not None:
        place.append(f"{problem.row} 行目" if language == "ja" else f"row {problem.row}")
    if problem.column is not None:
        place.append(problem.column)
    return f"{', '.join(place)}: {sentence}" if place else sentence


def language_of_environment() -> Language:
    """The language of the command line: FUNNEL_LANG, else the locale's; English otherwise."""
    wish = os.environ.get("FUNNEL_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return "ja" if wish.lower().startswith("ja") else "en"
