"""What is wrong with something the meeting wants to write down."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "action_changed_meanwhile": (
        "'{value}' was changed meanwhile ({detail}): nothing was saved; look at it and save again",
        (
            "「{value}」はその間に変更されました({detail})。"
            "保存していません。内容を確かめて、もう一度保存してください"
        ),
    ),
    "action_incomplete": (
        "an action needs words that say what, and somebody who does it",
        "行動には内容と担当者が要ります",
    ),
    "action_dates": (
        "{value} is before the day it was decided, {detail}",
        "{value} は決めた日({detail})より前です",
    ),
    "campaign_changed_meanwhile": (
        (
            "what is said of '{value}' was changed meanwhile ({detail}): nothing was saved; "
            "look at it and save again"
        ),
        (
            "「{value}」の説明はその間に変更されました({detail})。"
            "保存していません。内容を確かめて、もう一度保存してください"
        ),
    ),
    "note_empty": ("there are no words to keep", "書き留める言葉がありません"),
    "rating_out_of_range": (
        "{value} is no rating from 1 to 10",
        "{value} は1から10の評価ではありません",
    ),
    "voice_incomplete": (
        "it is not said what this is about, or why",
        "何についてか、どんな理由かが足りません",
    ),
    "event_incomplete": ("it is not said what happened", "何があったかが書かれていません"),
    "event_changed_meanwhile": (
        "'{value}' was changed meanwhile ({detail}): nothing was saved; look at it and save again",
        (
            "「{value}」はその間に変更されました({detail})。"
            "保存していません。内容を確かめて、もう一度保存してください"
        ),
    ),
}
