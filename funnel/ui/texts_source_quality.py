"""What the page of lead sources says of quality, cost, return and feedback."""

TEXTS: dict[str, tuple[str, str]] = {
    "way_title": ("ファネル全体で見た質", "Quality along the whole funnel"),
    "quality_note": (
        "期間中にその段階に入った人のその後(コホート)",
        "What became of those who entered a stage in the period (cohort)",
    ),
    "quality_unmeasured": (
        "MQL・SQL・商談・受注への率が計測されていません",
        "None of the rates to MQL, SQL, deal and win is measured",
    ),
    "quality_alike": (
        "偶然を超える差は見つかりません: この数字でリードソースに優劣をつけない",
        "No difference beyond chance: do not rank sources by these numbers",
    ),
    "quality_too_few": (
        "件数が足りず、まだ比べられません",
        "Too few yet to compare them",
    ),
    "quality_higher": (
        "{group}の{rate}はほかより高い({own} 対 {others})",
        "{group}: {rate} higher than the others’ ({own} to {others})",
    ),
    "quality_lower": (
        "{group}の{rate}はほかより低い({own} 対 {others})",
        "{group}: {rate} lower than the others’ ({own} to {others})",
    ),
    "quality_join": ("。", ". "),
    "quality_differ_more": ("差はほかに{count}か所", "{count} more differences"),
    "quality_says_higher": ("高い", "high"),
    "quality_says_lower": ("低い", "low"),
    "quality_leads": ("リード {count}", "{count} leads"),
    "quality_wins": ("{count}件の中央値", "median of {count}"),
    "quality_legend": (
        (
            "線は80%の幅・白い点は若いコホートの最終見込み・縦の点線は全体。"
            "「高い・低い」は成熟度をそろえた差で、1割以上あり、差がないときに表のどこかに出るのは"
            "20回に1回まで。"
        ),
        (
            "Lines hold 80 % · open dots: where a young cohort is expected to end · dotted: all. "
            "“High” and “low” compare at full age, by a tenth or more; where nothing differs "
            "at most one table in 20 says so anywhere."
        ),
    ),
    "quality_more": ("リードの少ない{count}行は下の表に。", "{count} smaller ones: table below."),
    "quality_base": ("{rate}は{base}に対する率。", "{rate} is of {base}."),
    "quality_numbers": (
        "すべての数字(件数・幅・状態)",
        "All numbers: counts, ranges, states",
    ),
    "quality_all": ("定義と明細: すべて", "Definition and rows: all"),
    "quality_open": ("どれの定義と明細を開くか", "Whose definition and rows"),
    # cost and return
    "money_title": ("費用と回収", "Cost and return"),
    "money_note": ("期間中の費用と、期間中のリード", "Cost of the period and leads of the period"),
    "money_no_cost": ("費用が計測されていません", "Costs are not measured"),
    "money_none_spent": ("この期間の費用はありません", "Nothing was spent in this period"),
    "money_bring": (
        (
            "広告や展示会の費用の表(施策またはソース・期間・金額)を取り込むか、"
            "`funnel cost add 2026-11 120000 --source 展示会` で入力すると、"
            "リード・MQL・SQL・受注あたりの費用と回収が分かります。"
        ),
        (
            "Bring a table of costs (campaign or source, period, amount) or enter them with "
            "`funnel cost add 2026-11 120000 --source Expo`: then what a lead, an MQL, an SQL and "
            "a win cost is known, and what came back."
        ),
    ),
    "money_cost_only": ("費用は{cost}", "Spent: {cost}"),
    "money_back": (
        "費用{cost}に対し、そのリードの受注は今のところ{value}({times}倍・受注の{matured}まで)",
        "{cost} spent, {value} won by its leads so far ({times} times, {matured} of the wins in)",
    ),
    "money_back_unaged": (
        "費用{cost}に対し、そのリードの受注は今のところ{value}({times}倍)",
        "{cost} spent, {value} won by its leads so far ({times} times)",
    ),
    "money_dear": (
        "{group}のリード単価{cost}は、リード1件の価値{worth}を上回る",
        "A lead of {group} costs {cost}, more than it is worth: {worth}",
    ),
    "money_return": ("受注額÷費用(今まで)", "Won / cost so far"),
    "money_times": ("{times}倍", "{times}×"),
    "money_so_far": ("{matured}まで", "{matured} in"),
    "money_legend": (
        (
            "単価は期間中の件数で割ったもの。回収は受注額で、粗利ではありません。"
            "〜%まで = 受注見込みのうち時間が来た割合。"
        ),
        (
            "A cost each divides by the events of the period. Returns are booked value, not "
            "margin. % in: of the wins to come, the share that had the time."
        ),
    ),
    "money_more": ("ほか{count}行。", "{count} more rows."),
    # worth
    "worth_title": ("リード1件の価値", "What a lead is worth"),
    "worth_note": ("直近1年の転換率×受注単価", "Rates × deal size of the last year"),
    "worth_no_value": (
        "商談の金額が計測されていません",
        "Amounts of deals are not measured",
    ),
    "worth_unknown": ("受注が足りず、まだ分かりません", "Too few wins to know yet"),
    "worth_of": ("{stage} = {value}", "{stage} = {value}"),
    "worth_one_lead": ("リード1件", "One lead"),
    "worth_one_mql": ("MQL 1件", "One MQL"),
    "worth_one_sql": ("SQL 1件", "One SQL"),
    "worth_range": ("{value}({range})", "{value} ({range})"),
    "worth_pays": ("リード単価と比べて", "Beside a lead’s cost"),
    "pays_pays": ("価値が上", "worth more"),
    "pays_costs_more": ("**費用が上**", "**costs more**"),
    "pays_open": ("言い切れない", "cannot tell"),
    "worth_customer": ("受注後{months}か月の売上", "Paid in {months} months"),
    "worth_customers": ("{count}社", "{count} customers"),
    "worth_legend": (
        "幅は80%。受注額で、粗利ではありません。",
        "Ranges hold 80 %. Booked value, not margin.",
    ),
    "worth_legend_no_revenue": (
        (
            "幅は80%。受注額で、粗利ではありません。"
            "受注後の売上は未計測: 請求か契約の書き出しを取り込む。"
        ),
        (
            "Ranges hold 80 %. Booked value, not margin. What customers pay afterwards is not "
            "measured: bring invoices or contracts."
        ),
    ),
    # feedback
    "told_title": ("営業の反応", "What sales says of them"),
    "told_note": (
        "期間中に営業が判断した引き渡し",
        "Hand-overs that sales decided on in the period",
    ),
    "told_unmeasured": (
        "断った理由は計測されていません: SFA の理由の列を取り込む",
        "Reasons of refusal are not measured: bring the column of reasons from the SFA",
    ),
    "told_nothing": ("この期間に断られたリードはありません", "No lead was refused in this period"),
    "told_most": (
        "断った理由で最も多いのは「{reason}」({count}/{decided}件)",
        "The commonest reason of refusal: “{reason}” ({count} of {decided})",
    ),
    "told_higher": (
        "{group}のリードはほかより断られる({own} 対 {others})",
        "Leads of {group} are refused more than the others ({own} to {others})",
    ),
    "told_says_higher": ("多い", "more"),
    "told_says_lower": ("少ない", "fewer"),
    "told_refused": ("断られた割合", "Refused"),
    "told_reasons": ("断った理由(SFA)", "Reasons (SFA)"),
    "told_voices": ("営業の声(ここで書いたもの)", "Voices (written here)"),
    "told_more": ("ほか{count}", "{count} others"),
    "told_apart": (
        "SFA の理由と営業の声は別々に数え、足しません。",
        "Reasons from the SFA and voices are counted apart and never added up.",
    ),
    "told_voice": ("営業の声を書く", "Write a voice of sales"),
}
