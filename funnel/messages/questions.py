"""What is wrong with what was asked of the figures."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "nothing_published": (
        "nothing has been imported yet: funnel import FILE...",
        "まだ何も取り込まれていません: funnel import ファイル...",
    ),
    "unknown_name": (
        "there is no {detail} '{value}'",
        "{detail}「{value}」はありません",
    ),
    "not_a_condition": (
        "'{value}' is not a condition: write NAME=VALUE",
        "「{value}」は条件として読めません: 名前=値 と書いてください",
    ),
    "month_not_over": (
        "the month {value} is not over on {detail}",
        "{value} は {detail} の時点でまだ終わっていません",
    ),
    "whatif_nothing_asked": (
        "say what is to be otherwise: --stage and --rate, --more, --contact-within or --threshold",
        "何を変えるかを指定してください: --stage と --rate、--more、--contact-within、--threshold",
    ),
    "not_a_number_of": (
        "'{value}' cannot be meant; as in {detail} (rates from 0 to 1)",
        "「{value}」は指定できません。例: {detail}(率は 0〜1)",
    ),
    "whatif_not_together": (
        "one thing at a time: {value} is answered without {detail}",
        "一度に1つだけ変えられます: {value} と {detail} は同時に指定できません",
    ),
    "empty_period": (
        "the period is empty: {detail}",
        "期間が空です: {detail}",
    ),
}
