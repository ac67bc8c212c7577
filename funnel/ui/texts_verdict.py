"""What the verdict says: the headline of the week, and why."""

TEXTS: dict[str, tuple[str, str]] = {
    "verdict_step": ("{base} → {target}", "{base} → {target}"),
    # the sentence
    "verdict_red": ("{step} が詰まっています", "{step} is stuck"),
    "verdict_amber": ("{step} に注意", "Keep an eye on {step}"),
    "verdict_none": ("いま詰まっている段階はありません", "Nothing is stuck"),
    "verdict_inflow": (
        "詰まりはありません。ただし入口が細っています",
        "Nothing is stuck, but fewer come in",
    ),
    "verdict_not_enough": ("まだ判断できません", "Not enough data to judge yet"),
    "verdict_constraint": ("いちばん伸ばせるのは {step}", "Most to gain: {step}"),
    # the evidence
    "verdict_where": ("**{name}**\u200aのリードで、", "**{name}** leads: "),
    "verdict_where_deals": ("**{name}**\u200aの商談で、", "**{name}** deals: "),
    "verdict_counts": (
        "直近8週の{target}は **{observed}件**、以前のペースなら **{expected}件**。",
        "**{observed}** {target} in the last 8 weeks, **{expected}** at the past pace. ",
    ),
    "verdict_since": ("{since}ごろから。", "Since about {since}. "),
    "verdict_since_range": (
        "{earliest}〜{latest}ごろから。",
        "Since some day from {earliest} to {latest}. ",
    ),
    "verdict_sits": (
        "\u200a**{name}**\u200aに集中(13週で{observed}件、見込み{expected}件)。",
        "It sits in **{name}** ({observed} in 13 weeks, {expected} expected). ",
    ),
    "verdict_unsure": (
        "まだ確かではありません。偶然のこともあるので、来週もう一度見ます。",
        "Not sure yet: it may be chance. Look again next week. ",
    ),
    "verdict_as_before": (
        "直近8週は以前の自社と変わりません(判断した段階: {count})。",
        "The last 8 weeks are as before (steps judged: {count}). ",
    ),
    "verdict_gain": (
        "いちばん伸ばせるのは **{step}**: {rate} → {reference}({kind})で月 +{entries}件。",
        "Most to gain: **{step}**, {rate} → {reference} ({kind}), {entries} more a month. ",
    ),
    "verdict_gain_alone": (
        "{rate} → {reference}({kind})にできれば、{target}は月 +{entries}件。",
        "{rate} → {reference} ({kind}) would bring {entries} more {target} a month. ",
    ),
    "verdict_kind_target": ("合意した目標", "agreed target"),
    "verdict_kind_own_best_quartile": ("自社の良い四半期", "own good quarters"),
    "verdict_inflow_counts": (
        "直近13週の{stage}は **{observed}件**、以前のペースなら **{expected}件**。",
        "**{observed}** {stage} in 13 weeks, **{expected}** at the past pace. ",
    ),
    "verdict_also_worse": (
        "一方、**{step}** が悪化: 直近8週 {observed}件、以前のペースなら{expected}件{money}。",
        "Meanwhile **{step}** got worse: {observed} in 8 weeks, {expected} expected{money}. ",
    ),
    "verdict_also_money": ("(月 −{money})", " (−{money} a month)"),
    # notes
    "verdict_reading": (
        "考えられる理由: {reading}{sign}",
        "Likely reading: {reading}{sign}",
    ),
    "verdict_sign": ("({sign})", " ({sign})"),
    "verdict_whole_company": (
        "この判断は全社のものです(しぼり込みは下のファネルだけ)。",
        "Of the whole company: the filters narrow the funnel below only.",
    ),
    "verdict_leads_until": (
        "リードの表は{day}までです。その後の入口は分かりません。",
        "The table of leads ends on {day}: what came in since is not known.",
    ),
    "verdict_unjudged": ("判断できない段階: {steps}", "Not to be judged: {steps}"),
    "verdict_unjudged_step": ("{step}({why})", "{step} ({why})"),
    "verdict_coarse": (
        "件数が少なく、大きな低下しか分からない段階: {steps}",
        "Small, so that only a great drop would show: {steps}",
    ),
    "verdict_coarse_step": ("{step}({drop}以上)", "{step} ({drop} or more)"),
    "verdict_short_too_short": ("履歴が短いか件数不足", "short history, or too few"),
    "verdict_short_too_few": (
        "月{now}件。{enough}件ほど必要",
        "{now} a month; some {enough} needed",
    ),
    "verdict_short_not_recorded": ("記録が途切れている", "not recorded throughout"),
    "verdict_short_stopped": ("最近の記録がない", "nothing recorded lately"),
    "verdict_short_bulk": ("一括更新の日付が多い", "many dates of one tidying up"),
    # money
    "verdict_money": ("月 {money}", "{money} a month"),
    "verdict_range": ("80%の幅 {low}〜{high}", "80% range {low} to {high}"),
    # what would be enough
    "enough_too_short": (
        "**{steps}**: 日付の記録が約9か月(39週)、その間に20件以上たまると判断できます。",
        "**{steps}**: some nine months (39 weeks) of dates and 20 conversions in them would do.",
    ),
    "enough_too_few": (
        "**{steps}**: 月{enough}件ほどあれば、半減したときに分かります(いまは月{now}件)。",
        "**{steps}**: with some {enough} a month the loss of half would show ({now} now).",
    ),
    "enough_not_recorded": (
        "**{steps}**: 両方の段階の日付が毎週記録されると、約9か月で判断できます。",
        "**{steps}**: once both stages are dated every week, nine months of it would do.",
    ),
    "enough_stopped": (
        "**{steps}**: {table}の最新の書き出しを取り込むと判断できます。",
        "**{steps}**: a fresh export of {table} would do.",
    ),
    "enough_bulk": (
        "**{steps}**: 一括更新から13週たつと判断できます。",
        "**{steps}**: 13 weeks after the tidying up it can be judged again.",
    ),
    "enough_all_steps": ("どの段階も", "All steps"),
    "enough_no_steps": (
        "段階が2つ以上いります。リードと商談の表(段階の日付つき)を取り込むと判断できます。",
        "Two stages are needed: bring the tables of leads and of deals, with their dates.",
    ),
    "verdict_table_leads": ("リードの表", "leads"),
    "verdict_table_deals": ("商談の表", "deals"),
    # the next action
    "verdict_act_review_entries": (
        "{rows}を一緒に見直す: 条件に合っていたか、会話はどうだったか。",
        "Read {rows} together: did they fit, how did the talk go?",
    ),
    "verdict_act_review_deals": (
        "{rows}の理由を一緒に確認する。",
        "Read the reasons of {rows} together.",
    ),
    "verdict_act_contact_waiting": (
        "{rows}に、期日を決めて連絡する。",
        "Contact {rows}, each by a day agreed today.",
    ),
    "verdict_act_clear_waiting": (
        "{rows}の担当を分け直す。",
        "Share out {rows} anew.",
    ),
    "verdict_act_bring_leads": (
        "リードを増やす施策を1つ決める。",
        "Decide on one way to bring more leads.",
    ),
    "verdict_act_gain": (
        "{rows}を見て、進め方を1つ決める。",
        "Look at {rows} and decide on one change.",
    ),
    "verdict_act_bring_data": (
        "足りないデータを取り込む(過去の分も)。",
        "Bring what is missing, older exports too.",
    ),
    "verdict_act_bring_leads_table": (
        "リードの表の最新の書き出しを取り込む。",
        "Bring a fresh export of the leads.",
    ),
    "verdict_act_go_on": (
        "いまの進め方を続け、約束の達成を確認する。",
        "Go on as now, and look at the promises.",
    ),
    "verdict_rows": (
        "{where}{target}に進んでいない{count}件{told}",
        "the {count} {where}that have not reached {target}{told}",
    ),
    "verdict_rows_from": (
        "{base}から{target}に進んでいない{count}件{told}",
        "the {count} at {base} that have not reached {target}{told}",
    ),
    "verdict_rows_open": (
        "{where}{target}に進んでいない{count}件のうち、続いている{open}件{told}",
        "the {open} still open of {count} {where}that have not reached {target}{told}",
    ),
    "verdict_rows_deals": (
        "{where}受注していない商談{count}件{told}",
        "the {count} {where}deals not won{told}",
    ),
    "verdict_rows_where": ("{name}で", "{name} "),
    "verdict_rows_settled": ("(うち差し戻し・見送り{count}件)", " ({count} of them refused)"),
    "verdict_rows_lost": ("(うち失注{count}件)", " ({count} of them lost)"),
    "verdict_rows_untried": ("(連絡の記録なし{count}件)", " ({count} never tried on record)"),
    "see_why": ("根拠を見る", "Why"),
    # the rows
    "behind_title": ("{target}に進んでいない {count}件", "Not at {target} yet: {count}"),
    "behind_title_deals": ("受注していない商談 {count}件", "Deals not won: {count}"),
    "behind_meaning": (
        (
            "{since}〜{until}に{base}に入り、{target}に進んでいないもの。"
            "続いているものが先、差し戻し・失注は後ろ。"
        ),
        (
            "Entered {base} from {since} to {until} and have not reached {target}. "
            "Open ones first, refused and lost ones last."
        ),
    ),
    "column_tried": ("最初の連絡", "First contact"),
    "column_settled": ("終了", "Over"),
    # why
    "why_title": ("判断の根拠", "Why"),
    "why_steps": ("段階ごとの判断", "Step by step"),
    "why_step": ("段階", "Step"),
    "why_level": ("判断", "Verdict"),
    "why_observed": ("直近8週", "Last 8 weeks"),
    "why_expected": ("以前のペース", "Past pace"),
    "why_rate": ("以前の率(最終)", "Past rate (final)"),
    "why_target": ("目標", "Target"),
    "why_smallest": ("気づける低下", "Drop that would show"),
    "why_red": ("▲ 悪化", "▲ Worse"),
    "why_in_source": ("{level}({name})", "{level} ({name})"),
    "why_amber": ("△ 注意", "△ Watch"),
    "why_fine": ("変化なし", "As before"),
    "why_unknown": ("判断できない", "Cannot be judged"),
    "why_past": ("{rate}(過去{weeks}週)", "{rate} ({weeks} weeks)"),
    "why_drop": ("{drop}以上", "{drop} or more"),
    "why_rhythm": (
        "{step}: 四半期内の周期で、変化ではありません(各月は平均の{months})。",
        "{step}: a rhythm of the quarter, no change (its months have {months} of the mean).",
    ),
    "why_inside": ("どこに集まっているか(直近13週)", "Where it sits (last 13 weeks)"),
    "why_dimension": ("切り口", "By"),
    "why_name": ("名前", "Name"),
    "why_weeks": ("{target}(13週)", "{target} (13 weeks)"),
    "why_share": ("不足に占める割合", "Share of what is missing"),
    "why_named": ("ここに集中", "Sits here"),
    "why_readings": ("考えられる読み方", "Likely readings"),
    "why_association": (
        "数字の動きが同じ時期に重なっているという関連です。原因の証明ではありません。",
        "These figures moved at the same time. That is association, not proof of a cause.",
    ),
    "why_for": ("裏づける", "bears it out"),
    "why_against": ("裏づけない", "does not bear it out"),
    "why_no_sign": (
        "この段階でよくある理由です。裏づける数字はまだありません。",
        "The usual reason at this step; no figure speaks for it yet.",
    ),
    "why_money": ("金額", "Money"),
    "why_money_change": (
        "足りない件数 × その先の率 × 平均受注額で、月 −{money}(80%の幅 {low}〜{high})。",
        (
            "What is missing × the later rates × the mean amount won: −{money} a month "
            "(80% range {low} to {high})."
        ),
    ),
    "why_no_money": (
        "受注額が分からないため、金額では言えません。商談の表に金額があると言えます。",
        "No amounts are known: with amounts in the table of deals the gap is told in money.",
    ),
    "why_constraint": ("いちばん伸ばせる段階", "Most to gain"),
    "why_capped": (
        "受けられる上限 月{count}件を考慮しています。",
        "Capped by what can be taken on: {count} a month.",
    ),
    "why_method": ("判断のしかた", "How it is judged"),
    "why_method_text": (
        (
            "各段階の直近8週の件数を、過去2年までの自社の進み方(入ってからの週数ごとの率)から"
            "見込まれる件数と比べます。若いリードはまだ進んでいなくて当然として扱い、"
            "四半期ごとのふだんの揺れを超えた差だけを悪化と呼びます。"
        ),
        (
            "The last 8 weeks of each step are held against what the company’s own pace of up to "
            "two years lets expect, week by week after the entry, so that young leads are not "
            "blamed for being young. Only what passes the usual swing of the quarters is called "
            "worse."
        ),
    ),
    "why_check": (
        "{day}に、よくなったかをもう一度見ます。",
        "Look again on {day} whether it helped.",
    ),
    "reading_few_leads": ("リード不足", "few leads"),
    "reading_quality_or_talk": ("リードの質、または会話の中身", "lead quality, or the talk"),
    "reading_closing_or_competition": (
        "クロージング、または競合",
        "closing, or competition",
    ),
    "reading_promise_not_kept": ("約束(SLA)の未達", "the promise (SLA) is not kept"),
    "reading_capacity": ("対応できる件数の限界", "capacity"),
    "sign_counts": (
        "{figure} {now}({now_counts})、以前は{before}({before_counts})",
        "{figure} {now} ({now_counts}), before {before} ({before_counts})",
    ),
    "sign_numbers": ("{figure} {now}、以前は{before}", "{figure} {now}, before {before}"),
    "sign_about": (
        "{name} {now}件、見込み{before}件",
        "{name} {now}, {before} expected",
    ),
    "sign_capacity": (
        "月{now}件が入り、対応できるのは{before}件",
        "{now} a month come in, {before} can be taken on",
    ),
    "sign_promise_kept": ("約束を守れた割合", "promise kept"),
    "sign_contacted": ("連絡できた割合", "contacted"),
    "sign_fit": ("条件に合う割合", "fit"),
    "sign_accepted": ("営業が受け入れた割合", "accepted by sales"),
    "sign_lost_to_competitor": ("競合による失注の割合", "lost to a competitor"),
    "sign_lost_on_price": ("価格による失注の割合", "lost on price"),
    "sign_rejected_unfit": ("対象外とされた割合", "refused as unfit"),
    "sign_entries_a_month": ("1か月に入る件数", "entries a month"),
    "by_owner": ("担当", "owner"),
    "by_product": ("製品", "product"),
    "by_industry": ("業種", "industry"),
    "by_company_size": ("企業規模", "company size"),
    "no_name": ("記載なし", "Not said"),
}
