"""What is wrong with an agreement, or with saving it."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
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
}
