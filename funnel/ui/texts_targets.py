"""What the page of targets says."""

TEXTS: dict[str, tuple[str, str]] = {
    "page_targets": ("目標", "Targets"),
    "targets_month": ("この月", "this month"),
    "targets_year": ("この年度", "this fiscal year"),
    "targets_none": ("まだ目標がありません", "There are no targets yet"),
    "targets_none_why": (
        "目標の CSV を取り込むか、受注額の目標から各段階の目標を計算できます。",
        "Bring targets as CSV, or derive those of every stage from the value to be won.",
    ),
    "targets_none_next": (
        "下で、受注額から各段階の目標を計算するか、CSV を読み込む。",
        "Below, derive those of every stage from the value to be won, or bring a CSV.",
    ),
    "targets_on_track": ("目標から遅れている段階はありません", "No stage is behind its target"),
    "targets_behind": (
        "{metric}が遅れ: {actual}(今日までの目安 {expected}・目標 {target})",
        "{metric} behind: {actual} ({expected} by now, target {target})",
    ),
    "targets_missed": (
        "{metric}は未達: {actual}(目標 {target})",
        "{metric} missed: {actual} (target {target})",
    ),
    "targets_evidence": (
        "{day}時点。{count}の目標のうち{late}が遅れています(偶然の幅を超えたものだけ)。",
        "As of {day}: {late} of {count} targets are behind, by more than chance.",
    ),
    "targets_next": (
        "目安を下回る段階から、何を増やすかを決める。",
        "Decide what to do more of, from the stage below its pace.",
    ),
    "targets_next_finding": (
        "成り立たない目標を直す: {finding}",
        "Mend what cannot work: {finding}",
    ),
    "targets_next_take_back": (
        "手が回らないリード{count}件を、マーケが引き取って育成する。",
        "Let marketing take back {count} leads that nobody has time for.",
    ),
    "targets_note": ("営業日 {passed} / {days}", "Working day {passed} of {days}"),
    "targets_column_metric": ("指標", "Figure"),
    "targets_column_segment": ("対象", "Of"),
    "targets_column_target": ("目標", "Target"),
    "targets_column_pace": ("今日までの目安", "By now"),
    "targets_column_actual": ("実績", "Actual"),
    "targets_column_state": ("状態", "State"),
    "targets_column_year_before": ("前年", "Year before"),
    "targets_edit": ("{month} の目標を手で変える", "Set the targets of {month} by hand"),
    "targets_save": ("目標を保存", "Save targets"),
    "targets_saved": ("目標を {count}件 保存しました。", "{count} targets saved."),
    "targets_derive": ("受注額から目標を計算する", "Derive targets from the value to be won"),
    "targets_goal": (
        "{since}〜{until} の受注額の目標({currency})",
        "Value to be won, {since} to {until} ({currency})",
    ),
    "targets_plan_for": (
        "{since}〜{until} に {goal} を受注するための目標",
        "What it takes to win {goal} from {since} to {until}",
    ),
    "targets_from_file": (
        "{metrics}は取り込んだファイルのもので、ここでは消せません(別の数の入力はできます)。",
        "{metrics}: from an imported file, not to be cleared here; enter another number instead.",
    ),
    "targets_reckon": ("計算する", "Derive"),
    "targets_save_plan": (
        "今月からの目標として保存",
        "Save as targets from this month on",
    ),
    "targets_csv": ("CSV で出し入れする", "As CSV"),
    "targets_upload": ("目標の CSV を読み込む", "Read targets from a CSV"),
    "month_title": ("月", "Month"),
    "capacity_title": ("対応できる量", "Capacity"),
    "capacity_note": (
        "担当1人あたり 未決リード{leads}・商談{deals}まで",
        "Agreed an owner: {leads} leads, {deals} deals",
    ),
    "capacity_nobody": ("担当なし", "Nobody"),
    "capacity_leads": ("未決リード", "Undecided leads"),
    "capacity_deals": ("進行中の商談", "Open deals"),
    "capacity_take_back": ("マーケが引き取れる", "To take back"),
    "capacity_over": ("{count}超過", "{count} over"),
    "capacity_take_back_rows": (
        "手つかずのまま待っているリード {count}件",
        "Leads that wait untouched: {count}",
    ),
}
