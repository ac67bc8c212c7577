"""What the commands say, in English and Japanese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "not_published": (
        "Nothing was published; the version before stays in force.",
        "公開していません。以前の版がそのまま使われます。",
    ),
    "refuse_rows": (
        "--refuse-rows leaves these rows out and publishes the rest.",
        "--refuse-rows を付けると、この行を除いて公開します。",
    ),
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
    "file": ("{file}: {title} {object}, {rows:,} rows", "{file}: {title} {object}、{rows:,} 行"),
    "rows_refused": (", {count:,} refused", "、読めない行 {count:,}"),
    "rows_aside": (", {count:,} set aside", "、対象外 {count:,}"),
    "rows_superseded": (", {count:,} superseded", "、新しい行で置換 {count:,}"),
    "footer_rows": (", {count:,} lines that are no rows", "、表の行ではない {count:,} 行を除外"),
    "worth_reading": (
        "  Nothing is read from {header}, which may be {field}: tell by a mapping or on the page",
        "  {header} は読んでいません({field} かもしれません)。マッピングか画面で指定できます",
    ),
    "replaces": ("Replaces {file} ({rows:,} rows).", "{file}({rows:,} 行)と入れ替えます。"),
    "unused": ("Not used: {file}", "使わないもの: {file}"),
    "older": (
        "Careful: {file} was exported on {day}, before the one it came over ({in_force}).",
        "注意: {file} は {day} の書き出しで、それまでのもの({in_force})より古いファイルです。",
    ),
    "in_force": ("Version {version} is in force.", "版 {version} を公開しました。"),
    "back_in_force": (
        "Version {version} is in force again (it was version {before}).",
        "版 {version} に戻しました(それまでは版 {before})。",
    ),
    "is_in_force": ("Version {version} is in force already.", "版 {version} がすでに有効です。"),
    "nothing_to_do": (
        "Version {version} is in force already: nothing to do.",
        "版 {version} がすでに有効です。何もしません。",
    ),
    "no_versions": (
        "Nothing is in force yet: funnel import FILE...",
        "まだ何も公開されていません: funnel import ファイル...",
    ),
    "would_publish": (
        "Nothing was published: this is what would change.",
        "公開していません。公開すると次のように変わります。",
    ),
    "subject": (
        "  {subject}: {before:,} -> {after:,} ({new:,} new, {changed:,} changed, {gone:,} gone)",
        "  {subject}: {before:,} → {after:,}(新規 {new:,}、変更 {changed:,}、消失 {gone:,})",
    ),
    "other_rows": (
        "  {object}: {before:,} -> {after:,} rows",
        "  {object}: {before:,} → {after:,} 行",
    ),
    "spent": ("  {month} spend: {before} -> {after}", "  {month} 費用: {before} → {after}"),
    "past": (
        "  {month} {metric}: {before} -> {after}",
        "  {month} {metric}: {before} → {after}",
    ),
    "partial": (
        "  {tool} {object}: {lost:,} of {before:,} rows are not in the new file; --adds keeps them",
        "  {tool} {object}: {before:,} 行のうち {lost:,} 行が新しいファイルになし(--adds で残す)",
    ),
    "vanished": (
        "  {tool} {object}: without {columns}",
        "  {tool} {object}: なくなった列 {columns}",
    ),
    "can_be_imported": ("Nothing is wrong with it.", "問題はありません。"),
    "whole": (
        "All is whole: {versions:,} versions, {raw_files:,} raw files.",
        "異常はありません。版 {versions:,}、元ファイル {raw_files:,}。",
    ),
    "left_over": (
        "Of an import that was cut off, can be deleted: uploads/{folder}",
        "途中で切れた取り込みの残り(消してかまいません): uploads/{folder}",
    ),
    "waiting": (
        "Another import is under way: waiting for it to end.",
        "別の取り込みが動いています。終わるのを待っています。",
    ),
    "copying": ("keeping the files", "ファイルを保存"),
    "recognising": ("recognising tables", "表を判別"),
    "reading": ("reading", "読み取り"),
    "building": ("building the tables", "集計用の表を作成"),
    "saving": ("saving", "保存"),
    "watching": ("Watching {folder}.", "{folder} を見張っています。"),
    "imported": (
        "Imported {files}: version {version} is in force.",
        "{files} を取り込み、版 {version} を公開しました。",
    ),
    "refused": (
        "Refused {files}, moved to {folder}:",
        "{files} は取り込めません({folder} に移動):",
    ),
    "put_off": ("Not yet: {files}, tried again later:", "{files} はあとでもう一度試します:"),
    "entry": ("{mark} {number:>4}  {at}  {who}", "{mark} {number:>4}  {at}  {who}"),
    "entry_file": (
        "          {name}: {title} {object}, {rows:,} rows",
        "          {name}: {title} {object}、{rows:,} 行",
    ),
    "entry_change": (
        "          {subject}: {added:,} new, {changed:,} changed, {gone:,} gone",
        "          {subject}: 新規 {added:,}、変更 {changed:,}、消失 {gone:,}",
    ),
    "entry_back": (
        "          back in force {at} by {who}",
        "          {at} に {who} がこの版に戻した",
    ),
    "never_in_force": ("          never was in force", "          公開されなかった版"),
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
        "{month}: {wins} wins ({wins_range}), {revenue}",
        "{month}: 受注 {wins} 件({wins_range})、{revenue}",
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
    "cost_added": (
        "Cost {id} is kept; it counts once funnel rebuild or the next import took it in.",
        "費用 {id} を保存しました。funnel rebuild か次の取り込みで数字に入ります。",
    ),
    "cost": (
        "{id:>4}  {month}  {amount:>14,} {currency}  source {source}, campaign {campaign} ({who})",
        "{id:>4}  {month}  {amount:>14,} {currency}  ソース {source}、施策 {campaign}({who})",
    ),
    "cost_removed": (
        "Cost {id} is gone; funnel rebuild or the next import follows.",
        "費用 {id} を消しました。funnel rebuild か次の取り込みで数字に反映されます。",
    ),
    "agreement_none": (
        "Nothing is agreed on yet: what holds is what the app assumes.",
        "まだ合意がありません。アプリの初期値で集計しています。",
    ),
    "agreement_entry": (
        "{mark} {number:>3}  {since} - {until:<10}  {title} ({who}, {at}: {reason})",
        "{mark} 第{number}号  {since}〜{until:<10}  {title}({who}、{at}: {reason})",
    ),
    "agreement_back": (
        "       taken back by {who}, {at}: {reason}",
        "       取り消し: {who}、{at}: {reason}",
    ),
    "agreement_change": ("       {path}: {old} -> {new}", "       {path}: {old} → {new}"),
    "agreement_same": ("       No field differs.", "       内容に違いはありません。"),
    "agreement_saved": (
        "Agreement {number} is in force from {since}.",
        "合意 第{number}号を {since} から有効にしました。",
    ),
    "agreement_taken_back": (
        "Agreement {number} is taken back; the one before holds again.",
        "合意 第{number}号を取り消しました。その前の合意に戻ります。",
    ),
    "agreement_later": (
        "It judges what is imported from now on.",
        "これから取り込むデータに適用されます。",
    ),
    "agreement_judged": (
        "What is in force is judged by it already: nothing to do.",
        "公開中の版は、この合意で集計済みです。何もしません。",
    ),
    "agreement_judged_otherwise": (
        "Careful: the version in force was judged by other agreements: funnel agreement rejudge",
        "注意: 公開中の版は別の合意で集計されています。funnel agreement rejudge で集計し直せます。",
    ),
    "entry_judged": (
        "          judged anew by agreement {number}",
        "          合意 第{number}号で集計し直し",
    ),
    "judging": ("judging by the agreement", "合意に沿って集計"),
    "targets_none": (
        "No targets from {since} to {until}: funnel targets set, derive or import.",
        "{since}〜{until} の目標はありません: funnel targets set・derive・import で置けます。",
    ),
    "target_row": (
        (
            "{month} {name} {actual} of {target}, {expected} by now: {state} "
            "(working days {passed}/{days}, a year before {before})"
        ),
        (
            "{month} {name} 実績 {actual}/目標 {target}、今日までのペース {expected}: {state}"
            "(稼働日 {passed}/{days}、前年 {before})"
        ),
    ),
    "target_both": (
        "    entered by {who}; the imported file says {imported}",
        "    {who} が入力した目標。取り込んだファイルでは {imported}",
    ),
    "target_finding": ("! {text}", "! {text}"),
    "target_aside": (
        "Left aside, no figure of this name or an impossible value: {month} {metric} {value:,}",
        "使っていない目標(指標名が不明、または値が不正): {month} {metric} {value:,}",
    ),
    "target_set": ("{month} {name}: {value}", "{month} {name}: {value}"),
    "target_removed": (
        "{month} {name}: no target is entered any more.",
        "{month} {name}: 目標を消しました。",
    ),
    "targets_imported": (
        "{rows:,} targets read, {changed:,} changed.",
        "目標 {rows:,} 件を読み、{changed:,} 件を変更しました。",
    ),
    "targets_exported": (
        "{rows:,} targets written to {file}.",
        "目標 {rows:,} 件を {file} に書き出しました。",
    ),
    "targets_saved": (
        "{changed:,} targets changed; months that are over and what was adjusted stay.",
        "目標 {changed:,} 件を変更しました。過ぎた月と手で直した目標はそのままです。",
    ),
    "capacity_owner": (
        "{owner} {leads:,} leads undecided{leads_over}, {deals:,} deals open{deals_over}",
        "{owner} 判断待ちのリード {leads:,}件{leads_over}、進行中の商談 {deals:,}件{deals_over}",
    ),
    "capacity_take_back": (
        "To nurture: {lead} ({source}), {owner}, score {score}: {days} days untouched from {day}",
        "育成に戻せる: {lead}({source})、担当 {owner}、スコア {score}、{day}から{days}日間接触なし",
    ),
    "capacity_stuck": (
        "{stuck:,} more above what is agreed, all of them in somebody's hands.",
        "ほかに上限を超える {stuck:,} 件は、すべて対応中です。",
    ),
    "plan_goal": (
        "To win {goal} from {since} to {until}:",
        "{since}〜{until} に {goal} を受注するには:",
    ),
    "plan_won": (
        "{won} are won already; below is what is still to come.",
        "すでに {won} を受注。以下は残りに必要なもの。",
    ),
    "plan_rate": (
        "    by {rate} ({advanced:,} of {entered:,}; median {median} days, P90 {p90}): {state}",
        "    {rate}({entered:,}件中{advanced:,}件、中央値 {median}日、P90 {p90}日): {state}",
    ),
    "plan_agreed": ("agreed", "合意した率"),
    "plan_enough": ("own, enough data", "自社の実績(十分なデータ)"),
    "plan_young": ("own, still young", "自社の実績(まだ若い)"),
    "plan_too_few": ("own, few cases", "自社の実績(件数が少ない)"),
    "leads": ("leads", "リード"),
    "deals": ("deals", "商談"),
    "score_exported": ("the tool's score", "ツールのスコア"),
    "score_computed": ("the agreed points", "合意の点数"),
    "thresholds_head": (
        "By {score}, threshold {today}: MQLs of two years and what became of them",
        "{score}、しきい値 {today}: 2年間の MQL とその結果",
    ),
    "thresholds_unknown": (
        "Nothing to review: no scores, MQLs or SQLs are known.",
        "確かめられません: スコア、MQL または SQL が計測されていません。",
    ),
    "threshold_known": (
        (
            "{at_least}: {entered} MQLs, {reached} SQLs, {rate} in the end ({low} - {high}); "
            "from here up {kept} of today's MQLs at {above}, lift {lift}"
        ),
        (
            "{at_least}点: MQL {entered}人、SQL {reached}人、最終 {rate}({low}〜{high})。"
            "ここから上だけなら いまの MQL の {kept}、SQL 率 {above}、リフト {lift}"
        ),
    ),
    "threshold_unknown": (
        "{at_least}: {entered} leads, unknown: nobody worked them, or too few",
        "{at_least}点: リード {entered}人、不明(対応されていないか、件数が少ない)",
    ),
    "threshold_break_even": (
        "A band pays from {rate} on: cost of handling a lead by the worth of an SQL.",
        "採算の目安は SQL 率 {rate} 以上(リード1件の対応費用 ÷ SQL 1件の価値)。",
    ),
    "sla_head": (
        "Promises whose clock started {since} to {until}, as known on {as_of}:",
        "{since}〜{until} に期限の計測が始まった約束({as_of} 時点):",
    ),
    "sla_not_agreed": (
        "Nobody has agreed on anything yet: there are no promises to judge.",
        "合意がまだないため、評価する約束がありません。",
    ),
    "sla_none": ("No promise fell into the period.", "期間内に対象となる約束がありません。"),
    "sla_counts": (
        "met {met:,}, broken {broken:,}, open {open:,}",
        "達成 {met:,}、未達 {broken:,}、期限前 {open:,}",
    ),
    "sla_no_data": ("no data  {counts}", "データなし  {counts}"),
    "sla_cannot_judge": (
        ", cannot be judged {number:,} ({reasons})",
        "、判断できない {number:,}({reasons})",
    ),
    "sla_taken": (
        "  median {median:.1f}, P90 {p90:.1f} {unit} (n={timed:,})",
        "  中央値 {median:.1f}・P90 {p90:.1f} {unit}(n={timed:,})",
    ),
    "sla_inquiry": (
        "  since the inquiry: median {median:.1f}, P90 {p90:.1f} {unit} (n={timed:,})",
        "  問い合わせから: 中央値 {median:.1f}・P90 {p90:.1f} {unit}(n={timed:,})",
    ),
    "sla_month": (
        "  {month}: {mqls:,} MQLs of {promised:,} promised; an even pace is {expected:.0f} by now",
        "  {month}: MQL {mqls:,}件(約束 {promised:,}件。均等なら現時点で {expected:.0f}件)",
    ),
    "sla_month_unknown": (
        "  {month}: MQLs cannot be counted ({reason}); {promised:,} promised",
        "  {month}: MQL は数えられません({reason})。約束 {promised:,}件",
    ),
    "sla_cost": (
        (
            "Leads waiting beyond the promised first contact, undecided: {leads:,}. What so many "
            "handed-over leads bring is {value} ({low} to {high}): an association, no proof of "
            "what the delay costs."
        ),
        (
            "初回接触の期限を過ぎ、判断もされていないリード: {leads:,}件。引き渡したリードが"
            "同じ件数でもたらす額は {value}({low}〜{high})。関連であり、遅れの影響の証明では"
            "ありません。"
        ),
    ),
    "sla_cost_not_measured": (
        "Leads waiting beyond the promised first contact, undecided: {leads:,} (worth: unknown).",
        "初回接触の期限を過ぎ、判断もされていないリード: {leads:,}件(金額は未計測)。",
    ),
    "sla_due": ("Due by {day}: {total:,}", "{day} までに期限: {total:,}件"),
    "sla_overdue": ("Overdue: {total:,}", "期限切れ: {total:,}件"),
    "sla_row_due": ("{name}: due {due}", "{name}: 期限 {due}"),
    "sla_row_overdue": (
        "{name}: was due {due}, days late: {days:,}",
        "{name}: 期限 {due}、{days:,}日超過",
    ),
    "meeting_held": ("Kept: {kind} meeting held on {day}.", "{day} の会議({kind})を記録しました。"),
    "meeting_forgotten": (
        "Taken out: {kind} meeting on {day}.",
        "{day} の会議({kind})の記録を取り消しました。",
    ),
}
