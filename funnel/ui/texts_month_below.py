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
        "{month}: {share} ({counts}) within {weeks} weeks",
    ),
    "cohorts_cell_young": (
        "{month}: {weeks}週たっていない人がいます(いままで{counts})",
        "{month}: not all have had {weeks} weeks yet ({counts} so far)",
    ),
    "cohorts_says": (
        (
            "**{months}のコホートは、{weeks}週以内に{target}へ{share}到達**"
            "({counts}、80%区間 {low}〜{high})。"
        ),
        (
            "**The cohorts of {months} reach {target} at {share} within {weeks} weeks** "
            "({counts}, 80% interval {low} to {high})."
        ),
    ),
    "cohorts_young": (
        "新しいほうの{count}か月はまだ判断できません。",
        " The latest {count} are too young to judge.",
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
            "{weeks} weeks."
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
}
