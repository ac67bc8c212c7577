"""What the page of data quality says around its findings."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "page_quality": ("データ品質", "Data quality"),
    "quality_title": (
        "直すと数字が確かになるものが {count}種類あります",
        "{count} kinds of things to mend",
    ),
    "quality_worst": (
        "いちばん影響が大きいのは **{what}**({count}件)",
        "Worst: **{what}** ({count})",
    ),
    "quality_none": ("直すところは見つかっていません", "Nothing to mend was found"),
    "quality_none_why": (
        "日付・金額・つながりを調べましたが、おかしな行はありませんでした。",
        "Dates, amounts and links were looked at; no row looks wrong.",
    ),
    "tier_counts": ("件数・金額がずれる", "Counts and amounts are off"),
    "tier_links": ("ソースの貢献がずれる", "Credit of sources is off"),
    "tier_speed": ("日数・速さがずれる", "Days and speed are off"),
    "tier_more": ("補うと、もっと分かる", "Complete it and see more"),
    "mend": ("直し方:", "To do:"),
    "see_behind": ("行を見る", "See the rows"),
    "go_through": ("1件ずつ確認", "Go through them"),
    "column_what": ("内容", "What"),
    "column_days_behind": ("遅れ(日)", "Days behind"),
    "column_days": ("日数", "Days"),
}
