"""What the screen says that asks what columns and values mean, and the list of saved mappings.

Of every reason to ask: `map_why_<reason>`. Of every suggestion: `because_<why>` is where it comes
from, `sure_<how>` how far to trust it.
"""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    # mapping
    "map_title": (
        "「{file}」の列を確認してください",
        "Please check the columns of “{file}”",
    ),
    "map_title_saved": ("「{title}」の対応を編集", "Edit the mapping of “{title}”"),
    "map_why_not_recognised": (
        "はじめて見る形式の表です。見出しと中身から対応を提案しました。",
        "A table nobody has described yet. The columns below are suggestions.",
    ),
    "map_why_ambiguous_table": (
        "複数の表に当てはまるため、どの表かを確認してください。",
        "It fits more than one table: please say which it is.",
    ),
    "map_why_ambiguous_dates": (
        "日付の「月」と「日」の順が決められません。例を見て選んでください。",
        "Day or month first? Please choose by the example.",
    ),
    "map_why_asked": (
        "いまの読み方です。違うところだけ直してください。提案は、選ぶまで使いません。",
        "This is how it is read now. Change what is wrong; suggestions wait to be taken.",
    ),
    "map_left": ("残り {count}表", "{count} more tables to check"),
    "map_next": (
        "提案を確認し、違うところだけ直す。次からは自動でこの対応で読みます。",
        "Check the suggestions, mend what is wrong. From now on it is read this way.",
    ),
    "map_confirm": ("この対応で読む", "Read it this way"),
    "map_save": ("対応を保存", "Save the mapping"),
    "map_missing": ("まだ決まっていない必須項目: {fields}", "Still needed: {fields}"),
    "map_clash": (
        "同じ列を2つの項目に使っています: {columns}(よければそのままで構いません)",
        "One column serves two fields: {columns} (fine if that is meant)",
    ),
    "map_what": ("これは何の表ですか", "What table is it?"),
    "map_kind": ("表の種類", "Kind of table"),
    "map_orders": ("日付の月と日", "Day and month"),
    "map_order_lacking": ("「{column}」の月と日の順", "day or month first in “{column}”"),
    "map_tool": ("どのツールの表ですか", "Which tool is it from?"),
    "map_tool_help": (
        "リードと商談が同じツールのものなら、同じ名前にすると ID でつながります。",
        "Give leads and deals of one tool the same name, and their ids link them.",
    ),
    "map_tool_new": ("新しい名前を入力できます", "Or type a new name"),
    "map_own_tool": ("自社の表", "Our own table"),
    "map_header_row": ("見出しの行", "Header row"),
    "map_header_option": ("{row}行目: {cells}", "Row {row}: {cells}"),
    "map_subject": ("何の履歴ですか", "History of what?"),
    "map_outcome": ("フェーズの列がないとき", "Where there is no stage column"),
    "map_outcome_none": ("フェーズの列で決める", "The stage column tells"),
    "map_outcome_open": ("すべて進行中の商談", "All deals are open"),
    "map_outcome_won": ("すべて受注した商談", "All deals are won"),
    "map_outcome_lost": ("すべて失注した商談", "All deals are lost"),
    "map_columns": ("列の対応", "Columns"),
    "map_columns_note": (
        "ファイルの{total}列のうち{suggested}列に提案があります",
        "{suggested} of {total} columns have a suggestion",
    ),
    "map_columns_open": (
        "読んでいない列に提案があります({count})。使うものだけ選んでください",
        "{count} columns that are not read may be of use: take those that are right",
    ),
    "map_use": ("「{column}」を使う", "Use “{column}”"),
    "map_values_take": ("提案を使う({count})", "Take the suggestions ({count})"),
    "map_values_open": (
        "「提案」は推測です。選ぶまでは「わからない」として読みます。",
        "Suggestions are guesses: until they are chosen the values are read as not known.",
    ),
    "map_suggested_meaning": ("提案: {meaning}", "suggested: {meaning}"),
    "map_head_field": ("項目", "Field"),
    "map_head_column": ("ファイルの列", "Column of the file"),
    "map_head_why": ("提案の理由", "Why"),
    "map_head_sample": ("値の読み取り例", "Values as read"),
    "map_required": ("必須", "needed"),
    "map_one_of": ("どちらか必須", "one is needed"),
    "map_suggested": ("提案", "suggested"),
    "map_chosen": ("選択済み", "chosen"),
    "map_none": ("(使わない)", "(not used)"),
    "map_unreadable": ("読めない", "not readable"),
    "map_more": ("ほかの項目({count})", "Other fields ({count})"),
    "map_more_used": (
        "ほかの項目({count}・選択済み{used})",
        "Other fields ({count}, {used} chosen)",
    ),
    "map_unused": ("使わない列: {columns}", "Columns not used: {columns}"),
    "map_values": ("「{column}」の値の意味", "What the values of “{column}” mean"),
    "map_values_note": (
        "分からない値はそのままで構いません。あとから直せます。",
        "Leave what you do not know; it can be changed later.",
    ),
    "map_values_more": (
        "ほかに{count}種類の値があります(「わからない」として読みます)。",
        "{count} more values are read as “not known yet”.",
    ),
    "map_value_rows": ("{count}行", "{count} rows"),
    "map_order": (
        "「{column}」の「{example}」は、どちらですか",
        "“{example}” in “{column}” is",
    ),
    "map_order_first": ("月と日の順を選ぶと読めます", "say day or month first"),
    "map_toml": ("この対応のファイル(TOML)", "The mapping as a file (TOML)"),
    "map_toml_save": ("TOML を保存", "Save the TOML"),
    "because_alias": ("見出しが一致", "known header"),
    "because_similar": ("見出しが似ている", "similar header"),
    "because_content": ("値の形から", "by its values"),
    "sure_high": ("確か", "sure"),
    "sure_middle": ("おそらく", "likely"),
    "sure_low": ("要確認", "please check"),
    # saved mappings
    "saved_mappings": ("保存した対応", "Saved mappings"),
    "saved_mappings_note": (
        "次からこの対応で自動で読みます",
        "Applied by themselves from now on",
    ),
    "saved_mapping_by": ("{who}・{at}", "{who} · {at}"),
    "saved_edit": ("編集", "Edit"),
    "saved_edit_next": (
        "直して保存すると、次の取り込みから使います。公開済みの版は変わりません。",
        "What you save is used from the next upload on; published versions stay as they are.",
    ),
    "saved_delete": ("削除", "Delete"),
    "saved_delete_title": ("対応を削除しますか", "Delete the mapping?"),
    "saved_delete_why": (
        (
            "「{title}」の対応を削除します。公開済みの版はそのまま使えます。"
            "次に同じ表を取り込むときは、列の対応をもう一度確認します。"
        ),
        (
            "The mapping of “{title}” is forgotten. Published versions stay as they are; "
            "next time the columns are asked again."
        ),
    ),
    "saved_changed": (
        "対応を保存しました。次の取り込みから使います。",
        "The mapping is saved and used from the next upload on.",
    ),
    "saved_deleted": ("対応を削除しました。", "The mapping was deleted."),
}
