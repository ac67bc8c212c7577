"""What is wrong with a target, or with what targets are derived from."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "unknown_target_metric": (
        "'{value}' is no figure that targets are set for",
        "「{value}」は目標を置ける指標ではありません",
    ),
    "target_impossible": (
        "{value} cannot be a target of {detail}: whole, from 0 to below 10^15; a rate up to 1",
        "{detail} の目標に {value} は使えません(0以上10^15未満の整数、率は100%まで)",
    ),
    "target_twice": (
        "{detail} has a second target for {value}",
        "{detail} の {value} の目標が重複しています",
    ),
    "not_a_month": (
        "'{value}' is not a month like 2026-10",
        "「{value}」は月として読めません(例: 2026-10)",
    ),
    "target_column_missing": (
        "this column is missing: month, metric and value are needed",
        "この列がありません。月・指標・目標が必要です",
    ),
    "no_rate": (
        "nobody is known to have gone from {detail} to {value}: agree on the rate in the agreement",
        "{detail} から {value} へ進んだ実績がありません。合意の rates に率を書いてください",
    ),
    "no_deal_value": (
        "no win with an amount in the last year: agree on the value of a win in the agreement",
        "過去1年に金額のある受注がありません。合意の rates に受注単価を書いてください",
    ),
    "month_out_of_reach": (
        "{value} is too far off for targets: {detail} can be",
        "{value} は目標の対象外です({detail} の範囲で指定してください)",
    ),
    "nothing_to_win": (
        "the goal is to be above 0, and no month's below it",
        "目標の金額は0より大きくしてください(月ごとの値に負の数は使えません)",
    ),
    "target_column_twice": ("this column stands twice", "この列が2つあります"),
}
