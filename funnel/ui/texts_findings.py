"""Findings in the data: `finding_<kind>` is what it is, `harm_<kind>` why it matters, `mend_<kind>`
what to do about it.
"""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "finding_refused": ("読めなかった行", "Rows that could not be read"),
    "harm_refused": ("この行は、どの数字にも入っていません。", "They are in none of the figures."),
    "mend_refused": (
        "値を元のツールで直し、書き出し直して取り込む。",
        "Mend the values in the tool, export and upload again.",
    ),
    "finding_won_without_amount": ("金額のない受注", "Won deals without an amount"),
    "harm_won_without_amount": (
        "受注額と、ソース別の貢献額が少なく出ます。",
        "Won value and what each source brought come out too low.",
    ),
    "mend_won_without_amount": (
        "商談に金額を入れて、書き出し直す。",
        "Enter the amounts and export again.",
    ),
    "finding_closed_without_date": (
        "決着した日のない受注・失注",
        "Closed deals without a closing day",
    ),
    "harm_closed_without_date": (
        "どの月の受注・失注にも数えられません。",
        "They count in no month, neither as won nor as lost.",
    ),
    "mend_closed_without_date": (
        "完了日を入れて書き出し直す。完了日の列を書き出しているかも確かめる。",
        "Enter the closing day, and see that its column is exported.",
    ),
    "finding_unknown_stage": (
        "意味の分からないフェーズの商談",
        "Deals in a stage nobody explained",
    ),
    "harm_unknown_stage": (
        "完了していれば失注、そうでなければ進行中として数えています。",
        "They count as lost where they are closed, else as open.",
    ),
    "mend_unknown_stage": (
        "「取り込み」で同じファイルをもう一度選び、「読み方を直す」でフェーズの意味を選ぶ。",
        "Upload the same file again, choose “Change how it is read” and what the stage means.",
    ),
    "finding_never_opened": ("開始日のない商談", "Deals without an opening day"),
    "harm_never_opened": (
        "商談の数と商談化率に入っていません。",
        "They are not counted as opportunities.",
    ),
    "mend_never_opened": (
        "商談の作成日を入れて、書き出し直す。",
        "Enter the day they were opened and export again.",
    ),
    "finding_stale_export": ("古いままの表", "Tables that are behind"),
    "harm_stale_export": (
        "その表の数字は途中で止まり、ほかの表と比べられません。",
        "Their figures end early and cannot be compared with the others.",
    ),
    "mend_stale_export": ("その表を書き出して、取り込む。", "Export these tables and upload them."),
    "finding_deleted_in_tool": (
        "ツールで削除済みのリード・商談",
        "Leads and deals deleted in the tool",
    ),
    "harm_deleted_in_tool": (
        "消したはずの行も、数に入っています。",
        "They are counted although they were deleted.",
    ),
    "mend_deleted_in_tool": (
        "削除済みを含めない条件で、書き出し直す。",
        "Export again without deleted records.",
    ),
    "finding_suggested": (
        "会社やメールの会社が同じリードのいる商談",
        "Deals of a company that has leads",
    ),
    "harm_suggested": (
        "つながるまでは営業起点として数え、マーケの貢献に入りません。",
        "Until they are linked they count as sales’ own, not as marketing’s.",
    ),
    "mend_suggested": (
        "候補を1件ずつ見て、同じ相手かどうかを選ぶ。",
        "Go through the suggestions and say which are the same.",
    ),
    "finding_lead_not_found": ("リードが見つからない商談", "Deals whose lead is not in the data"),
    "harm_lead_not_found": (
        "リードの ID があるのにリードの表にいないため、営業起点として数えています。",
        "They name a lead that was not exported, and count as sales’ own.",
    ),
    "mend_lead_not_found": (
        "リードを、期間や条件で絞らずに書き出し直す。",
        "Export the leads without a filter.",
    ),
    "finding_product_not_found": (
        "製品の表にない製品の商談",
        "Deals of a product that the price list does not name",
    ),
    "harm_product_not_found": (
        "受注額には入っています。製品別では、書かれたままの名前で分かれます。",
        "Their value counts; by product they stand under the name as written.",
    ),
    "mend_product_not_found": (
        "商談か製品の表で、製品名をそろえる。",
        "Write the name alike in the deals and in the price list.",
    ),
    "finding_ambiguous": ("リードが1人に決まらない商談", "Deals with more than one possible lead"),
    "harm_ambiguous": (
        "同じメールや ID の人が複数いて、違うソースが付くことがあります。",
        "Several people have the same address or id, and the source may be another’s.",
    ),
    "mend_ambiguous": (
        "元のツールで重複した人を1人にまとめる。",
        "Merge the duplicates in the tool.",
    ),
    "finding_won_before_created": (
        "リードの登録より前に受注した商談",
        "Deals won before their lead was created",
    ),
    "harm_won_before_created": (
        "リードタイムがマイナスになり、中央値が短く出ます。",
        "Lead time is negative, and its median too short.",
    ),
    "mend_won_before_created": (
        "リードの登録日か、商談とのつながりを直す。",
        "Mend the day the lead was created, or the link.",
    ),
    "finding_closed_before_opened": (
        "開始より前に決着した商談",
        "Deals closed before they were opened",
    ),
    "harm_closed_before_opened": (
        "商談期間がマイナスになり、中央値が短く出ます。",
        "Deal length is negative, and its median too short.",
    ),
    "mend_closed_before_opened": (
        "開始日か決着した日を直す。",
        "Mend the opening or the closing day.",
    ),
    "finding_stage_dates_reversed": (
        "段階の日付が前後しているリード",
        "Leads with stage dates in reversed order",
    ),
    "harm_stage_dates_reversed": (
        "段階ごとの日数がマイナスになります(件数は変わりません)。",
        "Days in a stage are negative; counts are right.",
    ),
    "mend_stage_dates_reversed": (
        "日付を直す。一括更新で上書きした項目がないかも確かめる。",
        "Mend the dates; did a bulk update overwrite them?",
    ),
    "finding_dated_in_future": ("書き出した日より先の日付", "Dates after the day of the export"),
    "harm_dated_in_future": (
        "まだ起きていないことが、先の月の数字に入ります。",
        "What has not happened yet is counted in months to come.",
    ),
    "mend_dated_in_future": ("年や月の打ち間違いを直す。", "Mend the year or the month."),
    "finding_bulk_timestamp": ("一括処理で付いた日時", "Moments set by a bulk import"),
    "harm_bulk_timestamp": (
        "同じ1分に大量に付いた日時なので、速さの数字から除いています。",
        "So many share one minute that figures of speed leave them out.",
    ),
    "mend_bulk_timestamp": (
        "本当の日付がほかの列にあれば、「読み方を直す」でその列を選ぶ。",
        "If the true day stands in another column, have that one read.",
    ),
    "finding_missing_field": ("{object}の「{field}」が空", "{object} without “{field}”"),
    "harm_missing_field": (
        "この項目で分けた数字では「なし」に入ります。",
        "Figures broken down by it show them as “none”.",
    ),
    "mend_missing_field": (
        "元のツールで入力する。入力必須にすると、もう増えません。",
        "Fill it in the tool; make it mandatory there.",
    ),
    "finding_skipped_stage": ("段階を飛ばして進んだリード", "Leads that skipped a stage"),
    "harm_skipped_stage": (
        "飛ばした段階は、次の段階の日付で数えています(推定)。",
        "The skipped stage counts at the date of the next one (inferred).",
    ),
    "mend_skipped_stage": (
        "その段階の日付を記録する運用を、営業と決める。",
        "Agree with sales to record that stage’s date.",
    ),
    "finding_history_not_linked": (
        "相手の見つからない変更履歴",
        "History of records not in the data",
    ),
    "harm_history_not_linked": (
        "この履歴は、段階の日付に使えていません。",
        "It tells the dates of no lead and no deal.",
    ),
    "mend_history_not_linked": (
        "リードと商談を、履歴と同じ範囲で書き出す。",
        "Export leads and deals over the same range.",
    ),
    "finding_activity_not_linked": (
        "相手の見つからない営業活動",
        "Sales activities of nobody in the data",
    ),
    "harm_activity_not_linked": (
        "約束(何時間以内に連絡したか)の数字に入りません。",
        "They don’t count for how fast leads were contacted.",
    ),
    "mend_activity_not_linked": (
        "リードと商談を、活動と同じ範囲で書き出す。",
        "Export leads and deals over the same range.",
    ),
    "finding_touch_not_linked": (
        "相手の見つからないマーケティングの接点",
        "Marketing touches of nobody in the data",
    ),
    "harm_touch_not_linked": ("施策の貢献に入りません。", "They count for no campaign."),
    "mend_touch_not_linked": (
        "リードを、接点と同じ範囲で書き出す。",
        "Export the leads over the same range.",
    ),
    "finding_several_deals": ("商談が2件以上あるリード", "Leads with several deals"),
    "harm_several_deals": (
        "人数では1人、商談では件数どおりに数えています。",
        "They count as one person, and as so many deals.",
    ),
    "mend_several_deals": (
        "同じ商談が重複していないかを確かめる。別の商談なら、このままで構いません。",
        "Are they the same deal twice? If not, all is well.",
    ),
    "finding_several_leads": ("リードが2人以上いる商談", "Deals with several leads"),
    "harm_several_leads": (
        "最初に登録された1人のソースで数えています。",
        "The one created first gives the source.",
    ),
    "mend_several_leads": (
        "同じ人が重複していないかを確かめる。別の人なら、このままで構いません。",
        "Are they the same person twice? If not, all is well.",
    ),
    "finding_spend_in_other_currency": (
        "通貨の違う費用",
        "Costs in another currency",
    ),
    "harm_spend_in_other_currency": (
        "足し合わせられないため、費用の数字に入っていません。",
        "They cannot be added up and are in none of the costs.",
    ),
    "mend_spend_in_other_currency": (
        "商談と同じ通貨に換算して、書き出し直すか、入力し直す。",
        "Convert them to the currency of the deals, and export or enter them again.",
    ),
    "finding_spend_period_odd": ("期間のおかしい費用", "Costs over days that cannot be"),
    "harm_spend_period_odd": (
        "終了日が開始日より前か10年以上先なので、開始日からその月末までの費用としています。",
        "They end before they begin or ten years on, and are spread to the end of their month.",
    ),
    "mend_spend_period_odd": ("開始日か終了日を直す。", "Mend the first or the last day."),
    "finding_spend_campaign_unknown": (
        "流入元の分からない施策の費用",
        "Costs of campaigns whose source is unknown",
    ),
    "harm_spend_campaign_unknown": (
        "合計には入りますが、どのソースの単価にも入りません。",
        "They are in the total, and in the cost of no source.",
    ),
    "mend_spend_campaign_unknown": (
        "費用にソースを入れるか、施策名を接点の表とそろえる。",
        "Name their source, or name the campaign as the touches do.",
    ),
    "finding_spend_source_unknown": (
        "リードのいないソースの費用",
        "Costs of sources that no lead has",
    ),
    "harm_spend_source_unknown": (
        "そのソースの単価が出ず、ほかのソースの単価が安く見えます。",
        "What it brought cannot be told; other sources may look too cheap.",
    ),
    "mend_spend_source_unknown": (
        "ソースの書き方を、リードの表とそろえる。",
        "Spell the source as the leads do.",
    ),
    "finding_spend_entered_twice": (
        "取り込みと入力の両方にある費用",
        "Costs both imported and entered",
    ),
    "harm_spend_entered_twice": (
        "同じ費用なら、二重に数えています。",
        "If they are the same, they count twice.",
    ),
    "mend_spend_entered_twice": (
        "同じ費用なら、入力した方を消す(funnel cost remove)。別の費用なら、このままで構いません。",
        "Remove the entered one (funnel cost remove) if it is the same; if not, all is well.",
    ),
    "finding_revenue_in_other_currency": (
        "通貨の違う請求・契約",
        "Invoices and contracts in another currency",
    ),
    "harm_revenue_in_other_currency": (
        "足し合わせられないため、顧客の価値に入っていません。",
        "They cannot be added up and are in no customer’s value.",
    ),
    "mend_revenue_in_other_currency": (
        "商談と同じ通貨に換算して、書き出し直す。",
        "Convert them to the currency of the deals and export again.",
    ),
    "finding_revenue_not_linked": (
        "受注した顧客の見つからない請求・契約",
        "Invoices and contracts of no customer who was won",
    ),
    "harm_revenue_not_linked": (
        "どのソースの顧客の価値にも入っていません。",
        "They are in the customer value of no source.",
    ),
    "mend_revenue_not_linked": (
        "請求に商談の ID を入れるか、会社名を商談とそろえる。",
        "Name the deal’s ID in them, or the company as the deals do.",
    ),
    "finding_reason_unknown": (
        "読み取れない差し戻し・失注の理由",
        "Reasons for refusing and losing that nobody listed",
    ),
    "harm_reason_unknown": ("「その他」として数えています。", "They count as “other”."),
    "mend_reason_unknown": (
        "元のツールで理由を選択式にする(時期・予算・決裁・ニーズ・競合・価格など)。",
        "Let people choose from a list in the tool: timing, budget, authority, need, price ...",
    ),
}
