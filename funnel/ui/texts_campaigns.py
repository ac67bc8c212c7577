"""What the cards of the campaigns say."""

TEXTS: dict[str, tuple[str, str]] = {
    "campaigns_title": ("キャンペーン", "Campaigns"),
    "campaigns_note": (
        "実施中・新しい順。費用と結果は開始から今まで",
        "Running and latest first · from their first day until now",
    ),
    "campaigns_none": (
        "この期間のキャンペーンは記録されていません",
        "No campaign is recorded in this period",
    ),
    "campaigns_bring": (
        "リードか接点のキャンペーン列、または費用の表を取り込むと、1件ずつ表示します。",
        "Bring the campaign of leads or touches, or a table of costs: each then has its card.",
    ),
    "campaigns_over": (
        "実施中のキャンペーンはありません(この期間に{count}件)",
        "No campaign is running ({count} in this period)",
    ),
    "campaigns_said": (
        "実施中{running}件すべてに、目的と営業への依頼が書かれています",
        "All {running} that run say why, and what sales is asked to do",
    ),
    "campaigns_unsaid": (
        "実施中{running}件のうち、目的と営業への依頼が書かれているのは{said}件。残りを書く",
        "Of {running} that run {said} say why and what sales is asked to do. Write the others",
    ),
    "campaigns_rest": ("ほかの{count}件から選ぶ", "Choose from {count} others"),
    "campaigns_most": (
        "{total}件のうち新しい{shown}件から選べます。",
        "The latest {shown} of {total} can be chosen.",
    ),
    "campaign_running": ("実施中", "running"),
    "campaign_ended": ("終了", "over"),
    "campaign_nobody": (
        "新しく連れてきたリードはありません(接点 {touches}件)",
        "Brought no new lead (touches: {touches})",
    ),
    "campaign_matured": (
        "(受注見込みの{matured}まで)",
        "({matured} of the wins to come are in)",
    ),
    "campaign_no_cost": ("費用は未計測", "cost not measured"),
    "campaign_cost": ("費用 **{cost}**", "Cost **{cost}**"),
    "campaign_value": ("受注額 **{value}**", "won **{value}**"),
    "campaign_why": ("目的", "Why"),
    "campaign_asked": ("営業への依頼", "Asked of sales"),
    "campaign_outcome": ("営業の反応", "What came of it"),
    "campaign_unwritten": ("まだ書かれていません", "not written yet"),
    "campaign_nothing_said": ("まだありません", "nothing yet"),
    "campaign_refused": (
        "断り {count}/{decided}({reasons})",
        "refused {count} of {decided} ({reasons})",
    ),
    "campaign_lost": ("失注 {count}({reasons})", "lost {count} ({reasons})"),
    "campaign_voice": ("{day} 声「{said}」", "{day} voice “{said}”"),
    "campaign_write": ("目的と依頼を書く", "Write why and what for"),
    "campaign_change": ("書き直す", "Change the words"),
    "campaign_keep": ("保存", "Keep"),
}
