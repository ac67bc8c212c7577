"""Problems in words, in English and Japanese: the one place where an error becomes a sentence."""

from __future__ import annotations

import os
from typing import Literal

from funnel.errors import Problem

Language = Literal["ja", "en"]

PROBLEMS: dict[str, tuple[str, str]] = {
    "no_such_file": ("there is no such file", "ファイルがありません"),
    "empty_file": ("the file is empty", "ファイルが空です"),
    "no_rows": ("there is a header but no row below it", "見出しだけで、データの行がありません"),
    "not_a_table": (
        "this is not a table: CSV, TSV or Excel is expected",
        "表として読めません。CSV・TSV・Excel を選んでください",
    ),
    "damaged_workbook": (
        "the Excel file is damaged or cut off ({detail}); export it again",
        "Excel ファイルが壊れているか、途中で切れています({detail})。もう一度書き出してください",
    ),
    "unknown_encoding": (
        "the text is neither UTF-8, UTF-16 nor Shift_JIS (cp932); save it as UTF-8",
        "文字コードが UTF-8・UTF-16・Shift_JIS のどれでもありません。UTF-8 で保存してください",
    ),
    "broken_quotes": (
        "the quotes do not close ({detail}); export the file again",
        "引用符が閉じていません({detail})。もう一度書き出してください",
    ),
    "too_many_cells": (
        "the row has {detail}: an unquoted comma?",
        "行のセル数が多すぎます({detail})。引用符のないカンマがありませんか",
    ),
    "not_recognised": (
        "not the columns of a known export; nearest, with what it lacks: {detail}",
        "対応している表ではありません。最も近い表と、足りない列: {detail}",
    ),
    "ambiguous_table": (
        "the columns fit more than one table: {detail}",
        "列が複数の表に当てはまります: {detail}",
    ),
    "not_a_date": ("'{value}' is not a date", "「{value}」は日付として読めません"),
    "ambiguous_dates": (
        'day or month first (\'{value}\')? Say date_order = "dmy" or "mdy" in a mapping file',
        "日と月の順が分かりません(「{value}」)。マッピングに date_order を書いてください",
    ),
    "not_a_number": ("'{value}' is not a number", "「{value}」は数として読めません"),
    "missing_value": ("the value is missing", "値がありません"),
    "duplicate_id": (
        "'{value}' stands twice (first in {detail})",
        "「{value}」が重複しています(最初: {detail})",
    ),
    "second_currency": (
        "a second currency '{value}' beside {detail}: amounts are never added across currencies",
        "{detail} のほかに通貨「{value}」があります。異なる通貨は合計できません",
    ),
    "mapping_unreadable": (
        "the mapping file cannot be read: {detail}",
        "マッピングファイルを読めません: {detail}",
    ),
    "file_named_twice": (
        "another file of this upload has this name",
        "同じ名前のファイルがもう一つあります",
    ),
    "raw_file_missing": (
        "the raw file of an earlier upload is missing ({detail}); import it again",
        "以前アップロードした元ファイルがありません({detail})。もう一度取り込んでください",
    ),
    "workspace_unusable": (
        "the workspace {value} cannot be used: {detail}",
        "ワークスペース {value} が使えません: {detail}",
    ),
    "nothing_dated": (
        "no row has a date on which anything happened: nothing can be counted",
        "出来事の日付がどの行にもないため、数えられません",
    ),
    "not_a_flag": ("'{value}' is neither yes nor no", "「{value}」は はい/いいえ として読めません"),
    "nothing_published": (
        "nothing has been imported yet: funnel import FILE...",
        "まだ何も取り込まれていません: funnel import ファイル...",
    ),
    "unknown_name": (
        "there is no {detail} '{value}'",
        "{detail}「{value}」はありません",
    ),
    "not_a_condition": (
        "'{value}' is not a condition: write NAME=VALUE",
        "「{value}」は条件として読めません: 名前=値 と書いてください",
    ),
    "empty_period": (
        "the period is empty: {detail}",
        "期間が空です: {detail}",
    ),
}


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
