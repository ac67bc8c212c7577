"""What the page of actions says, and the voice of sales."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_actions": ("行動と学び", "Actions"),
    # the headline
    "actions_none": ("まだ行動がありません", "There are no actions yet"),
    "actions_none_why": (
        "会議で決めた行動がここに並び、数字が動いたか、何を学んだかが残ります。",
        "What the meeting decides stands here: what it moved, and what was learned of it.",
    ),
    "actions_none_next": (
        "今週の会議で、詰まっている段階について行動を一つ決める。",
        "Decide on one action for the stage that is stuck, in this week’s meeting.",
    ),
    "actions_to_week": ("今週を開く", "Open this week"),
    "actions_add": ("行動を足す", "Add an action"),
    "actions_open": ("未完了の行動 {count}件、期限切れはありません", "{count} open, none overdue"),
    "actions_open_overdue": (
        "未完了の行動 {count}件、うち期限切れ {overdue}件",
        "{count} open, {overdue} of them overdue",
    ),
    "actions_nothing_open": ("未完了の行動はありません", "Nothing is open"),
    "actions_in_time": (
        "直近{weeks}週に期限が来た行動のうち、期限内に完了 **{share}**({counts})。",
        "Of what fell due in the last {weeks} weeks, done in time **{share}** ({counts}).",
    ),
    "actions_none_due": (
        "直近{weeks}週に期限が来た行動はまだありません。",
        "Nothing fell due in the last {weeks} weeks yet.",
    ),
    "actions_next_overdue": (
        (
            "期限切れ {count}件を、完了・期限の変更・取りやめのどれかにする。"
            "最も古いのは「{title}」({owner})。"
        ),
        "Settle, move or drop what is overdue ({count}). The oldest: “{title}” ({owner}).",
    ),
    "actions_next_soon": (
        "7日以内に期限の {count}件の進み具合を、担当者と確認する。",
        "Ask the owners of the {count} due within seven days how it goes.",
    ),
    "actions_next_learn": (
        "完了した {count}件について、うまくいったかと学びを一行で残す。",
        "Write a line on each of the {count} done: did it help, what was learned?",
    ),
    "actions_next_decide": (
        "次の会議で、詰まっている段階について行動を一つ決める。",
        "Decide on one action for what is stuck, in the next meeting.",
    ),
    # search
    "actions_search": ("言葉で探す", "Search by words"),
    "actions_stage": ("段階・約束", "Stage or promise"),
    "actions_no_fit": ("該当する行動はありません。", "No action fits."),
    "actions_more": (
        "全{total}件のうち{shown}件を表示。検索で絞り込めます。",
        "{shown} of {total} shown; search for the others.",
    ),
    # open
    "actions_open_title": ("未完了の行動", "Open actions"),
    "actions_as_of": ("期限の順・数字は{day}時点", "By due day · figures as of {day}"),
    "actions_open_none": ("未完了の行動はありません。", "Nothing is open."),
    "actions_edit": ("変更する", "Change"),
    "actions_was_done": ("{owner}・完了 {day}", "{owner} · done {day}"),
    "actions_was_dropped": ("{owner}・取りやめ {day}", "{owner} · dropped {day}"),
    # settled
    "actions_settled_title": ("終わった行動と学び", "Settled, and what was learned"),
    "actions_settled_note": ("{count}件・新しい順", "{count}, the latest first"),
    "actions_settled_none": (
        "完了か取りやめにした行動が、動いた数字と学びとともにここに残ります。",
        "What is done or dropped stays here, with what it moved and what was learned.",
    ),
    "actions_learn": ("結果と学びを書く", "Write what came of it"),
    "actions_learn_again": ("書き直す", "Write anew"),
    "actions_dialog_done": ("完了にする", "Done"),
    "actions_dialog_dropped": ("取りやめる", "Drop"),
    "actions_dialog_open": ("未完了に戻す", "Not done"),
    "actions_dialog_learn": ("結果と学び", "What came of it"),
    "actions_dialog_edit": ("行動を変更する", "Change the action"),
    "actions_outcome": ("うまくいきましたか", "Did it help?"),
    "action_went_success": ("うまくいった", "It helped"),
    "action_went_failure": ("うまくいかなかった", "It did not help"),
    "action_went_unknown": ("まだ分からない", "Not known yet"),
    "actions_learned": ("学んだこと", "What was learned"),
    "actions_learned_short": ("学び", "Learned"),
    "actions_learned_hint": (
        "次に同じことで詰まったとき、読みたい一行",
        "The line you would want to read when the same is stuck again",
    ),
    "actions_keep": ("保存", "Save"),
    "learned_before": (
        "前に同じところが詰まったとき",
        "When the same was stuck before",
    ),
    "learned_alike": ("似た課題での学び", "Learned of something like it"),
    # the weeks
    "actions_weeks_title": ("会議の歩み", "Week by week"),
    "actions_weeks_note": ("直近{weeks}週", "Last {weeks} weeks"),
    "actions_weeks_none": (
        "期限が来た行動と会議の評価が、週ごとにここに並びます。",
        "What fell due and how the meetings were rated stands here, week by week.",
    ),
    "actions_column_week": ("週", "Week"),
    "actions_column_in_time": ("期限内に完了", "Done in time"),
    "actions_column_rating": ("会議の評価", "Rating"),
    "actions_minutes_note": ("{count}回", "{count} meetings"),
    "actions_minutes_none": (
        "会議の「まとめ」で記録すると、議事録がここに残ります。",
        "Record a meeting at its end, and its minutes stay here.",
    ),
    # the voice of sales
    "voices_title": ("営業の声", "Voice of sales"),
    "voices_note": ("直近{days}日", "Last {days} days"),
    "voices_add": ("営業の声を書く", "Write what sales says"),
    "voices_none": (
        "引き渡されたリードや施策について、営業が1分で書けます。良かったことも。",
        "Sales tells in a minute what leads and campaigns were like. Praise, too.",
    ),
    "voices_column_reason": ("理由", "Reason"),
    "voices_column_voices": ("声", "Voices"),
    "voices_column_refused": ("SFAの差し戻し", "Refused in SFA"),
    "voices_apart": (
        "声はここに書かれたもの、差し戻しは SFA の理由欄。合算はしません。",
        "Voices are written here, refusals are the SFA’s reasons: never added up.",
    ),
    "voices_not_exported": (
        "SFA の差し戻し理由は書き出されていないため、声だけを数えています。",
        "These exports hold no reasons of refusals: voices alone are counted.",
    ),
    "voices_by_source": ("リードについての声、ソース別", "Of leads, by source"),
    "voices_of_source": ("{source} {count}件: {reasons}", "{source}, {count}: {reasons}"),
    "voices_unknown_lead": ("いまのデータにないリード", "Leads no longer in the data"),
    "voices_more": ("全{total}件のうち新しい{shown}件", "The latest {shown} of {total}"),
    "voices_remove": ("この声を取り消す", "Take this back"),
    "voices_about": ("何について", "About"),
    "voices_about_lead": ("リード", "A lead"),
    "voices_about_campaign": ("施策", "A campaign"),
    "voices_about_general": ("全般", "In general"),
    "voices_lead": ("直近30日に引き渡されたリード", "Lead handed over in the last 30 days"),
    "voices_lead_hint": ("選ぶか、リードのIDを入力", "Choose, or type a lead’s ID"),
    "voices_campaign": ("施策", "Campaign"),
    "voices_reason": ("理由", "Reason"),
    "voices_choose": ("選ぶ", "Choose"),
    "voices_said": ("ひとこと", "In a line"),
    "voices_keep": ("送る", "Send"),
    "voices_week": (
        "直近7日の営業の声 {count}件: {reasons}",
        "{count} voices in 7 days: {reasons}",
    ),
}
