"""What the page of deals says."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_deals": ("商談", "Deals"),
    "deals_over": ("動きの期間", "Moves over"),
    "over_1": ("この月", "this month"),
    "over_2": ("2か月", "2 months"),
    "over_3": ("3か月", "3 months"),
    "over_6": ("6か月", "6 months"),
    "over_12": ("12か月", "12 months"),
    # how many, and what they are worth
    "deals_one": ("{deals}件", "{deals} deal"),
    "deals_many": ("{deals}件", "{deals} deals"),
    "deals_sum": ("{deals}・{amount}", "{deals} worth {amount}"),
    "deals_sum_short": ("{deals}件・{amount}", "{deals} · {amount}"),
    "deals_only": ("{deals}件", "{deals}"),
    "deals_amountless": ("({count}件は金額なし)", " ({count} without an amount)"),
    # the sentence
    "deals_beyond": (
        "進行中 {open}、うち {beyond} は受注の9割より長く開いたまま",
        "Open: {open}; {beyond} for longer than nine in ten wins took",
    ),
    "deals_none_beyond": (
        "進行中 {open}、どれも受注の9割より短い",
        "Open: {open}, none for longer than nine in ten wins took",
    ),
    "deals_unjudged": (
        "進行中 {open}(長いかどうかはまだ言えません)",
        "Open: {open}; whether for long cannot be said yet",
    ),
    "deals_none_open": ("進行中の商談はありません", "No deal is open"),
    "deals_won_only": (
        "進行中の商談は計測されていません",
        "Open deals are not measured",
    ),
    "deals_no_deals": ("商談は計測されていません", "Deals are not measured"),
    "deals_moved": (
        "{since}〜{until}に **{opened}** が始まり、**{won}** を受注{lost}。",
        "From {since} to {until}: **{opened}** came in, **{won}** won{lost}.",
    ),
    "deals_moved_lost": ("、**{lost}** を失注", ", **{lost}** lost"),
    "deals_won_in": (
        "{since}〜{until}の受注は **{won}**。",
        "Won from {since} to {until}: **{won}**.",
    ),
    "deals_length_is": (
        "受注した商談の半数は{median}日以内、9割は{p90}日以内(受注{won}件、進行中も考慮)。",
        (
            "Half of the wins took up to {median} days, nine in ten up to {p90} ({won} wins, open "
            "deals in account)."
        ),
    ),
    "deals_table_ends": (
        "商談の表は{day}までです。",
        "The table of deals ends on {day}.",
    ),
    # what to do next
    "deals_act_beyond": (
        "長く開いたままの **{count}件** を担当と見て、次の一歩を決めるか、閉じる。",
        "Go through the **{count}** with their owners: agree on a next step, or close them.",
    ),
    "deals_act_look": (
        "進行中の **{count}件** を担当と見て、次の一歩があるか確かめる。",
        "Go through the **{count}** open deals with their owners: does each have a next step?",
    ),
    "deals_act_none_open": (
        "始まる商談がないのはなぜか、今週のページで詰まりを見る。",
        "See on the page of the week where the funnel is stuck, and why no deal is opened.",
    ),
    "deals_act_won_only": (
        "進行中と失注の商談も入ったファイルを取り込むと、段階・動き・停滞が見えます。",
        "Bring an export that holds open and lost deals too: stages, moves and stalled deals show.",
    ),
    "deals_act_no_deals": (
        "SFA(CRM)の商談のファイルを取り込む。",
        "Bring the deals that your sales tool exports.",
    ),
    "deals_see": ("{count}件を見る", "See the {count}"),
    "deals_decide": ("行動にする", "Decide an action"),
    "deals_to_week": ("今週を開く", "Open the week"),
    "deals_draft_beyond": (
        "受注の9割より長く開いている商談{count}件の次の一歩を決めるか、閉じる",
        "Next step or closing for the {count} deals open longer than nine in ten wins took",
    ),
    "deals_draft_look": (
        "進行中の商談{count}件に次の一歩があるか確かめる",
        "Check that each of the {count} open deals has a next step",
    ),
    # open deals by stage and age
    "pipeline_title": ("進行中の商談", "Open deals"),
    "pipeline_note": (
        "{day}時点 · 段階と、始まってからの日数",
        "On {day} · by stage and days since opened",
    ),
    "age_early": ("〜{median}日(受注の半数)", "to {median} days (half of wins)"),
    "age_late": ("〜{p90}日(9割)", "to {p90} (9 in 10)"),
    "age_beyond": ("それより長い", "longer"),
    "age_unjudged": ("長さはまだ比べられない", "not to be compared yet"),
    "age_undated": ("開始日なし", "no opening day"),
    "stage_unknown": ("段階の記録なし", "Stage not recorded"),
    "pipeline_beyond": ("(長い{count}件)", " ({count} long)"),
    "pipeline_none": ("進行中の商談はありません。", "No deal is open."),
    "pipeline_all": ("進行中の{count}件を見る", "See all {count}"),
    "pipeline_unknown_stage": (
        "その後に閉じた{count}件の当時の段階は、記録がなく分かりません。",
        "Of {count} that were closed later, the stage of that day is not recorded.",
    ),
    "pipeline_few_wins": (
        "受注がまだ少なく、何日なら長いかを言えません(受注{won}件)。",
        "Too few wins yet to say how many days are long ({won} wins).",
    ),
    "pipeline_amountless": (
        "{count}件は金額がなく、金額に入っていません。",
        "{count} have no amount and are not in the money.",
    ),
    "pipeline_no_amounts": (
        "金額のある商談が少ないため、件数で示しています。",
        "Few of these have an amount: shown by number.",
    ),
    # what moved
    "moves_title": ("何が動いたか", "What moved"),
    "moves_note": ("{since}〜{until}{unfinished}", "{since} to {until}{unfinished}"),
    "moves_unfinished": (" · 月の途中", " · month not over"),
    "bar_start": ("{day}時点", "On {day}"),
    "bar_opened": ("始まった", "Opened"),
    "bar_won": ("受注", "Won"),
    "bar_lost": ("失注", "Lost"),
    "bar_unclear": ("日付の不備", "Dates amiss"),
    "bar_end": ("{day}時点", "On {day}"),
    "moves_amounts_today": (
        "金額は今の値です。ツールは過去の金額を書き出さないので、増減は分かりません。",
        "Amounts are today’s: tools do not export earlier ones, so changes of them are not known.",
    ),
    "moves_amountless": (
        "金額のない商談は、件数だけに入っています。",
        "Deals without an amount are in the numbers alone.",
    ),
    "moves_no_lost": (
        "失注は計測されていません。閉じた商談が進行中に残っているかもしれません。",
        "Lost deals are not measured: some that are over may still stand as open.",
    ),
    "moves_undated": (
        "開始日のない{count}件は両端に入っています。",
        "{count} without an opening day stand at both ends.",
    ),
    "moves_unclear": (
        "「日付の不備」は、終了日がない、または開始より前に終わった商談です。",
        "Dates amiss: deals that ended on no day, or before they were opened.",
    ),
    "moves_won_only": (
        "受注だけが書き出されています。進行中と失注も取り込むと、何が動いたかが見えます。",
        "Only won deals are exported: with open and lost ones too, what moved shows.",
    ),
    # stalled
    "standing_title": ("停滞している商談", "Stalled deals"),
    "standing_note": (
        "5件に4件が済む日数を過ぎたもの",
        "Past the days that four in five take",
    ),
    "standing_is": (
        "進行中{open}件のうち **{count}** が停滞。",
        "Stalled of {open} open deals: **{count}**.",
    ),
    "standing_none": ("停滞している商談はありません。", "No deal is stalled."),
    "standing_unjudged": (
        "停滞しているかどうかは、まだ言えません。商談の段階の履歴か、受注した商談が要ります。",
        "Whether any is stalled cannot be said yet: it takes a history of stages, or more wins.",
    ),
    "standing_forgotten": (
        "ほかに{count}件が1年を超えています。閉じるかどうかを決めてください。",
        "{count} more have stood for over a year: decide whether to close them.",
    ),
    "standing_all": ("停滞している{count}件を見る", "See all {count}"),
    "standing_over": ("{days}日(普段 ≤{limit}日)", "{days} days (usual ≤{limit})"),
    # load
    "loads_title": ("誰を手伝うか", "Whom to help"),
    "loads_note": ("合意した上限を超えた人から、名前の順", "Above what is agreed, then by name"),
    "loads_note_plain": ("名前の順。優劣ではありません", "By name; this ranks nobody"),
    "loads_over": (
        "上限({most}件)を超えているのは{owners}。引き継げる商談がないか、相談する。",
        "Above the {most} agreed: {owners}. Talk about what others could take.",
    ),
    "loads_nobody": ("担当なし", "Nobody"),
    "loads_none": ("進行中の商談を持つ人はいません。", "Nobody has open deals."),
    "loads_no_limit": (
        "1人が持てる商談の上限は、合意されていません。",
        "How many deals one owner can handle is not agreed on.",
    ),
    "loads_no_activities": (
        "活動の記録がないため、動きのない商談は数えられません。",
        "No activities are exported: deals without any cannot be counted.",
    ),
    "loads_more": ("ほか{count}人", "{count} more"),
    "column_open_deals": ("進行中", "Open"),
    "column_load_over": ("上限", "Limit"),
    "column_beyond": ("9割より長い", "Too long"),
    "column_quiet": ("{days}日 動きなし", "Quiet {days} days"),
    "column_overdue": ("予定日超過", "Past due"),
    "load_over": ("+{count}件", "+{count}"),
    "load_within": ("以内", "within"),
    # lost
    "lost_title": ("失注の理由", "Why deals were lost"),
    "lost_none": ("この間の失注はありません。", "No deal was lost in this time."),
    "lost_unmeasured": ("失注は計測されていません。", "Lost deals are not measured."),
    "lost_no_stages": (
        "どの段階で失注したかは、段階の履歴がなく分かりません。",
        "At which stage they were lost is not known: no history of stages is exported.",
    ),
    "column_lost_at": ("失注した段階", "Lost at"),
    "column_deals": ("件数", "Deals"),
    # length
    "lengths_title": ("商談期間", "Deal length"),
    "lengths_said": (
        "中央値 **{median}**、9割 **{p90}日**(n={n})",
        "median **{median}**, P90 **{p90} days** (n={n})",
    ),
    # content
    "content_title": ("商談で使われたコンテンツ", "Content used in deals"),
    "content_note": (
        "{since}〜{until}に閉じた商談 · 関連であって因果ではない",
        "Deals closed {since} to {until} · association, not cause",
    ),
    "content_no_names": (
        (
            "閉じた商談に、接点のコンテンツ名・キャンペーン名がありません。名前の入った接点を"
            "取り込むと比べられます。"
        ),
        (
            "The deals closed name no content or campaign: bring touches that do, and they can be "
            "compared."
        ),
    ),
    "content_not_measured": (
        "受注と失注の両方がないと比べられません。",
        "It takes both won and lost deals to compare.",
    ),
    "content_too_few": (
        "件数が少なく、まだ比べられません(受注{won}件・失注{lost}件)。",
        "Too few to compare yet ({won} won, {lost} lost).",
    ),
    "content_of": (
        "リードのある受注{won}件・失注{lost}件。商談が始まる前に触れたもの、多い順に{shown}件。",
        (
            "{won} won and {lost} lost deals with a lead; what they met before they were opened, "
            "the {shown} most often met."
        ),
    ),
    "content_more": ("受注に多い", "more in wins"),
    "content_less": ("失注に多い", "more in losses"),
    "content_not_clear": ("差があるとは言えない", "no clear difference"),
    "content_few": ("判断できない", "too few"),
    "column_content": ("コンテンツ・キャンペーン", "Content or campaign"),
    "column_in_won": ("受注のうち", "Of won"),
    "column_in_lost": ("失注のうち", "Of lost"),
    "column_difference": ("差", "Difference"),
    # rows
    "column_age": ("長さ", "Age"),
    "column_days_open": ("始まってからの日数", "Days open"),
    "column_product": ("商品", "Product"),
    "column_outcome": ("結果", "Outcome"),
    "column_opened_on": ("開始日", "Opened"),
    "column_closed_on": ("終了日", "Closed"),
    "column_standing": ("段階にいる日数", "Days in stage"),
}
