"""What the page that reviews the agreement says."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_review": ("見直し", "Review"),
    "review_unmeasured": (
        "しきい値は見直せません: スコアか、MQL・SQL が計測されていません",
        "No threshold to review: no scores, MQLs or SQLs are measured",
    ),
    "review_unmeasured_next": (
        "スコアの列と、MQL・SQL の日付のある書き出しを取り込む。",
        "Bring an export with scores and the days of MQLs and SQLs.",
    ),
    "review_unmeasured_why": (
        "スコアごとに SQL になった割合が分かると、しきい値をどこに置くかを合意できます。",
        "Once it is known how many of each score became SQLs, a threshold can be agreed on.",
    ),
    "review_too_few": (
        "しきい値を見直すには、SQL になる時間のあった MQL が足りません",
        "Too few MQLs have had the time to become SQLs",
    ),
    "review_too_few_next": (
        "いまのしきい値 {today} のまま、次の書き出しを待つ。",
        "Keep the threshold at {today}, and wait for the next exports.",
    ),
    "review_no_cost": (
        "リード1件の対応費用が決まっていないので、しきい値の採算は言えません",
        "What handling a lead costs is not agreed on: no threshold can be said to pay",
    ),
    "review_no_cost_next": (
        "合意に「リード1件の対応費用」を書く。採算の合うしきい値が分かります。",
        "Agree on the cost of handling a lead: it tells which threshold pays.",
    ),
    "review_no_value": (
        "SQL 1件の価値が分からないので、しきい値の採算は言えません",
        "What an SQL is worth is not known: no threshold can be said to pay",
    ),
    "review_no_value_next": (
        "商談の金額を取り込むと、SQL 1件の価値が分かります。",
        "Bring the deals’ amounts: they tell what an SQL is worth.",
    ),
    "review_nowhere": (
        "どのしきい値でも採算が合いません",
        "No threshold pays by these figures",
    ),
    "review_nowhere_next": (
        "合意の「リード1件の対応費用」が正しいかを確かめる。",
        "Check whether the agreed cost of handling a lead is right.",
    ),
    "review_stays": (
        "いまのしきい値 {today} で採算が合っています",
        "The threshold of {today} pays: leave it",
    ),
    "review_stays_next": (
        "上げない。しきい値より下から少数を無作為に渡すと、下げてよいかが分かる。",
        "Do not raise it. A random few from below it, handed over, would tell whether to lower it.",
    ),
    "review_raise": (
        "しきい値を {today} から {best} に上げると採算が合います",
        "Raise the threshold from {today} to {best}: from there up it pays",
    ),
    "review_raise_next": (
        "しきい値 {best} を両部門で合意する。受注への影響は「もしも」で確かめる。",
        "Agree on {best}. What it does to wins is answered under “What if”.",
    ),
    "review_agree": ("しきい値 {best} の合意案をつくる", "Propose {best} for the agreement"),
    "review_keeps": (
        "{best}点以上は いまの MQL の {kept}で、SQL 率は **{rate}**。",
        "From {best} up: {kept} of today’s MQLs, SQL rate **{rate}**.",
    ),
    "review_reaches": (
        "いまの MQL の SQL 率は **{rate}**。",
        "SQL rate of today’s MQLs: **{rate}**.",
    ),
    "review_break_even": (
        "採算の目安は SQL 率 {rate}以上(対応費用 {cost} ÷ SQL 1件の価値 {value})。",
        "It pays from an SQL rate of {rate} (handling {cost} / worth of an SQL {value}).",
    ),
    "review_by_export": (
        "いまの MQL は書き出しのとおりで、しきい値では決めていません。",
        "MQLs are those of the export today, not those of a threshold.",
    ),
    "review_as_of": ("{day} 時点、直近2年の MQL。", "As of {day}, MQLs of two years."),
    "review_thresholds": ("スコアと SQL 率({score})", "Score and SQL rate ({score})"),
    "review_thresholds_note": (
        "いまのしきい値から上だけが分かる",
        "Known from today’s threshold up alone",
    ),
    "review_pays_line": ("採算 {rate}", "pays from {rate}"),
    "review_band": ("{least}–{most}", "{least}–{most}"),
    "review_today": ("{least} (いま)", "{least} (today)"),
    "review_from": ("{least}", "{least}"),
    "review_yes": ("合う", "yes"),
    "review_no": ("合わない", "no"),
    "review_column_threshold": ("しきい値", "Threshold"),
    "review_column_kept": ("残る MQL(人)", "MQLs kept (people)"),
    "review_column_rate": ("そのSQL率", "Their SQL rate"),
    "review_column_pays": ("採算", "Pays"),
    "review_legend": (
        (
            "点は最終的な SQL 率(スコアが高いほど下がらないようにならしたもの)、線は80%の幅。"
            "価値は受注額で、粗利ではありません。"
        ),
        (
            "Dots: SQL rate in the end, made never to fall with the score · lines hold 80 %. Worth "
            "is booked value, not margin."
        ),
    ),
    "review_below": (
        "{today}点より下の{leads}人は対応されていないため、下げたときのことは分かりません。",
        "Below {today} nobody worked the {leads} leads: what a lower one would do is not known.",
    ),
    # what if
    "whatif_title": ("もしも", "What if"),
    "whatif_note": ("今後3か月の予測との差", "Against the forecast of three months"),
    "whatif_ask": ("何が変わったら", "What is otherwise"),
    "whatif_ask_rate": ("ある段階の率が変わったら", "The rate of a stage"),
    "whatif_ask_more": ("リードや MQL が増減したら", "More, or fewer, people"),
    "whatif_ask_contact": ("初回接触が早くなったら", "A faster first contact"),
    "whatif_ask_threshold": ("MQL のしきい値を上げたら", "A higher threshold of the MQL"),
    "whatif_step": ("どの段階の率", "Rate of"),
    "whatif_rate": ("その率(%)", "To (%)"),
    "whatif_stage": ("どの段階に入る人", "Who enter"),
    "whatif_more": ("月あたりの増減(人)", "More a month (people)"),
    "whatif_source": ("どのソースの", "Of"),
    "whatif_hours": ("引き渡しから何時間以内", "Within hours of the hand-over"),
    "whatif_score": ("しきい値(点)", "Threshold (score)"),
    "whatif_reckoning": ("計算しています", "Reckoning"),
    "whatif_no_stages": (
        "段階が1つしか計測されていないので、答えられません。",
        "Only one stage is measured: there is nothing to answer with.",
    ),
    "whatif_wins": ("今後3か月の受注 {wins}件", "Wins of three months: {wins}"),
    "whatif_wins_money": (
        "今後3か月の受注 {wins}件、受注額 {money}",
        "Wins of three months: {wins}, won value {money}",
    ),
    "whatif_was": ("{was} が {then} なら", "From {was} to {then}"),
    "whatif_join": ("、", ": "),
    "whatif_together": ("3か月", "Together"),
    "whatif_month": ("月", "Month"),
    "whatif_eventually": (
        "1か月分の変化が最終的にもたらすもの: 受注 **{wins}件**、**{money}**",
        "One month’s change brings in the end: **{wins}** wins, **{money}**",
    ),
    "whatif_groups": (
        "SQL になったのは早い接触で {fast}、遅い接触で {slow}。比 {ratio}(95%の幅 {low}〜{high})。",
        "SQLs of the fast {fast}, of the slow {slow}; ratio {ratio} (95 % {low} to {high}).",
    ),
    "whatif_caution_rate": (
        "( )は80%の幅。率を変える方法は答えません。いま途中にいる人も新しい率で計算します。",
        "Ranges hold 80 %. How to change a rate is not answered; those in it now follow it too.",
    ),
    "whatif_caution_more": (
        "( )は80%の幅。増えた人も同じ割合で進むと仮定。3か月では大半がまだ受注に届きません。",
        "Ranges hold 80 %. They are taken to go on as others do; most need more than three months.",
    ),
    "whatif_caution_contact": (
        "自社の記録の比較で、因果ではありません: 見込みの高い人に早く連絡しているかもしれません。",
        "Compared in your own records, not a cause: who is called first may be better.",
    ),
    "whatif_caution_threshold": (
        "( )は80%の幅。空いた営業の時間がもたらすものは含みません。",
        "Ranges hold 80 %. What sales does with the time it gains is not in it.",
    ),
    "whatif_act_rate": ("この率のための行動を決める", "Decide what to do for it"),
    "whatif_act_more": ("目標を見直す", "Review the targets"),
    "whatif_act_contact": ("この約束の合意案をつくる", "Propose this promise"),
    "whatif_act_threshold": ("このしきい値の合意案をつくる", "Propose this threshold"),
}
