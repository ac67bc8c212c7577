"""What the commands say that tell the figures and what comes of them."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "contribution_total": (
        "Won {since} to {until}: {wins} deals, {value}",
        "{since}〜{until} の受注: {wins}件、{value}",
    ),
    "contribution_wins": ("wins, share (80% range), place", "受注件数・割合(80%の幅)・順位"),
    "contribution_value": ("won value, share, place", "受注額・割合・順位"),
    "contribution_ok": ("enough data", "十分なデータ"),
    "contribution_too_few": ("too few wins to say", "受注が少なすぎて判断できない"),
    "contribution_no_data": ("no wins in the period", "期間内に受注がない"),
    "contribution_not_measured": ("not measured by these exports", "この書き出しでは未計測"),
    "contribution_too_many_groups": ("too many groups to reckon", "グループが多すぎて計算できない"),
    "row_none": ("(none recorded)", "(記録なし)"),
    "row_unlinked": ("(lead unknown)", "(リード不明)"),
    "credit_not_cause": (
        "Credit, not cause. Ranges hold 80 %; #1-3 may be anything from first to third.",
        "貢献であって因果ではありません。幅は80%。#1-3 は1位から3位のどこかです。",
    ),
    "stalled": (
        "{stalled:,} of {open:,} open deals are stalled ({unjudged:,} cannot be judged).",
        "進行中の商談{open:,}件のうち{stalled:,}件が停滞(判断できないもの{unjudged:,}件)。",
    ),
    "stalled_none": (
        "The exports know of no open deal.",
        "書き出しに進行中の商談がありません。",
    ),
    "stalled_in_stage": (
        "{days} days in it; 4 in 5 take {limit}",
        "この段階で{days}日目(5件に4件は{limit}日以内)",
    ),
    "stalled_open": (
        "open for {days} days; 4 in 5 take {limit}",
        "開始から{days}日目(5件に4件は{limit}日以内)",
    ),
    "worth_not_measured": (
        "Wins or amounts are not measured: nothing can be said to be worth anything.",
        "受注または金額が計測されていないため、1件の価値は出せません。",
    ),
    "worth_counts": (
        "({advanced:,} of {entered:,} went on: {stage}; {wins:,} wins)",
        "({entered:,}件中{advanced:,}件が{stage}へ。受注{wins:,}件)",
    ),
    "worth_few": (
        " few wins of its own: drawn to the whole",
        " 受注が少なく、全体の値に寄せた見積もり",
    ),
    "return": (
        (
            "{group}cost {cost}; its own leads brought {cohort_value} so far ({cohort}, matured "
            "{matured}); won in the same period {period_value} ({period}: misleads where deals "
            "take months)"
        ),
        (
            "{group}費用 {cost}。この期間のリードからの受注は今のところ {cohort_value}"
            "({cohort}、成熟度 {matured})。同じ期間の受注は {period_value}"
            "({period}。商談が長い場合は誤解を招きます)"
        ),
    ),
    "ltv_not_measured": (
        "Not measured: there is no export of invoices or contracts.",
        "未計測: 請求・契約の書き出しがありません。",
    ),
    "ltv": (
        (
            "{group}{months} months: {value} a customer so far ({customers:,} customers, {seen} "
            "of the months seen); of those seen whole ({whole:,}): {whole_value}"
        ),
        (
            "{group}{months}か月: 顧客1社あたり今のところ {value}"
            "(顧客 {customers:,}、期間の {seen} が経過)。"
            "期間を終えた {whole:,} 社では {whole_value}"
        ),
    ),
    "ltv_about": (
        (
            "Seen until {until}. In none of them: {unlinked:,} invoices of nobody who was won, "
            "{other:,} in another currency; {before:,} customers were won before the first invoice."
        ),
        (
            "{until} まで。含まれないもの: 受注した顧客の見つからない請求 {unlinked:,}、"
            "通貨の違う請求 {other:,}、最初の請求より前に受注した顧客 {before:,}。"
        ),
    ),
    "all_months": ("all of it", "合計"),
    "forecast_month": (
        "{month}: {revenue}; {low} to {high} wins",
        "{month}: {revenue}。受注 {low}〜{high} 件",
    ),
    "forecast_missing": (
        "    target {target}: missed with {chance}, then by {shortfall} in the mean",
        "    目標 {target}: 未達の確率 {chance}、未達の場合の不足は平均 {shortfall}",
    ),
    "forecast_tried": (
        "  said on {day}: {said}; came: {came}",
        "  {day} の予測: {said}。実績: {came}",
    ),
    "forecast_beaten": (
        "On your own past a simpler way was nearer: take this forecast with care.",
        "自社の過去では、より単純な方法のほうが実績に近い結果でした。この予測は慎重にご覧ください。",
    ),
    "explained": (
        "{month} {after}, {other} {before}:",
        "{month} {after}、{other} {before}:",
    ),
    "whatif_month": (
        "{month}: {wins} wins ({low} to {high}), {revenue}",
        "{month}: 受注 {wins} 件({low}〜{high})、{revenue}",
    ),
    "whatif_rate": (
        "The rate in the end: {was} as it is, {then} asked for.",
        "最終的な率: 現在 {was}、仮定 {then}。",
    ),
    "span": ("{value} ({low} to {high})", "{value}({low}〜{high})"),
    "no_amounts": ("amounts are not measured", "金額は計測されていません"),
    "forecast_parts": (
        "    {parts}; together {expected} in the mean",
        "    {parts}。合わせて平均 {expected}",
    ),
    "whatif_eventually": (
        "One month's change in the end: {wins} wins, {revenue}",
        "1か月分が最終的にもたらすもの: 受注 {wins} 件、{revenue}",
    ),
    "feedback_refused": (
        "Sent back or rejected, of the passes that sales decided on:",
        "差し戻し・却下(営業が判断した引き渡しに対する割合):",
    ),
    "feedback_lost": ("Lost, of the deals lost:", "失注(失注した商談に対する割合):"),
    "feedback_refused_not_measured": (
        "Sent back or rejected: not measured by these exports.",
        "差し戻し・却下の理由: 未計測(書き出しにありません)。",
    ),
    "feedback_lost_not_measured": (
        "Lost: reasons are not measured by these exports.",
        "失注の理由: 未計測(書き出しにありません)。",
    ),
    "feedback_missing": (
        "Missing: {what}, {count:,} of {refused:,} refused",
        "足りなかった情報: {what}、差し戻し・却下 {refused:,} 件中 {count:,} 件",
    ),
    "feedback_undated_refused": (
        "{undated:,} more were sent back or rejected on unknown days: shares are too low for it.",
        "判断日のない差し戻し・却下がほかに {undated:,} 件あります。その分、割合は低めです。",
    ),
    "feedback_undated_lost": (
        "{undated:,} more were lost on no known day, and are in no period.",
        "このほか、失注日のない失注が {undated:,} 件あります。どの期間にも入りません。",
    ),
    "feedback_unknown": (
        "{unknown:,} texts that no word of the list is in count as other.",
        "一覧の言葉に当てはまらない理由 {unknown:,} 件は「その他」です。",
    ),
}
