"""What the page of definitions says."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "page_definitions": ("定義", "Definitions"),
    "definitions_title": ("それぞれの数字が数えるもの", "What each number counts"),
    "definitions_evidence": (
        "{count}個の指標。マーケも営業も、同じ行から数えます。",
        "{count} figures, counted on the same rows for marketing and sales.",
    ),
    "definitions_search": ("指標をさがす", "Find a figure"),
    "definitions_hint": (
        "例: 受注率、分母、リードタイム",
        "such as: win rate, hand-over, lead time",
    ),
    "definitions_none": (
        "「{asked}」に当たる定義はありません。短い言葉でさがしてください。",
        "Nothing is called “{asked}”. Try a shorter word.",
    ),
    "definition_open": ("明細を見る", "See the rows"),
}
