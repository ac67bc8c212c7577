"""What is said of the notes on days."""

TEXTS: dict[str, tuple[str, str]] = {
    "events_title": ("できごと", "Events"),
    "events_note": ("推移のグラフに印が付きます", "Marked on every chart of time"),
    "events_none": (
        "まだありません。新価格や展示会など、数字の動きと並べて見たい日を書き留められます。",
        "None yet. Note the days to see beside the figures: a new price, an exhibition.",
    ),
    "events_add": ("できごとを書く", "Note an event"),
    "events_edit": ("直す", "Change"),
    "events_edit_title": ("できごとを直す", "Change the event"),
    "events_day": ("日付", "Day"),
    "events_text": ("何があったか", "What happened"),
    "events_text_hint": ("例: 新価格、展示会", "Such as: new price, exhibition"),
    "events_source": ("関係するリードソース", "Lead source it is about"),
    "events_keep": ("残す", "Keep"),
    "events_remove": ("このできごとを取り消す", "Take this event back"),
    "events_more": ("全{total}件のうち新しい{shown}件", "The latest {shown} of {total}"),
    "events_one": ("{text} ({day})", "{text} ({day})"),
    "events_more_said": ("ほか{count}件", "{count} more"),
    "events_around": (
        "この頃のできごと: {events}。時期が重なるだけで、原因とは限りません。",
        "Around then: {events}. The dates coincide; that does not make it the cause.",
    ),
}
