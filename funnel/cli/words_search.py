"""What the search says on the command line."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "search_none": ("Nothing found: try fewer or shorter words.",
                    "見つかりません。言葉を減らすか短くしてください。"),
    "search_kind": ("{kind}: {total}", "{kind}: {total}件"),
    "search_more": ("  and {more} more", "  ほか{more}件"),
    "search_lead": ("Leads", "リード"),
    "search_deal": ("Deals", "商談"),
    "search_campaign": ("Campaigns", "施策"),
    "search_metric": ("Figures", "指標"),
    "search_action": ("Actions", "アクション"),
}  # fmt: skip
