"""What the commands say of targets, of plans and of what people can handle."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
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
}
