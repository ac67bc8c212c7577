"""What `funnel deals` says."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "deals_start": ("open before", "前日の進行中"),
    "deals_opened": ("+ opened", "+ 始まった"),
    "deals_won": ("- won", "− 受注"),
    "deals_lost": ("- lost", "− 失注"),
    "deals_unclear": ("+ dates amiss", "+ 日付の不備"),
    "deals_end": ("= open after", "= 最終日の進行中"),
    "deals_why_lost": ("lost:", "失注:"),
    "deals_age_early": ("up to {median} days (half of wins)", "〜{median}日(受注の半数)"),
    "deals_age_late": ("to {p90} days (nine in ten)", "〜{p90}日(9割)"),
    "deals_age_beyond": ("longer", "それより長い"),
    "deals_age_unjudged": ("too few wins to say what is long", "受注が少なく長さを比べられない"),
    "deals_age_undated": ("no opening day", "開始日なし"),
    "deals_without": (" ({count:,} without an amount)", "(金額なし{count:,}件)"),
    "deals_won_only": (
        "Open and lost deals are not exported: not measured.",
        "進行中・失注の商談は書き出されていません(未計測)。",
    ),
    "deals_none": ("The exports hold no deals.", "書き出しに商談がありません。"),
}
