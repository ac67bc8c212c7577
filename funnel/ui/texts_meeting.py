"""What the meeting says on its screen: deciding, the agenda, the minutes."""

TEXTS: dict[str, tuple[str, str]] = {
    # deciding
    "decide": ("行動にする", "Make it an action"),
    "decide_dialog": ("行動を決める", "Decide on an action"),
    "decide_title": ("何をするか", "What is to be done"),
    "decide_owner": ("担当", "Owner"),
    "decide_owner_hint": ("選ぶか、名前を入力", "Choose or type a name"),
    "decide_due": ("期限", "Due"),
    "decide_figure": ("動かす数字", "Figure it should move"),
    "decide_no_figure": ("(決めない)", "(none)"),
    "decide_promise": ("約束: {promise}", "Promise: {promise}"),
    "decide_check": ("効果の確認日", "Checked on"),
    "decide_keep": ("決定する", "Decide"),
    "decide_kept": ("決定しました: {title}", "Decided: {title}"),
}
