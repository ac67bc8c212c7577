"""What is said of the period that a month stands beside."""

TEXTS: dict[str, tuple[str, str]] = {
    "choose_compare": ("比較", "Compare"),
    "compare_target": ("目標", "Target"),
    "compare_before": ("前月", "Month before"),
    "compare_year": ("前年", "Year before"),
    "compare_line_before": ("前月 {value}", "Prev month {value}"),
    "compare_line_year": ("前年 {value}", "Last year {value}"),
    "compare_line_before_cut": ("前月同期 {value}", "Prev month to date {value}"),
    "compare_line_year_cut": ("前年同期 {value}", "Last yr to date {value}"),
    "compare_rate_before": ("前月 {value}", "prev mo {value}"),
    "compare_rate_year": ("前年 {value}", "last yr {value}"),
    "compare_rate_before_weeks": ("その前 {value}", "before {value}"),
    "compare_rate_year_weeks": ("前年 {value}", "last yr {value}"),
    "compare_change": ("({change})", "({change})"),
    "compare_nothing": ("比べるデータなし", "Nothing to compare"),
    "compare_note_cut": (
        "比較 = {since}〜{until}(この月と同じ{days}営業日目まで)",
        "Compared: {since} to {until}, the same {days} working days",
    ),
    "compare_note_unlike": (
        (
            "比べる月は {since}〜{until} の{days}営業日で終わり、今月はもう長いので、"
            "差は出していません。"
        ),
        (
            "The other month ended after {days} working days ({since} to {until}), this one is "
            "longer already: no difference is told."
        ),
    ),
    "compare_note_whole": (
        "比較 = {since}〜{until}(月の全体どうし)",
        "Compared: {since} to {until}, whole months",
    ),
    "compare_note_none": (
        "比べる月のデータがないか、営業日がまだありません。",
        "No data of the month to compare with, or no working day yet.",
    ),
    "compare_wins": ("受注 {value}件 :gray[{other}]", "Won: {value} :gray[{other}]"),
    "compare_length": ("{other}({n}件)", "{other} ({n})"),
}
