"""Texts of what stands below on the page of the month: cohorts, cycle, sources, summary."""

TEXTS = {
    "cohorts_title": ("コホート: 入った月ごとの到達", "Cohorts: how far each month’s entries got"),
    "cohorts_note": (
        "セル=入った人のうち到達した割合(%)。「…」=まだ判断できない",
        "Cells: % of those who entered. “…”: too young to judge",
    ),
    "cohorts_pair": ("段階", "Step"),
    "cohorts_pair_option": ("{base} → {target}", "{base} → {target}"),
    "cohorts_week": ("{weeks}週", "{weeks} wk"),
    "cohorts_row": ("{month}({count})", "{month} ({count})"),
    "cohorts_between": ("{first}〜{last}", "{first} to {last}"),
    "cohorts_cell": (
        "{month}: {weeks}週以内に{share}({counts})",
        "{month}: {share} ({counts}) within {weeks} wk",
    ),
    "cohorts_cell_young": (
        "{month}: {weeks}週たっていない人がいます(いままで{counts})",
        "{month}: not all have had {weeks} wk yet ({counts} so far)",
    ),
    "cohorts_says": (
        (
            "**{months}のコホートは、{weeks}週以内に{target}へ{share}到達**"
            "({counts}、80%区間 {low}〜{high})。"
        ),
        (
            "**The cohorts of {months} reach {target} at {share} within {weeks} wk** "
            "({counts}, 80% interval {low} to {high})."
        ),
    ),
    "cohorts_young": (
        "新しいほうの{count}か月はまだ判断できません。",
        " Too young to judge: the latest {count}.",
    ),
    "cohorts_above": (
        "直近の{recent}は{now}({now_counts})で、それ以前の{before}({before_counts})を上回ります",
        "{recent}: {now} ({now_counts}), above the {before} ({before_counts}) of those before",
    ),
    "cohorts_below": (
        "直近の{recent}は{now}({now_counts})で、それ以前の{before}({before_counts})を下回ります",
        "{recent}: {now} ({now_counts}), below the {before} ({before_counts}) of those before",
    ),
    "cohorts_as_before": (
        (
            "直近の{recent}は{now}({now_counts})、それ以前は{before}({before_counts})。"
            "上下どちらとも言えません"
        ),
        (
            "{recent}: {now} ({now_counts}); those before {before} ({before_counts}). "
            "Neither above nor below can be claimed"
        ),
    ),
    "cohorts_too_few": (
        (
            "直近の{recent}は{now}({now_counts})、それ以前は{before}({before_counts})。"
            "少なすぎて比べられません"
        ),
        (
            "{recent}: {now} ({now_counts}); those before {before} ({before_counts}). "
            "Too few to compare"
        ),
    ),
    "cohorts_ratio": (
        "(比 {ratio}倍、95%区間 {low}〜{high}倍)。",
        " (ratio {ratio}, 95% range {low} to {high}).",
    ),
    "cohorts_no_ratio": ("。", "."),
    "cohorts_not_yet": (
        "まだ比べられません。同じ週数を過ぎた月が6か月ぶん要ります。",
        "Nothing to compare yet: that takes six months that are old enough for one column.",
    ),
    "cohorts_nobody": (
        "この12か月に{base}に入った人はいません。",
        "Nobody entered {base} in these twelve months.",
    ),
    "cohorts_unmeasured": (
        (
            "段階のあいだの到達はまだ計測できません。"
            "段階に入った日付のある書き出しを取り込むと描けます。"
        ),
        (
            "No way from one stage to another is measured yet. Exports with the days of both "
            "stages would draw it."
        ),
    ),
    "cohorts_act_above": (
        "**次の一手** \u2002 {recent}に何を変えたかを確かめ、続けると決める。",
        "**Next action** \u2002 Find out what was changed in {recent}, and decide to keep it.",
    ),
    "cohorts_act_below": (
        (
            "**次の一手** \u2002 {recent}に入った{count}件を一緒に見直し、"
            "進んでいない理由を1つ決める。"
        ),
        (
            "**Next action** \u2002 Go through the {count} of {recent} together and name one "
            "reason why they do not get on."
        ),
    ),
    "cohorts_act_wait": (
        "**次の一手** \u2002 {day}に{month}のコホートが{weeks}週になる。そのときにもう一度見る。",
        (
            "**Next action** \u2002 Look again on {day}, when the cohort of {month} has had its "
            "{weeks} wk."
        ),
    ),
    "cohorts_act_data": (
        "**次の一手** \u2002 過去の書き出しも取り込むと、比べられる月が増えます。",
        (
            "**Next action** \u2002 Bring older exports too: they make more months that can be "
            "compared."
        ),
    ),
    "cohorts_rows": ("対象の一覧", "See the rows"),
    "cohorts_table": ("表で見る", "As a table"),
    "cohorts_column_month": ("入った月", "Entered in"),
    "cohorts_column_entered": ("入った数", "Entered"),
    "cohorts_column_within": ("{weeks}週以内", "Within {weeks} wk"),
    "cohorts_column_reached": ("いままでに到達", "Reached so far"),
    "cohorts_column_share": ("到達率", "Share so far"),
    "cohorts_column_state": ("判断", "State"),
    "cycle_title": ("期間の短縮", "Is the cycle getting shorter?"),
    "cycle_note": (
        "始まった時期ごと・進行中も考慮。●=中央値(縦線80%区間)、横線=90%がこの日数以内、○と「…」=途中",
        "By begin, open ones in account. Dot: median (line: 80%), dash: P90; hollow: so far",
    ),
    "cycle_unmeasured": (
        (
            "期間はまだ計測できません。段階に入った日付、または商談の開始日と完了日のある"
            "書き出しを取り込むと分かります。"
        ),
        (
            "No length is measured yet. Exports with the days of the stages, or with the days on "
            "which deals were opened and closed, would tell."
        ),
    ),
    "cycle_no_before": (
        "比べる前の期間がまだありません。データが半年ぶん以上になると、短縮したかを言えます。",
        "Nothing to compare with yet: half a year of data would tell whether it gets shorter.",
    ),
    "cycle_too_few": (
        "直近{weeks}週とその前の{weeks}週を比べるには件数が足りません。",
        "Too few to hold the last {weeks} weeks against the {weeks} before.",
    ),
    "cycle_none": (
        "はっきり短くなった段階も長くなった段階もありません。",
        "Nothing got clearly shorter or longer.",
    ),
    "cycle_shorter": (
        "{name}が{days}日短縮({low}〜{high}日)",
        "{name}: {days} days shorter ({low} to {high})",
    ),
    "cycle_longer": (
        "{name}が{days}日長期化({low}〜{high}日)",
        "{name}: {days} days longer ({low} to {high})",
    ),
    "cycle_stop": ("。", ". "),
    "cycle_looks": (
        ("直近{weeks}週に始まったものを、その前の{weeks}週と同じ若さで比較(中央値の差、95%区間)。"),
        (
            "What began in the last {weeks} weeks against the {weeks} before, both seen equally "
            "young (medians, 95% range)."
        ),
    ),
    "cycle_chance": (
        "{count}項目を見ているので、1つは偶然でもありえます。",
        " Of {count} looks one may be chance.",
    ),
    "cycle_deal_stage": ("商談フェーズ「{name}」", "Deals in {name}"),
    "cycle_quarter": ("{first}〜{last}", "{first}–{last}"),
    "cycle_days": ("{value}日", "{value} d"),
    "cycle_so_far": ("{days}…", "{days}…"),
    "cycle_few_dot": ("少数", "Few"),
    "cycle_few": (
        "{label}: {entered}件中{won}件。少なすぎて言えません",
        "{label}: {won} of {entered}, too few to say",
    ),
    "cycle_few_short": ("件数少なめ({won}件)", "Too few ({won})"),
    "cycle_hover": (
        (
            "{label}に始まったもの: 中央値{median}日(80%区間 {low}〜{high}日)、"
            "90%は{p90}日以内。{entered}件中 受注{won}・進行中{open}"
        ),
        (
            "Begun {label}: median {median} days (80% interval {low} to {high}), P90 {p90}. "
            "Of {entered}: {won} won, {open} open"
        ),
    ),
    "cycle_median": ("{median}日({low}〜{high})", "{median} d ({low} to {high})"),
    "cycle_young": ("途中", "so far"),
    "cycle_range": ("{days}日({low}〜{high})", "{days} d ({low} to {high})"),
    "cycle_not_clear": ("変化とは言えない", "No clear change"),
    "cycle_cannot_tell": ("比べられない", "Cannot tell"),
    "cycle_column_name": ("区間", "From where to where"),
    "cycle_column_now": ("中央値", "Median"),
    "cycle_column_p90": ("90%がこの日数以内", "P90"),
    "cycle_column_before": ("前の期間", "Before"),
    "cycle_column_change": ("差", "Change"),
    "cycle_side_now": ("直近", "Now"),
    "cycle_side_before": ("前", "Before"),
    "cycle_of": ("{side}・{name}", "{side}, {name}"),
    "cycle_sum_entered": ("始まった数", "began"),
    "cycle_sum_won": ("進んだ数", "moved on"),
    "cycle_sum_open": ("進行中", "open"),
    "cycle_sum_median": ("中央値(日)", "median days"),
    "cycle_sum_p90": ("90%(日)", "P90 days"),
    "cycle_sum_days": ("日数", "days"),
    "cycle_sum_low": ("下限", "low"),
    "cycle_sum_high": ("上限", "high"),
    "cycle_spans": ("直近: {since}〜{until}。", "Now: {since} to {until}. "),
    "cycle_spans_before": ("前: {since}〜{until}。", "Before: {since} to {until}."),
    "cycle_table": ("表で見る", "As a table"),
    "cycle_act_longer": (
        "**次の一手** \u2002 「{name}」で待っているものを一緒に確かめ、長くなった理由を1つ決める。",
        "**Next action** \u2002 {name}: go through what waits there and name one reason for it.",
    ),
    "cycle_act_longest": (
        (
            "**次の一手** \u2002 短くするなら「{name}」から"
            "(途中の段階でいちばん長い、中央値{median}日)。"
        ),
        (
            "**Next action** \u2002 Shorten this first: {name} takes the longest of the stages "
            "(median {median} days)."
        ),
    ),
    "cycle_act_data": (
        "**次の一手** \u2002 毎週取り込むと、段階に入った日付がたまり、どこが長いかを言えます。",
        (
            "**Next action** \u2002 Import every week: the days of the stages build up and tell "
            "where it takes long."
        ),
    ),
    "month_worth_title": ("ソース別の費用・回収・価値", "Cost, return and worth by source"),
    "month_worth_note": ("{since}からの12か月", "The 12 months from {since}"),
    "month_worth_nothing": (
        (
            "この12か月の費用・リード・受注がありません。"
            "費用の表と商談の書き出しを取り込むと比べられます。"
        ),
        (
            "No cost, no lead and no win in these twelve months. A table of costs and the deals "
            "would let sources be compared."
        ),
    ),
    "month_worth_no_costs": (
        "費用は未計測です。費用の表を取り込むと、単価と回収を言えます。",
        "Costs are not measured. A table of costs would tell unit costs and returns.",
    ),
    "month_worth_no_amounts": (
        "受注額は未計測です。金額のある商談の書き出しを取り込むと、回収を言えます。",
        "Won amounts are not measured. Deals with amounts would tell the return.",
    ),
    "month_worth_pays": (
        "**{names}は、リード1件の価値が費用を上回ります**。",
        "**{names}: a lead brings more than it costs.** ",
    ),
    "month_worth_does_not": (
        "**{names}は、リード1件の価値が費用を下回ります**。",
        "**{names}: a lead brings less than it costs.** ",
    ),
    "month_worth_unclear": (
        "{names}はどちらとも言えません。",
        "{names}: it cannot be told. ",
    ),
    "month_worth_compared": (
        "(リード1件の価値の80%区間とリード単価を比較)",
        "(The 80% range of a lead’s worth against the cost of a lead.)",
    ),
    "month_worth_cannot_tell": (
        "費用に見合うかはまだ言えません。費用のあるソースの受注が足りません。",
        "Whether the costs pay cannot be told yet: too few wins of sources with a cost.",
    ),
    "month_worth_named_more": ("ほか{count}", " and {count} more"),
    "month_worth_source": ("ソース", "Source"),
    "month_worth_return": ("回収(成熟)", "Return (matured)"),
    "month_worth_returned": ("{share}({matured})", "{share} ({matured})"),
    "month_worth_matured": ("成熟", "Matured"),
    "month_worth_unknown": ("不明", "not known"),
    "month_worth_lead": ("リード1件の価値", "Worth of a lead"),
    "month_worth_lead_low": ("リード1件の価値(下限)", "Worth of a lead (low)"),
    "month_worth_lead_high": ("リード1件の価値(上限)", "Worth of a lead (high)"),
    "month_worth_ltv": ("LTV(12か月)", "LTV (12 months)"),
    "month_worth_ltv_low": ("LTV(下限)", "LTV (low)"),
    "month_worth_ltv_high": ("LTV(上限)", "LTV (high)"),
    "month_worth_ltv_cac": ("LTV/受注単価", "LTV / cost per win"),
    "month_worth_range": ("{value}({low}〜{high})", "{value} ({low} to {high})"),
    "month_worth_few": ("{value}({count}社のみ)", "{value} (of {count} only)"),
    "month_worth_so_far": ("{value}(途中、{seen}経過)", "{value} so far ({seen} of it seen)"),
    "month_worth_times": ("{value}倍", "{value}×"),
    "month_worth_times_range": ("{value}倍({low}〜{high})", "{value}× ({low} to {high})"),
    "month_worth_more": (
        "ほか{count}ソースは「表で見る」にあります。",
        "{count} more sources stand in the table.",
    ),
    "month_worth_no_revenue": (
        (
            "LTVは未計測: 請求か契約の書き出しがありません。"
            "取り込むと、受注後12か月の売上と、受注単価に対する倍率が出ます。"
        ),
        (
            "LTV is not measured: there is no export of invoices or contracts. With one, revenue "
            "within 12 months of the win stands here, and how often it pays the cost of a win."
        ),
    ),
    "month_worth_sales": (
        (
            "価値と回収は受注額で、粗利ではありません。"
            "回収はその12か月のリードからの受注額÷費用で、成熟が100%になるまで増えます。"
        ),
        (
            "Worth and return are of sales, not of margin. Return: won value of these months’ own "
            "leads over their cost; it grows until all of it has matured."
        ),
    ),
    "month_worth_act_costs": (
        "**次の一手** \u2002 費用の表(キャンペーン・期間・金額)を取り込む。",
        "**Next action** \u2002 Bring a table of costs: campaign, period, amount.",
    ),
    "month_worth_act_stop": (
        "**次の一手** \u2002 {names}の次の予算を止めるか、対象を変えるかを決める。",
        "**Next action** \u2002 Decide on {names}: stop the next budget, or change whom it is for.",
    ),
    "month_worth_act_unclear": (
        "**次の一手** \u2002 {names}は、どちらと言えるまで予算を増やさない。",
        "**Next action** \u2002 {names}: no more budget until it can be told.",
    ),
    "month_worth_act_revenue": (
        "**次の一手** \u2002 請求の書き出しを取り込み、受注後も価値が続くソースを確かめる。",
        "**Next action** \u2002 Bring the invoices: whose customers are worth it after the win?",
    ),
    "month_worth_act_keep": (
        "**次の一手** \u2002 次の四半期の予算を、上の表の順で見直す。",
        "**Next action** \u2002 Go through next quarter’s budget in the order of the table.",
    ),
    "month_worth_table": ("表で見る", "As a table"),
    "month_worth_file_note": (
        "{since}〜{until}、金額は{currency}。",
        "{since} to {until}, amounts in {currency}.",
    ),
    "summary_card_note": ("ここだけ読めば分かるように", "For those who read only this"),
    "summary_copy": ("コピーする", "Copy"),
    "summary_copy_how": (
        "右上のボタンでコピーして、メールや議事録に貼れます(Markdown)。",
        "Copy with the button at the top right and paste into a mail or the minutes (Markdown).",
    ),
    "summary_save": ("Markdown で保存", "Save as Markdown"),
}
