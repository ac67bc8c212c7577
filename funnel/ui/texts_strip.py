"""What the funnel's strip says."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "funnel_strip": ("ファネル", "Funnel"),
    "strip_target": ("目標 {value}", "Target {value}"),
    "strip_no_target": ("目標なし", "No target"),
    "strip_no_goals": (
        "この月の目標はまだありません。「目標」で入れると、各段階に今日までの目安が出ます。",
        "No targets for this month yet. Enter them under Targets, and each stage shows its pace.",
    ),
    "strip_no_goals_narrowed": (
        "しぼり込んだ範囲の目標はまだありません。",
        "There are no targets of what the filters narrow to.",
    ),
    "strip_before": ("前年 {value}", "Last year {value}"),
    "strip_before_to_date": ("前年同日まで {value}", "Last yr to date {value}"),
    "strip_goal": ("目標 {target}に対して {value}", "{value} of a target of {target}"),
    "strip_goal_so_far": (
        "目標 {target}に対して {day}まで {value}。営業日で見た今日までの目安は {expected}",
        "{value} to {day} of a target of {target}; by working days {expected} by now",
    ),
    "strip_weeks": ("6週", "6 wks"),
    "strip_months": ("12か月", "12 mos"),
    "strip_picture": (
        "{stage}の推移。週: {weeks}。月: {months}。",
        "{stage} over time. Weeks: {weeks}. Months: {months}.",
    ),
    "strip_picture_no_before": (
        "{stage}の推移(前年のデータはまだありません)。週: {weeks}。月: {months}。",
        "{stage} over time (no data of the year before yet). Weeks: {weeks}. Months: {months}.",
    ),
    "strip_week": ("{day}の週", "Week of {day}"),
    "strip_partial": ("{name}(途中・{day}まで)", "{name} (not whole, to {day})"),
    "strip_point": ("{name} {value}", "{name}: {value}"),
    "strip_point_events": ("{said} [{events}]", "{said} [{events}]"),
    "strip_point_before": ("(前年 {value})", " (last year {value})"),
}
