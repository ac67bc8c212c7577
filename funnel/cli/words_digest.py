"""What `funnel digest` and `funnel export` say."""

# key: (English, Japanese)
WORDS: dict[str, tuple[str, str]] = {
    "digest_nothing": (
        "Nothing asks for anything: not sent without --always.",
        "いま伝えることはありません。送っていません(--always で送ります)。",
    ),
    "digest_sent": ("Sent: {target} ({channel})", "送りました: {target}({channel})"),
    "digest_already": (
        "Not sent again: {target} ({channel}) has it today; --again sends it.",
        "今日はもう送りました: {target}({channel})。送り直すには --again",
    ),
    "export_written": ("Written: {file}", "書き出しました: {file}"),
    "channel_mail": ("e-mail", "メール"),
    "channel_slack": ("Slack", "Slack"),
    "channel_teams": ("Teams", "Teams"),
    "channel_google_chat": ("Google Chat", "Google Chat"),
}
