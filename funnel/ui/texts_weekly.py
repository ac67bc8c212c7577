"""What the page of the week says in its cards."""

TEXTS: dict[str, tuple[str, str]] = {
    "take_along": ("書き出す", "Take along"),
    "take_along_week": (
        "今週を、編集できるグラフつきで持ち出します。",
        "This week, with charts that can be edited.",
    ),
    "take_along_month": (
        "この月を、編集できるグラフつきで持ち出します。",
        "This month, with charts that can be edited.",
    ),
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
    "week_promises_unjudged": (
        "期限の来た約束がまだありません。引き渡しの日を含むリードの表を取り込むと計測できます。",
        ("No promise is up yet. Leads with the day they were handed over let them be judged."),
    ),
    "week_promises_mqls": ("{mqls} / {promised}件", "{mqls} / {promised}"),
    "week_promises_pace": ("目安 {expected}", "pace {expected}"),
    "week_promises_all": ("約束の明細", "All about promises"),
    # wins
    "week_wins_note": ("最初の接点・{month}・80%の幅", "First touch · {month} · 80% ranges"),
    "week_wins_whole": ("棒は全社", "bars: whole company"),
    "week_length": (
        "中央値 **{median}** :gray[P90 {p90}日・{n}件]",
        "median **{median}** :gray[P90 {p90} · {n}]",
    ),
    # last week's actions
    "week_actions_none": (
        "まだありません。会議で決めた行動がここに並び、数字が動いたかを確かめます。",
        "None yet. What the meeting decides stands here, with what its figure did.",
    ),
    "week_actions_more": (
        "ほかに {count}件(会議の画面ですべて見られます)",
        "{count} more, in the meeting",
    ),
    "week_action_due": ("期限 {day}", "due {day}"),
    "week_action_late": ("**期限切れ {day}**", "**overdue {day}**"),
    "week_action_done": ("完了", "done"),
    "week_action_dropped": ("取りやめ", "dropped"),
    "week_moved_a_week": ("週{value}件", "{value} a week"),
    "week_moved_better": ("上がった", "up"),
    "week_moved_worse": ("下がった", "down"),
    "week_moved_no_clear_change": ("偶然の範囲", "may be chance"),
    "week_moved_too_early": ("判断は{day}から", "to be judged from {day}"),
    "week_moved_too_few": ("判断には件数不足", "too few to judge"),
    "week_moved_not_measured": ("未計測", "not measured"),
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
    "today_none_deals": (
        "止まった商談はありません。約束(SLA)を決めると、期限の近いリードもここに並びます。",
        "No deal is stalled. With promises (SLA) agreed, leads that are due stand here too.",
    ),
    "today_none_leads": (
        (
            "期限切れはありません。進行中の商談と、決着までの日数の履歴がたまると、"
            "止まった商談もここに並びます。"
        ),
        (
            "Nothing is overdue. With open deals, and enough closed ones to know how long they "
            "take, stalled deals stand here too."
        ),
    ),
    "today_none_known": (
        (
            "約束(SLA)を決めると期限の近いリードが、進行中の商談と決着までの日数の履歴がたまると"
            "止まった商談が、ここに並びます。"
        ),
        (
            "With promises (SLA) agreed, leads that are due stand here; with open deals, and "
            "enough closed ones to know how long they take, stalled deals."
        ),
    ),
    "today_forgotten": (
        "ほかに、1年以上動いていない商談が{count}件(失注にするか決める)。",
        "{count} more deals have stood still for over a year: close them or not.",
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
    "today_kind_forgotten": (
        "1年以上動いていない商談 {count}件",
        "Deals that have stood still for over a year: {count}",
    ),
    "today_late": ("{days}日 超過", "{days} days late"),
    "today_late_today": ("本日 超過", "late today"),
    "today_due": ("{day} まで", "due {day}"),
    "today_nobody": ("担当なし {days}日", "nobody’s, {days} days"),
    "today_stalled": ("{days}日 (普段\u2060≤{limit}日)", "{days} days (usual\u00a0≤{limit})"),
    "column_late": ("遅れ", "How late"),
}
