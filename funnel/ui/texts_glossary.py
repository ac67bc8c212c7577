"""What the glossary says: each word in one or two plain sentences."""

# key: (Japanese, English)
TEXTS: dict[str, tuple[str, str]] = {
    "page_glossary": ("用語集", "Glossary"),
    "glossary_title": ("ファネルの言葉", "The funnel’s words"),
    "glossary_why": (
        "同じ言葉を、マーケと営業が同じ意味で使うために。いまの合意での決め方も添えています。",
        "So that marketing and sales mean the same by the same word, with what is agreed on today.",
    ),
    "glossary_search": ("言葉をさがす", "Find a word"),
    "glossary_hint": ("例: MQL、コホート、P90", "such as: MQL, cohort, P90"),
    "glossary_none": (
        "「{asked}」という言葉はありません。短い言葉でさがしてください。",
        "There is no word “{asked}”. Try a shorter one.",
    ),
    "glossary_stages": ("ファネルの段階", "Stages of the funnel"),
    "glossary_counting": ("数え方", "How things are counted"),
    "glossary_judging": ("読み方・判断", "How figures are read"),
    "glossary_agreed": ("約束と定義", "What is agreed on"),
    "glossary_data": ("データ", "Data"),
    "glossary_figures": ("指標", "Figures"),
    "glossary_definitions": ("指標の定義を見る", "See the definitions of the figures"),
    "glossary_in_force": ("いまの合意:", "In force today:"),
    "glossary_not_agreed": ("合意がないので既定値:", "Nothing is agreed on; by default:"),
    "glossary_used": ("{page}で使う", "Used in {page}"),
    # stages
    "term_stage_lead": (
        "書き出しに初めて現れた人。作成日に数えます。",
        "A person who first appears in the exports, counted on the day of creation.",
    ),
    "term_stage_mql": (
        "マーケが「営業に渡す価値がある」と判断したリード。ツールの日付か、合意した点数で決まります。",
        (
            "A lead that marketing holds worth handing over: by the tool’s date, or by the score "
            "that was agreed on."
        ),
    ),
    "term_stage_handed_over": (
        "マーケが営業に渡したこと。渡し直しは2回目の引き渡しとして別に数えます。",
        "Marketing passes a lead to sales. Handed over again is a second hand-over.",
    ),
    "term_stage_accepted": (
        "営業が引き受けたこと(SAL)。",
        "Sales takes the lead on (SAL, sales-accepted lead).",
    ),
    "term_stage_sql": (
        "営業が予算・決裁・必要性・時期を確かめ、商談にできると判断したリード。",
        "Sales has checked budget, authority, need and timeline and holds the lead fit for a deal.",
    ),
    "term_stage_opportunity": (
        "商談が開かれたこと。件数は人ではなく商談で数えます。",
        "A deal is opened. What is counted are deals, not people.",
    ),
    "term_stage_won": (
        "受注で終わった商談。何人が関わっても1件と数えます。",
        "A deal closed as won. It counts once, however many people are involved.",
    ),
    "term_stage_lost": (
        "失注で終わった商談。記録されていなければ受注率は未計測です。",
        "A deal closed as lost. Where none is recorded, the win rate is not measured.",
    ),
    # counting
    "word_pass": ("引き渡し1回(パス)", "Pass"),
    "term_pass": (
        "1人のリードの1回の引き渡し。差し戻されてまた渡されれば、1人で2回です。",
        "One hand-over of one lead. Sent back and handed over again it is one person, two passes.",
    ),
    "word_sales_own": ("営業起点", "Sales’ own"),
    "term_sales_own": (
        "リードのない、営業が自分で開いた商談。マーケの成果には数えません。",
        "A deal that sales opened itself, without a lead. Marketing gets no credit for it.",
    ),
    "word_skipped": ("飛ばした段階(推定)", "Skipped stage (inferred)"),
    "term_skipped": (
        "後の段階に進んだのに記録のない段階。次の段階の日に入ったとみなします。",
        "A stage without a record though a later one was reached: it takes the later one’s date.",
    ),
    "word_period": ("期間", "Period basis"),
    "term_period": (
        "その期間に起きた件数を数えます。率の分子と分母は別の人なので、100%を超えることもあります。",
        "Events of the period. Its rates divide different people and may pass 100 %.",
    ),
    "word_cohort": ("コホート", "Cohort basis"),
    "term_cohort": (
        "その期間に入った人たちを、そのあとまで追います。診断にはこちらを使います。",
        "Those who came in the period, followed from then on. A diagnosis uses this one.",
    ),
    "word_as_of": ("時点", "As of"),
    "term_as_of": (
        "その日の終わりに分かっていたことだけで出した数字、という意味です。",
        "Everything as it was known at the end of that day.",
    ),
    "word_not_measured": ("未計測", "Not measured"),
    "term_not_measured": (
        "書き出しにその記録がありません。0とは違います。",
        "The exports hold no record of it. It is not zero.",
    ),
    "word_deal_length": ("商談期間", "Deal length"),
    "term_deal_length": (
        "商談が開かれてから決着するまでの日数。",
        "Days from the opening of a deal to its closing.",
    ),
    "word_lead_time": ("リードタイム", "Lead time"),
    "term_lead_time": (
        "リードの作成から受注までの日数。",
        "Days from the creation of the lead to the won deal.",
    ),
    "word_p90": ("P90・中央値", "P90 and median"),
    "term_p90": (
        "中央値は半分が、P90は10件に9件がこの日数以内です。平均は少数の長い商談に引っぱられます。",
        (
            "Half take no longer than the median, nine of ten no longer than the P90. A mean is "
            "pulled up by a few long ones."
        ),
    ),
    # judging
    "word_bottleneck": ("詰まり(ボトルネック)", "Bottleneck"),
    "term_bottleneck": (
        "いつもの水準まで直せば、いちばん多くの金額が戻る段階。画面で橙色なのはここだけです。",
        "The step that brings back most money once it is as usual. Nothing else is orange.",
    ),
    "word_interval": ("80%区間", "80 % interval"),
    "term_interval": (
        "件数の少なさによるぶれの幅。同じやり方を5回すれば、4回はこの幅に本当の率が入ります。",
        "How far chance moves a rate: four of five such ranges hold the true one.",
    ),
    "word_too_few": ("件数少なめ", "Too few"),
    "term_too_few": (
        "判断するには件数が足りません。良し悪しを言わずに待ちます。",
        "There are not enough to judge: nothing good or bad is said of it yet.",
    ),
    "word_maturity": ("成熟", "Maturity"),
    "term_maturity": (
        "その期間に入った人たちに、結果が出るだけの日数がたったか。若い期間の率は低く見えます。",
        "Whether those who came had the time to go on. The rate of a young cohort looks low.",
    ),
    "word_pace": ("ペース", "Pace"),
    "term_pace": (
        "目標に対して、月の今日までに進んでいるはずの数。営業日で割ります。",
        "How far one should be by today to reach the month’s target, by working days.",
    ),
    "word_target": ("目標", "Target"),
    "term_target": (
        "月ごとに決めた数。逆算すると、どの段階に何件必要かが分かります。",
        "What is aimed at in a month. Reckoned back it says how many each stage needs.",
    ),
    "word_contribution": ("貢献", "Contribution"),
    "term_contribution": (
        "受注を接点に配分した割合。合計は受注と一致しますが、原因を示すものではありません。",
        "The share of wins given to touches. Shares add up to what was won; no proof of cause.",
    ),
    "word_first_touch": ("最初の接点", "First touch"),
    "term_first_touch": (
        "商談の主なリードの、いちばん初めの接点に全部を配分するルール。",
        "A rule that gives a win whole to the first touch of the deal’s primary lead.",
    ),
    "word_stalled": ("停滞", "Stalled"),
    "term_stalled": (
        "進行中の商談のうち、いつもの5件に4件より長く止まっているもの。",
        "An open deal that has waited longer than four in five usually do.",
    ),
    "word_action": ("アクション", "Action"),
    "term_action": (
        "会議で決めた次の一手。担当・期限・動かしたい数字を添え、あとで効果を見ます。",
        "What a meeting decided, with an owner, a day, and the figure it is to move.",
    ),
    # agreed
    "word_agreement": ("合意", "Agreement"),
    "term_agreement": (
        "両部門が決めた定義と約束。変えると新しい版になり、前の版も残ります。",
        "The definitions and promises of both departments. A change makes a new version.",
    ),
    "word_score": ("スコア", "Score"),
    "term_score": (
        "属性・行動・関わりの3つで付けるリードの点数。",
        "A lead’s points for who it is, what it did and how often.",
    ),
    "word_threshold": ("しきい値", "Threshold"),
    "term_threshold": (
        "MQLになるスコア。初めて届いた日がMQLの日です。",
        "The score that makes an MQL, on the first day it is reached.",
    ),
    "word_promise": ("約束", "Promise"),
    "term_promise": (
        "片方がもう片方に期限を切って約束したこと。期限前のものは守った割合に入れません。",
        "What one side owes the other by a time. Until that time it is outside the share kept.",
    ),
    "word_working_time": ("営業日・営業時間", "Working days and hours"),
    "term_working_time": (
        "約束の時計が進む日と時間。祝日と休業日には止まります。",
        "When the clock of a promise runs. It stands still on holidays.",
    ),
    "word_sent_back": ("差し戻し", "Sent back"),
    "term_sent_back": (
        "営業がリードをマーケに戻したこと。理由があれば、次に渡すリードを直せます。",
        "Sales returns a lead to marketing. With a reason, marketing can mend what it hands over.",
    ),
    # data
    "word_version": ("版", "Version"),
    "term_version": (
        "取り込みごとに作られるデータ一式。いつでも前の版に戻せます。",
        "All data as one import left them. The version before is one click away.",
    ),
    "word_link": ("リードと商談のつながり", "Link of lead and deal"),
    "term_link": (
        "どの商談がどのリードから来たか。ツールのID、次にメール、最後に人の確認で決まります。",
        "Which lead a deal came from: by the tool’s id, by e-mail, or by what a person says.",
    ),
    "word_snapshot": ("取り込みの差から分かった日", "Seen between two imports"),
    "term_snapshot": (
        "履歴のないツールでは、2回の取り込みの違いから段階の変化を知ります。日付は幅を持ちます。",
        "Where a tool exports no history, two imports compared tell the change, within some days.",
    ),
    "word_masked": ("伏せた名前", "Masked names"),
    "term_masked": (
        "映す画面では、氏名と会社名は頭文字だけです。",
        "On the wall, people and companies show by their first letter only.",
    ),
}
