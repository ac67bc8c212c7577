"""What goes wrong when something is sent."""

# kind: (English, Japanese)
PROBLEMS: dict[str, tuple[str, str]] = {
    "nowhere_to_send": (
        "say where it goes: --to and --smtp, --slack, --teams or --google-chat; or --print",
        "送り先を指定してください: --to と --smtp、--slack、--teams、--google-chat、または --print",
    ),
    "sending_incomplete": (
        "{value} is needed as well",
        "{value} も必要です",
    ),
    "variable_missing": (
        "the environment variable {value} is not set",
        "環境変数 {value} が設定されていません",
    ),
    "not_an_address": (
        "'{value}' is not an e-mail address like aoi@example.co.jp",
        "「{value}」はメールアドレスとして使えません(例: aoi@example.co.jp)",
    ),
    "not_a_server": (
        "'{value}' is not a mail server like mail.example.co.jp:587",
        "「{value}」はメールサーバーとして使えません(例: mail.example.co.jp:587)",
    ),
    "not_a_link": (
        "'{value}' is not an address like https://funnel.example.co.jp/",
        "「{value}」はアドレスとして使えません(例: https://funnel.example.co.jp/)",
    ),
    "not_a_webhook": (
        "what {value} holds is not the https address of a webhook",
        "{value} の値は Webhook の https アドレスではありません",
    ),
    "login_unprotected": (
        "the password would go to {value} readable by others: add --starttls or --ssl",
        "パスワードが暗号化されずに {value} へ送られます。--starttls か --ssl を付けてください",
    ),
    "login_not_ascii": (
        "the user and password for {value} may hold letters, digits and signs of ASCII only",
        "{value} のユーザー名とパスワードに使えるのは半角の英数字と記号だけです",
    ),
    "mail_needs_login": (
        "{value} wants a login ({detail}): nothing was sent; add --user and --password-env",
        (
            "{value} はログインが必要です({detail})。送っていません。"
            "--user と --password-env を付けてください"
        ),
    ),
    "mail_login_refused": (
        "{value} did not accept the user and password ({detail}): nothing was sent",
        "{value} がユーザー名とパスワードを受け付けません({detail})。送っていません",
    ),
    "mail_not_offered": (
        "{value} does not offer what was asked for ({detail}): nothing was sent",
        "{value} は指定の方式に対応していません({detail})。送っていません",
    ),
    "mail_refused": (
        "{value} refused the e-mail ({detail}): nothing was sent",
        "{value} がメールを拒否しました({detail})。送っていません",
    ),
    "recipient_refused": (
        "{value} was refused ({detail}): nothing was sent there",
        "宛先 {value} は拒否されました({detail})。この宛先には送っていません",
    ),
    "webhook_refused": (
        "{value} refused the message ({detail}): nothing was sent",
        "{value} がメッセージを拒否しました({detail})。送っていません",
    ),
    "webhook_busy": (
        "{value} takes no more messages for now: nothing was sent; try again in {detail} s",
        "{value} は混み合っています。送っていません。{detail}秒後にもう一度お試しください",
    ),
    "unreachable": (
        "{value} cannot be reached ({detail}): nothing was sent",
        "{value} に接続できません({detail})。送っていません",
    ),
    "too_slow": (
        "{value} did not answer within {detail} s: nothing was sent",
        "{value} が{detail}秒以内に応答しません。送っていません",
    ),
    "perhaps_sent": (
        (
            "{value} took the message and did not say whether it is delivered ({detail}): it may "
            "have arrived, so it is not sent a second time; --again does"
        ),
        (
            "{value} にメッセージを渡しましたが、届いたかどうかの返事がありません({detail})。"
            "届いた可能性があるため、二度は送りません。送り直すには --again"
        ),
    ),
    "digest_unsettled": (
        (
            "an earlier run today began to send to {value}, and nobody knows whether it arrived: "
            "not sent a second time; --again does"
        ),
        (
            "今日の前回の実行で {value} へ送り始めましたが、届いたかどうか分かりません。"
            "二度は送りません。送り直すには --again"
        ),
    ),
}
