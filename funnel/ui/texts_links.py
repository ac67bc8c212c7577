"""What the page of links says."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "page_links": ("つながり", "Links"),
    "links_title": (
        "つながる相手の候補がある商談が {count}件あります",
        "{count} deals may belong to a lead",
    ),
    "links_evidence": (
        "いまは営業起点として数えています。同じ相手なら、リードのソースの貢献になります。",
        "They count as sales’ own now. Linked, they are credited to the lead’s source.",
    ),
    "links_next": (
        "同じ相手かどうかを選ぶ。数字キーでも選べます。",
        "Say whether they are the same; the number keys work too.",
    ),
    "links_none": ("確認が必要な商談はありません", "No deal waits to be linked"),
    "links_none_why": (
        "リードのいない商談に、会社やメールの会社が同じリードは見つかりません。",
        "No deal without a lead has a company or an e-mail domain that a lead has.",
    ),
    "links_done": ("すべて確認しました", "All were gone through"),
    "links_waiting": (
        "{count}件の判断が、まだ数字に入っていません。",
        "{count} decisions are not in the figures yet.",
    ),
    "links_apply_next": (
        "「反映する」で、取り込み済みのファイルから数字を作り直す。",
        "Take them in: the figures are built anew from the files in force.",
    ),
    "links_apply": ("反映する({count}件)", "Take in ({count})"),
    "links_progress": ("{number} / {count}件目", "{number} of {count}"),
    "links_deal": ("この商談は", "This deal"),
    "links_candidates": ("どのリードと同じ相手ですか", "Which lead is it?"),
    "links_same": ("同じ相手", "The same"),
    "links_nobody": ("どれも違う", "None of them"),
    "links_skip": ("あとで", "Later"),
    "links_back": ("ひとつ戻る", "One back"),
    "links_decided": ("これまでの判断", "Decided so far"),
    "links_decided_note": (
        "取り消すと、次に「反映する」を押したときに数字が戻ります",
        "What is taken back leaves the figures when the decisions are taken in next",
    ),
    "links_decided_more": ("さらに表示", "Show more"),
    "links_take_back": ("取り消す", "Take back"),
    "links_said_same": ("同じ相手: {lead}", "the same as {lead}"),
    "links_said_nobody": ("候補 {count}人のどれも違う", "none of {count} candidates"),
    "links_said_by": ("{who}・{at}", "{who} · {at}"),
    "links_not_taken": ("反映待ち", "not in the figures yet"),
    "links_pending": (
        "{count}件の判断が反映待ちです。「つながり」で反映すると、この件数に入ります。",
        "{count} decisions wait to be taken in on the page of links; this count follows.",
    ),
    "links_by_company": ("会社名が同じ", "same company"),
    "links_by_email_domain": ("メールの会社が同じ", "same e-mail domain"),
    "links_by_company and email_domain": (
        "会社名もメールの会社も同じ",
        "same company and e-mail domain",
    ),
    "links_days_before": ("商談の{days}日前に登録", "created {days} days before the deal"),
    "links_days_after": ("商談の{days}日後に登録", "created {days} days after the deal"),
    "links_ambiguous_list": ("リードが1人に決まらない商談", "More than one possible lead"),
    "links_ambiguous_note": (
        "元のツールで重複した人をまとめると、次の取り込みで1人に決まります",
        "Merge the duplicates in the tool: the next upload settles them",
    ),
    "links_named_by_id": (
        "ID でつながる人が複数(最初に登録した人を使用)",
        "by id: the first created counts",
    ),
    "links_named_by_email": ("同じメールの人が複数(営業起点)", "by e-mail: counted as sales’ own"),
    "column_people": ("人数", "People"),
    "column_named_by": ("理由", "Why"),
    "column_lead_ids": ("リード ID", "Lead IDs"),
    "column_deal_id": ("商談 ID", "Deal ID"),
    "fact_opened": ("開始", "Opened"),
    "fact_created": ("登録", "Created"),
    "fact_handed_over": ("引き渡し", "Handed over"),
}
