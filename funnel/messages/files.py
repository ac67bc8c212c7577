"""What is wrong with a file that is brought, its cells, or what a mapping says of them."""

# kind: (English, Japanese)
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
    "nothing_dated": (
        "no row has a date on which anything happened: nothing can be counted",
        "出来事の日付がどの行にもないため、数えられません",
    ),
    "no_leads_or_deals": (
        "a table of leads or deals is needed first",
        "先にリードか商談の表が要ります",
    ),
    "not_a_flag": ("'{value}' is neither yes nor no", "「{value}」は はい/いいえ として読めません"),
}
