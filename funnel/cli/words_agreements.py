"""What the commands say of the agreement, its thresholds, promises and meetings."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "agreement_none": (
        "Nothing is agreed on yet: what holds is what the app assumes.",
        "まだ合意がありません。アプリの初期値で集計しています。",
    ),
    "agreement_entry": (
        "{mark} {number:>3}  {since} - {until:<10}  {title} ({who}, {at}: {reason})",
        "{mark} 第{number}号  {since}〜{until:<10}  {title}({who}、{at}: {reason})",
    ),
    "agreement_back": (
        "       taken back by {who}, {at}: {reason}",
        "       取り消し: {who}、{at}: {reason}",
    ),
    "agreement_change": ("       {path}: {old} -> {new}", "       {path}: {old} → {new}"),
    "agreement_same": ("       No field differs.", "       内容に違いはありません。"),
    "agreement_saved": (
        "Agreement {number} is in force from {since}.",
        "合意 第{number}号を {since} から有効にしました。",
    ),
    "agreement_taken_back": (
        "Agreement {number} is taken back; the one before holds again.",
        "合意 第{number}号を取り消しました。その前の合意に戻ります。",
    ),
    "agreement_later": (
        "It judges what is imported from now on.",
        "これから取り込むデータに適用されます。",
    ),
    "agreement_judged": (
        "What is in force is judged by it already: nothing to do.",
        "公開中の版は、この合意で集計済みです。何もしません。",
    ),
    "agreement_judged_otherwise": (
        "Careful: the version in force was judged by other agreements: funnel agreement rejudge",
        "注意: 公開中の版は別の合意で集計されています。funnel agreement rejudge で集計し直せます。",
    ),
    "score_exported": ("the tool's score", "ツールのスコア"),
    "score_computed": ("the agreed points", "合意の点数"),
    "thresholds_head": (
        "By {score}, threshold {today}: MQLs of two years and what became of them",
        "{score}、しきい値 {today}: 2年間の MQL とその結果",
    ),
    "thresholds_unknown": (
        "Nothing to review: no scores, MQLs or SQLs are known.",
        "確かめられません: スコア、MQL または SQL が計測されていません。",
    ),
    "threshold_known": (
        (
            "{at_least}: {entered} MQLs, {reached} SQLs, {rate} in the end ({low} - {high}); "
            "from here up {kept} of today's MQLs at {above}, lift {lift}"
        ),
        (
            "{at_least}点: MQL {entered}人、SQL {reached}人、最終 {rate}({low}〜{high})。"
            "ここから上だけなら いまの MQL の {kept}、SQL 率 {above}、リフト {lift}"
        ),
    ),
    "threshold_unknown": (
        "{at_least}: {entered} leads, unknown: below the threshold nobody worked them",
        "{at_least}点: リード {entered}人、不明(しきい値より下は対応されていない)",
    ),
    "threshold_too_few": (
        "{at_least}: {entered} MQLs, too few that had time enough to tell",
        "{at_least}点: MQL {entered}人、SQL になる時間のあった人が少なく不明",
    ),
    "review_pays": (
        "To review: all from {best} up pays; the threshold in force is {today}.",
        "見直しの論点: {best}点以上はすべて採算が合います(いまのしきい値は {today})。",
    ),
    "review_pays_nowhere": (
        "To review: no band pays by these figures; is the cost of handling a lead right?",
        "見直しの論点: この数字ではどの帯も採算が合いません。対応費用の合意は正しいですか。",
    ),
    "review_no_cost": (
        "To review: the cost of handling a lead or the worth of an SQL is not known: agree on it.",
        "見直しの論点: リード1件の対応費用か SQL 1件の価値が不明です。合意すると採算が分かります。",
    ),
    "review_below": (
        "To review: hand over a random few of the {leads} below the threshold, to learn from them.",
        "見直しの論点: しきい値より下の {leads} 人から少数を無作為に渡すと、その先が分かります。",
    ),
    "threshold_break_even": (
        "A band pays from {rate} on: cost of handling a lead by the worth of an SQL.",
        "採算の目安は SQL 率 {rate} 以上(リード1件の対応費用 ÷ SQL 1件の価値)。",
    ),
    "sla_head": (
        "Promises whose clock started {since} to {until}, as known on {as_of}:",
        "{since}〜{until} に期限の計測が始まった約束({as_of} 時点):",
    ),
    "sla_not_agreed": (
        "Nobody has agreed on anything yet: there are no promises to judge.",
        "合意がまだないため、評価する約束がありません。",
    ),
    "sla_none": ("No promise fell into the period.", "期間内に対象となる約束がありません。"),
    "sla_counts": (
        "met {met:,}, broken {broken:,}, open {open:,}",
        "達成 {met:,}、未達 {broken:,}、期限前 {open:,}",
    ),
    "sla_no_data": ("no data  {counts}", "データなし  {counts}"),
    "sla_cannot_judge": (
        ", cannot be judged {number:,} ({reasons})",
        "、判断できない {number:,}({reasons})",
    ),
    "sla_taken": (
        "  median {median:.1f}, P90 {p90:.1f} {unit} (n={timed:,})",
        "  中央値 {median:.1f}・P90 {p90:.1f} {unit}(n={timed:,})",
    ),
    "sla_inquiry": (
        "  since the inquiry: median {median:.1f}, P90 {p90:.1f} {unit} (n={timed:,})",
        "  問い合わせから: 中央値 {median:.1f}・P90 {p90:.1f} {unit}(n={timed:,})",
    ),
    "sla_month": (
        "  {month}: {mqls:,} MQLs of {promised:,} promised; an even pace is {expected:.0f} by now",
        "  {month}: MQL {mqls:,}件(約束 {promised:,}件。均等なら現時点で {expected:.0f}件)",
    ),
    "sla_month_unknown": (
        "  {month}: MQLs cannot be counted ({reason}); {promised:,} promised",
        "  {month}: MQL は数えられません({reason})。約束 {promised:,}件",
    ),
    "sla_cost": (
        (
            "Leads waiting beyond the promised first contact, undecided: {leads:,}. What so many "
            "handed-over leads bring is {value} ({low} to {high}): an association, no proof of "
            "what the delay costs."
        ),
        (
            "初回接触の期限を過ぎ、判断もされていないリード: {leads:,}件。引き渡したリードが"
            "同じ件数でもたらす額は {value}({low}〜{high})。関連であり、遅れの影響の証明では"
            "ありません。"
        ),
    ),
    "sla_cost_not_measured": (
        "Leads waiting beyond the promised first contact, undecided: {leads:,} (worth: unknown).",
        "初回接触の期限を過ぎ、判断もされていないリード: {leads:,}件(金額は未計測)。",
    ),
    "sla_due": ("Due by {day}: {total:,}", "{day} までに期限: {total:,}件"),
    "sla_overdue": ("Overdue: {total:,}", "期限切れ: {total:,}件"),
    "sla_row_due": ("{name}: due {due}", "{name}: 期限 {due}"),
    "sla_row_overdue": (
        "{name}: was due {due}, days late: {days:,}",
        "{name}: 期限 {due}、{days:,}日超過",
    ),
    "meeting_held": ("Kept: {kind} meeting held on {day}.", "{day} の会議({kind})を記録しました。"),
    "meeting_forgotten": (
        "Taken out: {kind} meeting on {day}.",
        "{day} の会議({kind})の記録を取り消しました。",
    ),
}
