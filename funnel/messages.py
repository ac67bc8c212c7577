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
    "locked_workbook": (
        "the Excel file is locked with a password; save it without one",
        "Excel ファイルがパスワードで保護されています。パスワードを外して保存してください",
    ),
    "workbook_too_large": (
        "the Excel file is too large to open, or damaged; save the sheet as CSV",
        "Excel ファイルが大きすぎるか、壊れています。シートを CSV で保存してください",
    ),
    "no_table_in_page": (
        "no table could be read in this web page ({detail}); export as CSV or Excel",
        "Web ページの形のファイルに表がありません({detail})。CSV か Excel で書き出してください",
    ),
    "damaged_archive": (
        "the zip file is damaged or packed in an unknown way ({detail}); zip it again",
        "zip ファイルが壊れているか、対応していない形式です({detail})。もう一度圧縮してください",
    ),
    "nested_archive": (
        "a zip file inside a zip file is not opened: unpack it first",
        "zip の中の zip は開けません。先に展開してください",
    ),
    "locked_member": (
        "this file in the zip is locked with a password",
        "zip の中のこのファイルはパスワードで保護されています",
    ),
    "unsafe_member": (
        "this name in the zip is a link or leads out of it: nothing of the zip was read",
        "zip の中のこの名前はリンクか、zip の外を指しています。zip は読み込みませんでした",
    ),
    "too_many_members": (
        "there are more than {detail} files in it",
        "中のファイルが {detail} 個を超えています",
    ),
    "too_much_unpacked": (
        "it unpacks to more than is safe to open (limit {detail})",
        "展開すると大きくなりすぎるため、開きませんでした(上限 {detail})",
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
        (
            "not the columns of a known export; nearest, with what it lacks: {detail}. "
            "Say what they are on the page of the import, or by --mapping FILE"
        ),
        (
            "対応している表ではありません。最も近い表と、足りない列: {detail}。"
            "取り込み画面で列の対応を決めるか、--mapping でマッピングファイルを指定してください"
        ),
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
    "ambiguous_amount": (
        "'{value}': decimals behind the point, or thousands? Say decimal_mark in a mapping file",
        "「{value}」は小数とも千の位とも読めます。マッピングに decimal_mark を書いてください",
    ),
    "not_a_number": ("'{value}' is not a number", "「{value}」は数として読めません"),
    "missing_value": ("the value is missing", "値がありません"),
    "duplicate_id": (
        "'{value}' stands twice (first in {detail})",
        "「{value}」が重複しています(最初: {detail})",
    ),
    "duplicate_row": (
        "the row stands twice (first in {detail})",
        "同じ行が重複しています(最初: {detail})",
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
    "older_export": (
        "exported on {value}, older than the one in force ({detail}); funnel import takes it still",
        "{value} の書き出しで、公開中のもの({detail})より古い。入れ替えるなら funnel import で",
    ),
    "raw_file_missing": (
        "the raw file of an earlier upload is missing ({detail}); import it again",
        "以前アップロードした元ファイルがありません({detail})。もう一度取り込んでください",
    ),
    "workspace_unusable": (
        "the workspace {value} cannot be used: {detail}",
        "ワークスペース {value} が使えません: {detail}",
    ),
    "disk_full": (
        "the disk is full ({value}: {detail}): make room and try again",
        "ディスクの空きが足りません({value}: {detail})。空きを作って、もう一度お試しください",
    ),
    "out_of_memory": (
        "not enough memory ({detail}): set FUNNEL_MEMORY_LIMIT higher, such as 4GB",
        "メモリーが足りません({detail})。環境変数 FUNNEL_MEMORY_LIMIT を 4GB などに上げてください",
    ),
    "setting_invalid": (
        "{detail} cannot be '{value}'",
        "{detail} に「{value}」は使えません",
    ),
    "team_store_unusable": (
        "{value}, where mappings and the log are kept, cannot be used: {detail}",
        "マッピングと操作の記録を置く {value} が使えません: {detail}",
    ),
    "team_store_newer": (
        "{value} was written by a later release ({detail}): update the app",
        "{value} は新しいリリースで書かれています({detail})。アプリを更新してください",
    ),
    "file_unreadable": (
        "the file cannot be read: {detail}",
        "ファイルを読めません: {detail}",
    ),
    "mapping_missing": (
        "the mapping '{value}' of an earlier upload is missing ({detail}); import the file again",
        "以前のアップロードのマッピング「{value}」がありません({detail})。もう一度取り込んでください",
    ),
    "no_longer_known": (
        "the file of an earlier upload is no longer recognised as {detail}; import it again",
        "以前アップロードした表を {detail} と判別できなくなりました。もう一度取り込んでください",
    ),
    "part_untold": (
        "deals with neither an id nor company and name cannot be added: import the whole table",
        "商談の ID も「会社名と商談名」もない表は追加できません。表全体を取り込んでください",
    ),
    "raw_file_changed": (
        "the raw file of an upload is not the one that came ({detail}); import it again",
        "アップロードした元ファイルが書き換わっています({detail})。もう一度取り込んでください",
    ),
    "version_moved": (
        "version {value} was put in force meanwhile: look at the changes again",
        "その間に版 {value} が公開されました。変更をもう一度確認してください",
    ),
    "draft_gone": (
        "what was prepared has been discarded: choose the files again",
        "準備した内容は破棄されています。ファイルをもう一度選んでください",
    ),
    "no_such_version": (
        "there is no version {value}",
        "版 {value} はありません",
    ),
    "no_version_before": (
        "version {value} is the first: there is none to go back to",
        "版 {value} が最初の版のため、戻れる版がありません",
    ),
    "version_damaged": (
        "version {value} is damaged: {detail}",
        "版 {value} のファイルが壊れています: {detail}",
    ),
    "import_failed": (
        "the import failed by a fault of the app ({detail}): nothing was published",
        "アプリの不具合で取り込めませんでした({detail})。何も公開していません",
    ),
    "version_outdated": (
        "this version was built by an earlier release ({detail}): run funnel rebuild",
        "以前のリリースで作られた版です({detail})。funnel rebuild で作り直してください",
    ),
    "file_unwritable": (
        "the file cannot be written: {detail}",
        "ファイルに書けません: {detail}",
    ),
    "no_such_folder": (
        "there is no such folder",
        "フォルダーがありません",
    ),
    "nothing_dated": (
        "no row has a date on which anything happened: nothing can be counted",
        "出来事の日付がどの行にもないため、数えられません",
    ),
    "no_leads_or_deals": (
        "a table of leads or deals is needed first",
        "先にリードか商談の表が要ります",
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
    "action_changed_meanwhile": (
        "'{value}' was changed meanwhile ({detail}): nothing was saved; look at it and save again",
        (
            "「{value}」はその間に変更されました({detail})。"
            "保存していません。内容を確かめて、もう一度保存してください"
        ),
    ),
    "action_incomplete": (
        "an action needs words that say what, and somebody who does it",
        "行動には内容と担当者が要ります",
    ),
    "action_dates": (
        "{value} is before the day it was decided, {detail}",
        "{value} は決めた日({detail})より前です",
    ),
    "note_empty": ("there are no words to keep", "書き留める言葉がありません"),
    "rating_out_of_range": (
        "{value} is no rating from 1 to 10",
        "{value} は1から10の評価ではありません",
    ),
    "voice_incomplete": (
        "it is not said what this is about, or why",
        "何についてか、どんな理由かが足りません",
    ),
    "agreement_changed_meanwhile": (
        (
            "the agreement was changed meanwhile ({detail}), number {value} is the latest now: "
            "nothing was saved; look at it and save again"
        ),
        (
            "その間に合意が変更されました({detail})。いまの最新は第 {value} 号です。"
            "保存していません。内容を確かめて、もう一度保存してください"
        ),
    ),
    "agreement_overlaps": (
        (
            "in force from {value}: the latest agreement is in force from {detail}; "
            "choose a later day, or take that one back first"
        ),
        (
            "発効日 {value} は、最新の合意の発効日({detail})より後にしてください。"
            "または、最新の合意を先に取り消してください"
        ),
    ),
    "agreement_reason_missing": (
        "reason: say why the agreement changes",
        "理由: 合意を変える理由を書いてください",
    ),
    "agreement_not_toml": (
        "this is not TOML: {detail}",
        "TOML として読めません: {detail}",
    ),
    "agreement_unknown_field": (
        "an agreement has no such field",
        "このような項目は合意にありません",
    ),
    "agreement_missing_field": ("this has to be said", "この項目を書いてください"),
    "agreement_empty": ("this must not be empty", "空にはできません"),
    "agreement_no_choice": (
        "'{value}' is none of {detail}",
        "「{value}」は選べません。選べるもの: {detail}",
    ),
    "agreement_out_of_range": (
        "{value} is not {detail}",
        "{value} は範囲の外です({detail})",
    ),
    "agreement_not_whole": (
        "'{value}' is not a whole number",
        "「{value}」は整数として読めません",
    ),
    "agreement_not_a_number": ("'{value}' is not a number", "「{value}」は数として読めません"),
    "agreement_not_text": (
        "'{value}' is no text: write it in quotes",
        "「{value}」は文字列ではありません。引用符で囲んでください",
    ),
    "agreement_not_yes_or_no": (
        "'{value}' is neither true nor false",
        "「{value}」は true か false ではありません",
    ),
    "agreement_not_a_day": (
        "'{value}' is not a day such as 2026-04-01, without quotes",
        "「{value}」は日付ではありません。2026-04-01 のように引用符なしで書いてください",
    ),
    "agreement_not_a_time": (
        "'{value}' is not a time such as \"09:00\"",
        '「{value}」は時刻ではありません。"09:00" のように書いてください',
    ),
    "agreement_not_a_list": (
        "'{value}' is not a list in [brackets]",
        "「{value}」は [ ] で囲んだ一覧ではありません",
    ),
    "agreement_not_a_table": (
        "'{value}' is not a table of fields",
        "「{value}」は項目の表ではありません",
    ),
    "agreement_impossible": (
        "'{value}' cannot be: {detail}",
        "「{value}」は使えません: {detail}",
    ),
    "agreement_seconds": (
        "{value}: times are whole minutes, without a time zone",
        "{value}: 時刻は分までで、時間帯を付けずに書いてください",
    ),
    "agreement_part_of_a_day": (
        "{value} {detail}: days are counted whole",
        "{value} {detail}: 日数は整数で書いてください",
    ),
    "agreement_closure_order": (
        "{value} lies before its beginning, {detail}",
        "{value} は開始日 {detail} より前です",
    ),
    "agreement_hours_order": (
        "closes at {value}, which is not after it opens ({detail})",
        "終業 {value} は始業 {detail} より後にしてください",
    ),
    "agreement_break_overlaps": (
        "the break {value} overlaps another or leaves the working day",
        "休憩 {value} がほかの休憩と重なるか、勤務時間の外にあります",
    ),
    "agreement_no_time_left": (
        "the breaks leave no time to work",
        "休憩を除くと勤務時間が残りません",
    ),
    "agreement_too_few_asks": (
        "at least {value} of {detail} cannot be met",
        "{detail} 項目のうち {value} 項目以上は満たせません",
    ),
    "agreement_collides": (
        (
            "at least {value} follow-ups and back to nurturing after {detail} failed attempts "
            'collide: say which counts, first = "follow_ups" or "back_to_nurturing"'
        ),
        (
            "フォロー {value} 回以上と、{detail} 回不通なら差し戻しは両立しません。"
            'どちらを優先するか、first = "follow_ups" か "back_to_nurturing" で書いてください'
        ),
    ),
    "agreement_unreachable": (
        "{value} can never be reached: the points given add up to {detail} at most",
        "{value} 点には届きません。配点の合計は最大 {detail} 点です",
    ),
    "unknown_target_metric": (
        "'{value}' is no figure that targets are set for",
        "「{value}」は目標を置ける指標ではありません",
    ),
    "target_impossible": (
        "{value} cannot be a target of {detail}: whole, from 0 to below 10^15; a rate up to 1",
        "{detail} の目標に {value} は使えません(0以上10^15未満の整数、率は100%まで)",
    ),
    "target_twice": (
        "{detail} has a second target for {value}",
        "{detail} の {value} の目標が重複しています",
    ),
    "not_a_month": (
        "'{value}' is not a month like 2026-10",
        "「{value}」は月として読めません(例: 2026-10)",
    ),
    "target_column_missing": (
        "this column is missing: month, metric and value are needed",
        "この列がありません。月・指標・目標が必要です",
    ),
    "no_rate": (
        "nobody is known to have gone from {detail} to {value}: agree on the rate in the agreement",
        "{detail} から {value} へ進んだ実績がありません。合意の rates に率を書いてください",
    ),
    "no_deal_value": (
        "no win with an amount in the last year: agree on the value of a win in the agreement",
        "過去1年に金額のある受注がありません。合意の rates に受注単価を書いてください",
    ),
    "month_out_of_reach": (
        "{value} is too far off for targets: {detail} can be",
        "{value} は目標の対象外です({detail} の範囲で指定してください)",
    ),
    "nothing_to_win": (
        "the goal is to be above 0, and no month's below it",
        "目標の金額は0より大きくしてください(月ごとの値に負の数は使えません)",
    ),
    "target_column_twice": ("this column stands twice", "この列が2つあります"),
    "month_not_over": (
        "the month {value} is not over on {detail}",
        "{value} は {detail} の時点でまだ終わっていません",
    ),
    "whatif_nothing_asked": (
        "say what is to be otherwise: --stage and --rate, --more, --contact-within or --threshold",
        "何を変えるかを指定してください: --stage と --rate、--more、--contact-within、--threshold",
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
