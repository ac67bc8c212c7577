"""What the page of promises says."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_promises": ("約束", "Promises"),
    "see_agreement": ("合意を見る", "See the agreement"),
    "party_marketing": ("マーケ", "Marketing"),
    "party_sales": ("営業", "Sales"),
    "party_both": ("両部門", "Both"),
    "promises_by": ("内訳", "By"),
    "promises_by_none": ("なし", "nothing"),
    "promises_by_source": ("リードソース", "lead source"),
    "promises_by_owner": ("担当", "owner"),
    "promises_by_week": ("週", "week"),
    "promises_by_month": ("月", "month"),
    "promises_none": ("まだ約束がありません", "Nothing is promised yet"),
    "promises_none_why": (
        "引き渡しや初回接触の期限を両部門で決めると、守れたかどうかをここで測ります。",
        "Once both departments agree on times, this page measures whether they are kept.",
    ),
    "promises_none_next": (
        "合意のページで、最初の約束を決める。",
        "Make the first promise on the page of the agreement.",
    ),
    "promises_unjudged": ("判断できる約束がまだありません", "No promise can be judged yet"),
    "promises_all_kept": ("約束はすべて守られています", "All promises are kept"),
    "promises_weakest": (
        "最も守れていない約束: {party} {promise} {share}({counts})",
        "Kept least: {party}, {promise} {share} ({counts})",
    ),
    "promises_evidence": (
        (
            "{since}〜{until}: 守れた {met}・守れなかった {broken}・期限前 {open}・"
            "判断できない {unjudged}。"
        ),
        "{since} to {until}: met {met}, broken {broken}, open {open}, not to be judged {unjudged}.",
    ),
    "promises_cost": (
        (
            "初回接触が遅れて未決のリード{leads}件の見込み額は **{value}**({low}〜{high})。"
            "関連であって因果ではありません。"
        ),
        (
            "{leads} undecided leads wait beyond the promised contact: such leads bring "
            "**{value}** ({low} to {high}). Association, not cause."
        ),
    ),
    "promises_next_overdue": (
        "期限切れ {overdue}件と {day}までの {due}件を、担当者ごとに確かめる。",
        "Go through {overdue} overdue and {due} due by {day} with their owners.",
    ),
    "promises_next_due": (
        "{day}までの {due}件を、担当者ごとに確かめる。",
        "Go through the {due} due by {day} with their owners.",
    ),
    "promises_next_none": (
        "{day}までに期限のものはありません。守れた理由を話す。",
        "Nothing is due by {day}: say what made it work.",
    ),
    "promises_next_activities": (
        "営業の活動(電話・メール・面談)の書き出しを取り込むと、守れたかを測れます。",
        "Bring the export of sales' activities (calls, mails, meetings): then it can be measured.",
    ),
    "promises_next_meetings": (
        "会議を開いた日に、下のボタンで記録する。",
        "Write a meeting down on the day it is held, by the button below.",
    ),
    "promises_next_times": (
        "{promise}を判断できない理由は「{reason}」。日付と時刻の入った書き出しを取り込む。",
        "{promise} cannot be judged ({reason}): bring exports with dates and times.",
    ),
    "promises_next_newer": (
        "期限が最新の書き出しより後です。新しい書き出しを取り込む。",
        "What fell due lies after the latest export: bring a newer one.",
    ),
    "promises_next_exports": (
        "{promise}を判断できない理由は「{reason}」。それが分かる列のある書き出しを取り込む。",
        "{promise} cannot be judged ({reason}): bring exports that tell it.",
    ),
    "promises_next_wait": (
        "この期間に約束の対象はまだありません。リードが動くのを待つか、期間を広げる。",
        "Nothing fell under a promise in this period yet: wait, or look at a longer one.",
    ),
    "promises_note": ("守れた ÷ (守れた + 守れなかった)", "met ÷ (met + broken)"),
    "promises_column_promise": ("約束", "Promise"),
    "promises_column_kept": ("守れた率", "Kept"),
    "promises_column_taken": ("かかった時間", "Time taken"),
    "promises_column_open": ("期限前 / 判断不可", "Open / not judged"),
    "promises_taken": (
        "中央値 {median}・90%が{p90}{unit}以内",
        "median {median}, P90 {p90} {unit}",
    ),
    "promises_from_inquiry": (
        "問い合わせから 中央値 {median}・90%が{p90}{unit}以内",
        "from the inquiry: median {median}, P90 {p90} {unit}",
    ),
    "promises_cannot": (
        "{promise}を判断できない理由: {reasons}",
        "{promise}, not judged: {reasons}",
    ),
    "promises_month": (
        "{month}の MQL {mqls}件 / 約束 {promised}件(営業日のペースなら {expected}件)",
        "{month}: {mqls} MQLs of {promised} promised ({expected} by now at an even pace)",
    ),
    "promises_month_unknown": (
        "{month}の MQL は数えられません({reason})。約束 {promised}件",
        "{month}: MQLs cannot be counted ({reason}); {promised} promised",
    ),
    "promises_meetings_note": (
        "✓ 開いた・△ 遅れて開いた・✗ 開かなかった",
        "✓ held · △ held late · ✗ not held",
    ),
    "promises_held_late": ("{term} △ {day}に遅れて開催", "{term} △ held late, {day}"),
    "promises_groups": ("内訳", "By group"),
    "promises_groups_note": ("守れた率(件数)", "Share kept (counts)"),
    "promises_overdue": ("期限切れ {count}件", "Overdue: {count}"),
    "promises_due": ("{day}までの期限 {count}件", "Due by {day}: {count}"),
    "promises_broken": ("守れなかった {count}件", "Broken: {count}"),
    "column_done": ("実行", "Done"),
    "promises_rows_note": ("担当ごと", "By owner"),
    "column_promise": ("約束", "Promise"),
    "column_due": ("期限", "Due"),
    "column_days_late": ("遅れ(日)", "Days late"),
}
