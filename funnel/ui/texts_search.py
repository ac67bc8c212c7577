"""What the search, the way of a lead, the tour and the visit's news say."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "page_search": ("検索", "Search"),
    "search_title": ("リード・商談・指標をさがす", "Find a lead, a deal or a figure"),
    "search_placeholder": (
        "氏名・会社・メール・ID・商談名・担当・施策・指標・アクション",
        "Person, company, e-mail, ID, deal, owner, campaign, figure or action",
    ),
    "search_hint": (
        (
            "伏せてある名前も、正しく打てば見つかります。全角・半角・大文字・小文字は区別しません。"
            "いくつか打つと、すべてを含むものだけになります。"
        ),
        (
            "A masked name is found by typing it. Case and width do not matter. Of several words, "
            "all must be there."
        ),
    ),
    "search_found": (
        "「{asked}」が **{total}件** 見つかりました。",
        "“{asked}”: **{total}** found.",
    ),
    "search_none": ("「{asked}」は見つかりません", "Nothing holds “{asked}”"),
    "search_none_why": (
        "リード・商談・施策・指標・アクション・用語・ページをさがしました。",
        "Searched: leads, deals, campaigns, figures, actions, words and pages.",
    ),
    "search_none_next": (
        "言葉を短くするか、ひとつにする。新しい行なら、最新の書き出しを取り込む。",
        "Use a shorter word, or a single one. If it is new, bring fresh exports.",
    ),
    "search_lead": ("リード {total}件", "Leads: {total}"),
    "search_deal": ("商談 {total}件", "Deals: {total}"),
    "search_campaign": ("施策 {total}件", "Campaigns: {total}"),
    "search_metric": ("指標 {total}件", "Figures: {total}"),
    "search_action": ("アクション {total}件", "Actions: {total}"),
    "search_words": ("用語 {total}件", "Words: {total}"),
    "search_pages": ("ページ {total}件", "Pages: {total}"),
    "search_more": (
        "ほか {more}件。言葉を足すとしぼれます。",
        "And {more} more. Another word narrows it.",
    ),
    "search_leads": ("リード{count}件", "{count} leads"),
    "search_due": ("期限 {day}", "due {day}"),
    "search_deleted": ("ツールで削除済み", "deleted in the tool"),
    "search_state_open": ("未完了", "Open"),
    "search_state_done": ("完了", "Done"),
    "search_state_dropped": ("取りやめ", "Dropped"),
    # where a figure comes from
    "from_all": ("出どころ: {files} / {agreement}", "Counted from: {files} / {agreement}"),
    "from_file": ("{file}({tool}・{day}書き出し)", "{file} ({tool}, exported {day})"),
    "from_file_undated": ("{file}({tool})", "{file} ({tool})"),
    "from_more": ("ほか{count}件", "{count} more"),
    "from_agreement": ("合意 第{number}版({day}から)", "agreement {number} (from {day})"),
    "from_no_agreement": ("合意なし(既定値)", "nothing agreed on (defaults)"),
    # since the visit before
    "since_visit": ("前回({day})からの変化:", "Since your last visit ({day}):"),
    "since_opened": (
        "前回この画面が開かれた日({day})からの変化:",
        "Since this was last open ({day}):",
    ),
    "since_version": ("データが第{number}版になりました", "data are now version {number}"),
    "since_agreement": ("合意が第{number}版になりました", "agreement is now number {number}"),
    "since_agreement_none": ("合意がなくなりました", "no agreement is in force any more"),
    "since_verdict": ("判定が「{now}」に変わりました", "the verdict is now “{now}”"),
    "since_decided": ("アクション{count}件が決まりました", "{count} actions were decided on"),
    "since_done": ("アクション{count}件が完了しました", "{count} actions were done"),
    "since_red": ("{step} が詰まり", "{step} is stuck"),
    "since_amber": ("{step} に注意", "{step} is to be watched"),
    "since_none": ("詰まりなし", "nothing is stuck"),
    "since_too_few": ("件数が足りない", "too few to judge"),
    # the tour
    "tour_step": ("**はじめての方へ {step}/{steps}**", "**New here? {step}/{steps}**"),
    "tour_next": ("次へ", "Next"),
    "tour_close": ("閉じる", "Close"),
    "tour_sentence": (
        "この一文が、いまどこで詰まっているかと、その金額です。下の「次の一手」が今日すること。",
        (
            "This sentence says where the funnel is stuck and what that costs. The next action "
            "below it is what to do today."
        ),
    ),
    "tour_figures": (
        "どの数字も押すと開きます。定義、分子と分母、元になった行と書き出しが出ます。",
        "Press any figure: its definition, its counts, its rows and the exports behind it open.",
    ),
    "tour_meeting": (
        "「会議をはじめる」で、30分の週次会議の進行になります。決めたことは担当と期限つきで残ります。",
        "“Start the meeting” leads through the 30 minutes. Decisions keep an owner and a day.",
    ),
    "tour_data": (
        "会議の前に「データ」から新しい書き出しを入れます。公開前に確かめられ、前の版にも戻せます。",
        (
            "Before the meeting, bring fresh exports under “Data”. You see them before they are "
            "published, and the version before is one click away."
        ),
    ),
    "tour_help": (
        "虫めがねで検索、「?」でこの案内。言葉の意味は用語集に、表示言語はここで切り替えます。",
        "The glass searches, “?” brings this back, the glossary has the words; languages here.",
    ),
    # the header
    "help_tour": ("はじめての方へ", "New here?"),
    # the whole way
    "way_lead": ("リード {id}", "Lead {id}"),
    "way_deal": ("商談 {id}", "Deal {id}"),
    "way_people": ("関わるリード: {people}", "Leads: {people}"),
    "way_none": ("日付のある記録はありません。", "No record of it has a date."),
    "way_left_out": (
        "これより古い接点と活動が{count}件あります。",
        "{count} older touches and activities are left out.",
    ),
    "way_note": (
        "第{version}版・{day}まで。氏名と会社名は伏せています。",
        "Version {version}, to {day}. Names are masked.",
    ),
    "column_event": ("できごと", "What"),
    "column_name": ("内容", "Name"),
    "column_detail": ("くわしく", "Detail"),
    "column_pass": ("引き渡し", "Hand-over"),
    "column_evidence": ("根拠", "Evidence"),
    "way_what_stage": ("段階", "Stage"),
    "way_what_decision": ("営業の判断", "Sales’ decision"),
    "way_what_touch": ("マーケの接点", "Touch"),
    "way_what_sales": ("営業の活動", "Sales activity"),
    "way_what_deal": ("商談", "Deal"),
    "way_what_deal_stage": ("商談の段階", "Deal stage"),
    "way_what_promise": ("約束の期限", "Promise due"),
    "way_deal_open": ("商談開始", "Opened"),
    "way_promise_met": ("守った", "Kept"),
    "way_promise_broken": ("守れなかった", "Broken"),
    "way_promise_open": ("期限前", "Not due yet"),
    "way_promise_cannot_judge": ("判断できない", "Cannot be judged"),
    "way_recorded": ("記録", "Recorded"),
    "way_inferred": ("推定(次の段階の日)", "Inferred from the next stage"),
    "way_snapshot": ("取り込みの差", "Seen between imports"),
    "way_since": ("{evidence}・{day}以降", "{evidence}, from {day} on"),
}
