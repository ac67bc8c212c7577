"""What the page of the week says in its cards."""

TEXTS: dict[str, tuple[str, str]] = {
    "dot": ("・", " · "),
    # promises
    "week_promises_note": ("{month}・営業時間で計測", "{month} · by working hours"),
    "week_promises_none": (
        "まだ約束(SLA)がありません。引き渡しと初回接触の時間から決めると、ここに守れた割合が出ます。",
        (
            "No promises (SLA) yet. Agree on the times to hand over and to contact first, and "
            "this says how many were kept."
        ),
    ),
    "week_promises_all": ("約束の明細", "All about promises"),
    # wins
    "week_wins_note": ("最初の接点・{month}・80%の幅", "First touch · {month} · 80% ranges"),
    "week_length": (
        "中央値 **{median}** P90 {p90}日({n}件)",
        "median **{median}** · P90 {p90} days ({n})",
    ),
    # last week's actions
    "week_action_due": ("期限 {day} {owner}", "due {day} {owner}"),
    # what changed
    "week_changed": ("前回から増えた分", "Since last time"),
    "week_since": ("{day} の会議から", "since the meeting of {day}"),
    "week_since_days": ("{day} から7日間", "the 7 days from {day}"),
    # today's rows
    "today_title": ("今日の行", "Today’s rows"),
    "today_none": (
        "期限切れも、止まった商談もありません。",
        "Nothing is overdue, no deal is stalled.",
    ),
    "today_none_agreed": (
        "止まった商談はありません。約束(SLA)を決めると、期限の近いリードもここに並びます。",
        "No deal is stalled. With promises (SLA) agreed, leads that are due stand here too.",
    ),
    "today_all": ("すべてを担当別に見る", "See all by owner"),
    "today_count_overdue": ("期限切れ {count}", "{count} overdue"),
    "today_count_due": ("期限間近 {count}", "{count} due next"),
    "today_count_unassigned": ("担当なし {count}", "{count} unassigned"),
    "today_count_stalled": ("停滞商談 {count}", "{count} stalled"),
    "today_kind_overdue": (
        "約束の期限を過ぎたリード {count}件",
        "Leads past their promise: {count}",
    ),
    "today_kind_due": (
        "次の営業日までが期限のリード {count}件",
        "Leads due by the next working day: {count}",
    ),
    "today_kind_unassigned": ("担当のいないリード {count}件", "Leads nobody has: {count}"),
    "today_kind_stalled": ("止まっている商談 {count}件", "Stalled deals: {count}"),
    "today_late": ("{days}日 超過", "{days} days late"),
    "today_due": ("{day} まで", "due {day}"),
    "today_nobody": ("担当なし {days}日", "nobody’s, {days} days"),
    "today_stalled": ("{days}日(普段 ≤{limit}日)", "{days} days (usually ≤{limit})"),
    "column_late": ("遅れ", "How late"),
}
