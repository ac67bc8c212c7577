"""What the page of lead sources says."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_sources": ("リードソース", "Sources"),
    "sources_until": ("いつまで", "Until"),
    "sources_span": ("期間", "Period"),
    "span_12": ("12か月", "12 months"),
    "span_6": ("6か月", "6 months"),
    "span_3": ("3か月", "3 months"),
    "span_1": ("1か月", "1 month"),
    "sources_by": ("分け方", "By"),
    "by_source": ("リードソース", "lead source"),
    "by_campaign": ("キャンペーン", "campaign"),
    "sources_measure": ("何の", "Of"),
    "measure_wins": ("受注件数", "wins"),
    "measure_value": ("受注額", "won value"),
    "no_campaign": ("キャンペーンなし", "No campaign"),
    "row_unlinked": ("リード不明", "Unknown lead"),
    "row_others": ("ほか{count}", "{count} others"),
    # the sentence
    "leads_alone": (
        "{measure}に最も貢献したのは{group}",
        "{group} contributes most to {measure}",
    ),
    "leads_by_rule": (
        "{rule}では{group}が首位、ルールを変えると変わります",
        "{group} leads by {rule}, and not by every rule",
    ),
    "leads_by_one": (
        "{rule}では{group}が{measure}に最も貢献",
        "By {rule}, {group} contributes most to {measure}",
    ),
    "leads_together": (
        "{measure}への貢献: {groups}は差があるとは言えません",
        "{groups} cannot be told apart by {measure}",
    ),
    "leads_many": (
        "{measure}への貢献: 上位{count}つは差があるとは言えません",
        "The first {count} cannot be told apart by {measure}",
    ),
    "leads_too_few": (
        "貢献を比べるには受注が足りません",
        "Too few wins to compare contributions",
    ),
    "leads_nobody": (
        "受注した商談にソースの記録がありません",
        "The deals won name no source",
    ),
    "leads_nobody_campaign": (
        "受注した商談にキャンペーンの記録がありません",
        "The deals won name no campaign",
    ),
    "leads_no_wins": ("この期間の受注はありません", "No deal was won in this period"),
    "leads_unmeasured": ("受注は計測されていません", "Wins are not measured"),
    "leads_unmeasured_campaign": (
        "キャンペーンは計測されていません",
        "Campaigns are not measured",
    ),
    "leads_unmeasured_value": ("受注額は計測されていません", "Won value is not measured"),
    "sources_evidence": (
        "{rule}では{group}が **{share}**({low}〜{high})。{since}〜{until}の受注 {wins}件{value}。",
        (
            "By {rule}: {group} **{share}** ({low} to {high}). Won {since} to {until}: {wins} "
            "deals{value}."
        ),
    ),
    "sources_evidence_bare": (
        "{since}〜{until}の受注 {wins}件{value}。",
        "Won {since} to {until}: {wins} deals{value}.",
    ),
    "value_beside": ("・{value}", ", {value}"),
    "credit_short": ("貢献であって因果ではない", "Credit, not cause"),
    "rules_agree": (
        "{count}ルールすべてで単独首位です。",
        "Alone first by all {count} rules.",
    ),
    "rules_differ": (
        "{count}ルールのうち{agree}つで単独首位です。",
        "Alone first by {agree} of {count} rules.",
    ),
    "credit_not_cause": ("**貢献であって因果ではない**", "**Credit, not cause**"),
    # what to do
    "act_leader": (
        "{group}の受注を開き、何がきっかけだったかを担当者と確かめる。",
        "Open the deals won by {group}, and ask their owners what set them off.",
    ),
    "act_together": (
        "この差では予算を動かさない。受注の明細で、きっかけを確かめる。",
        "Move no budget on this difference. Ask in the deals won what set them off.",
    ),
    "act_wait": (
        "受注が{least}件になるまでソースを比べない。まず受注の明細を見る。",
        "Do not compare sources before there are {least} wins. Look at the deals first.",
    ),
    "act_touches": (
        "MA の接点(フォーム・セミナー・メール)を取り込み、途中の貢献も見る。",
        "Bring the touches of the MA tool (forms, seminars, mails) to see what came between.",
    ),
    "act_amounts": ("商談の金額を取り込む。", "Bring the deals’ amounts."),
    "see_wins": ("受注の明細を見る", "See the deals won"),
    # the rules
    "rules_title": ("ルール別に見た貢献", "Contribution by rule"),
    "rules_note": (
        "点は割合、線は80%の幅・濃い点は首位と区別できないもの",
        "Dots are shares, lines hold 80 % · dark: cannot be told from the first",
    ),
    "rule_first_touch": ("最初の接点", "First touch"),
    "rule_last_touch": ("最後の接点", "Last touch"),
    "rule_linear": ("均等", "Linear"),
    "rule_u_shaped": ("U字", "U-shaped"),
    "rule_w_shaped": ("W字", "W-shaped"),
    "rule_time_decay": ("時間減衰", "Time decay"),
    "rule_shapley": ("Shapley", "Shapley"),
    "rule_markov": ("Markov", "Markov"),
    "rules_unmeasured_touches": (
        "ほかのルールは未計測: 接点のエクスポートがありません。",
        "The other rules are not measured: no touches were exported.",
    ),
    "rules_unmeasured_names": (
        "ほかのルールは未計測: 接点{count}件のどれにもソースがありません。",
        "The other rules are not measured: none of {count} touches names a source.",
    ),
    "rules_chain": (
        "Markov は{most}グループまで。",
        "Markov takes up to {most} groups.",
    ),
    "rules_unnamed": (
        "接点 {count}件のうち{share}は名前がなく、「{none}」に入っています。",
        "{share} of {count} touches name none and stand under “{none}”.",
    ),
    "rules_unlinked": (
        "リード不明 {count}件: 商談が名指すリードが取り込まれていません。",
        "Unknown lead {count}: these deals name a lead that nobody exported.",
    ),
    "rules_amountless": (
        "金額のない受注 {count}件は金額に入っていません。",
        "{count} wins without an amount have no part in the value.",
    ),
    # the table
    "shares_title": ("{rule}の内訳", "By {rule}"),
    "shares_note": ("合計は計上した受注に一致します", "Sums to what was booked"),
    "column_rank_wins": ("件数の順位", "Place by wins"),
    "column_rank_value": ("金額の順位", "Place by value"),
    "column_campaign": ("キャンペーン", "Campaign"),
    "column_wins": ("受注", "Wins"),
    "column_share": ("割合(80%の幅)", "Share (80 % range)"),
    "column_won_value": ("受注額", "Won value"),
    "column_value_share": ("金額の割合(幅)", "Share of value (range)"),
    "sources_total": ("合計", "Total"),
    "meaning_title": ("ルールの意味", "What the rules say"),
    "says_first_touch": ("リードをつくったソースにすべて", "All to what created the lead"),
    "says_last_touch": ("商談化の直前の接点にすべて", "All to the last touch before the deal"),
    "says_linear": ("どの接点にも同じだけ", "The same to every touch"),
    "says_u_shaped": ("最初40%・最後40%・間20%", "First 40 %, last 40 %, between 20 %"),
    "says_w_shaped": (
        "リード・MQL・商談化に30%ずつ、ほか10%",
        "30 % each: lead, MQL, deal; others 10 %",
    ),
    "says_time_decay": ("{days}日さかのぼるごとに半分", "Half for every {days} days earlier"),
    "says_shapley": ("関わったグループで等分(検算)", "Equal among those involved (a check)"),
    "says_markov": ("なければ失う受注の分(検算)", "What would be missing without (a check)"),
}
