"""`funnel digest` against a real mail server and a real webhook on this machine."""

from __future__ import annotations

import email
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from funnel.cli import app
from funnel.store.team import Sending, TeamStore
from tests.digests import DECIDED, LEADS, lead, small_company
from tests.hosts import ChatHost, MailHost

NOTHING = [DECIDED]
AOI, KEN = "aoi@aster.example", "ken@aster.example"
LINK = "https://funnel.example.co.jp/?view=week&lang=ja"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which something is overdue."""
    return small_company(tmp_path_factory.mktemp("asking")).workspace.home


@pytest.fixture
def home(tmp_path: Path, asking: Path) -> Path:
    return shutil.copytree(asking, tmp_path / "workspace")


class Run:
    """What a run said, and its exit code."""

    def __init__(self, home: Path, *options: str, language: str = "en", **secrets: str) -> None:
        environment = {"FUNNEL_HOME": str(home), "FUNNEL_LANG": language, **secrets}
        result = CliRunner().invoke(app, ["digest", *options], env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.output = result.exit_code, result.output

    @property
    def told(self) -> Any:
        return json.loads(self.output)

    @property
    def outcomes(self) -> list[tuple[str, str, str | None]]:
        """Target, what became of it, the kind of error."""
        return [
            (one["target"], one["outcome"], one["error"] and one["error"]["kind"])
            for one in self.told["sent"]
        ]


def by_mail(host: MailHost, *to: str) -> list[str]:
    options = ["--from", "funnel@aster.example", "--smtp", host.name, "--timeout", "0.5", "--json"]
    for address in to or (AOI,):
        options += ["--to", address]
    return options


def by_slack(host: ChatHost) -> tuple[list[str], dict[str, str]]:
    return ["--slack", "HOOK", "--timeout", "0.5", "--json"], {"HOOK": host.address}


def states(home: Path) -> list[str]:
    return [one.state for one in TeamStore(home).digests()]


def header(message: Message, name: str) -> str:
    return str(make_header(decode_header(message[name])))


def parts_of(message: Message) -> list[Any]:
    return list(message.walk())[1:]


# --- mail


def test_the_mail_arrives_once_and_can_be_read(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost().running())
    first = Run(home, *by_mail(host, AOI, KEN), "--link", LINK)
    assert first.outcomes == [(AOI, "sent", None), (KEN, "sent", None)]
    again = Run(home, *by_mail(host, AOI, KEN.upper(), AOI), "--link", LINK)
    assert (again.code, again.outcomes) == (
        0, [(AOI, "already", None), (KEN.upper(), "already", None)],
    )  # fmt: skip
    ((sender, recipients, content),) = host.mails
    assert (sender, recipients) == ("funnel@aster.example", [AOI, KEN])
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 78
    message = email.message_from_bytes(content)
    assert header(message, "Subject") == first.told["subject"]
    assert first.told["subject"].startswith("【共有ファネル】まだ判断できません・期限切れ 1件")
    assert (message["To"], message["Auto-Submitted"]) == (f"{AOI}, {KEN}", "auto-generated")
    text, page = (part.get_payload(decode=True).decode() for part in parts_of(message))
    assert text == first.told["text"]
    assert "<li>3日 超過・受入または差し戻し: 阿… 株式会社ア… / Web / 伊藤</li>" in page
    assert f'<a href="{LINK.replace("&", "&amp;")}">画面で開く</a>' in page
    assert "阿部" not in page
    assert "アスター" not in page


def test_a_refused_recipient_is_named_and_tried_again_alone(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost(refuses={KEN}).running())
    first = Run(home, *by_mail(host, AOI, KEN))
    assert first.code == 2
    assert first.outcomes == [(AOI, "sent", None), (KEN, "failed", "recipient_refused")]
    assert first.told["sent"][1]["error"]["text"] == (
        f"{KEN} was refused (550 5.1.1 no such user): nothing was sent there"
    )
    host.refuses.clear()
    second = Run(home, *by_mail(host, AOI, KEN))
    assert second.outcomes == [(AOI, "already", None), (KEN, "sent", None)]
    assert [recipients for _, recipients, _ in host.mails] == [[AOI], [KEN]]


def test_if_all_are_refused_no_mail_is_handed_in(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost(refuses={AOI}).running())
    assert Run(home, *by_mail(host)).outcomes == [(AOI, "failed", "recipient_refused")]
    assert host.mails == []
    assert "DATA" not in host.commands


def test_a_login_is_asked_for_given_and_refused(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost(login=("me", "other")).running())
    assert Run(home, *by_mail(host)).outcomes == [(AOI, "failed", "mail_needs_login")]
    login = ["--user", "me", "--password-env", "MAIL_PASSWORD"]
    wrong = Run(home, *by_mail(host), *login, MAIL_PASSWORD="wrong")
    assert wrong.outcomes == [(AOI, "failed", "mail_login_refused")]
    assert wrong.told["sent"][0]["error"]["detail"] == "535 5.7.8 wrong password"
    host.login = ("me", "password")
    right = Run(home, *by_mail(host), *login, MAIL_PASSWORD="password")
    assert right.outcomes == [(AOI, "sent", None)]
    assert "password" not in right.output
    assert len(host.mails) == 1


@pytest.mark.parametrize("step", ["greeting", "MAIL", "RCPT"])
def test_a_server_that_is_slow_before_it_has_the_mail(
    home: Path, stack: ExitStack, step: str
) -> None:
    host = stack.enter_context(MailHost(slow_at=step).running())
    begun = time.monotonic()
    slow = Run(home, *by_mail(host))
    assert time.monotonic() - begun < 10
    assert (slow.code, slow.outcomes) == (2, [(AOI, "failed", "too_slow")])
    host.slow_at = ""
    assert Run(home, *by_mail(host)).outcomes == [(AOI, "sent", None)]
    assert len(host.mails) == 1


@pytest.mark.parametrize("behaviour", ["slow_at", "drops_at"])
def test_a_server_that_has_the_mail_and_says_nothing_is_not_sent_it_twice(
    home: Path, stack: ExitStack, behaviour: str
) -> None:
    host = stack.enter_context(MailHost().running())
    setattr(host, behaviour, "end")
    unsure = Run(home, *by_mail(host))
    assert (unsure.code, unsure.outcomes) == (2, [(AOI, "unsure", "perhaps_sent")])
    host.slow_at = host.drops_at = ""
    second = Run(home, *by_mail(host))
    assert (second.code, second.outcomes) == (2, [(AOI, "unsettled", "digest_unsettled")])
    assert len(host.mails) == 1  # it did arrive
    assert Run(home, *by_mail(host), "--again").outcomes == [(AOI, "sent", None)]
    assert (len(host.mails), states(home)) == (2, ["sent"])


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("greeting", "554 no service"),
        ("MAIL", "452 4.3.1 no room"),
        ("DATA", "451 4.7.1 try again later"),
        ("end", "552 5.3.4 too big"),
    ],
)
def test_a_server_that_refuses_says_why_and_may_be_asked_again(
    home: Path, stack: ExitStack, step: str, answer: str
) -> None:
    host = stack.enter_context(MailHost(answers={step: answer}).running())
    refused = Run(home, *by_mail(host))
    assert (refused.code, refused.outcomes) == (2, [(AOI, "failed", "mail_refused")])
    assert refused.told["sent"][0]["error"]["detail"] == answer
    assert states(home) == ["failed"]
    host.answers.clear()
    assert Run(home, *by_mail(host)).outcomes == [(AOI, "sent", None)]
    assert len(host.mails) == 1


def test_a_server_that_is_not_there(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = Run(home, *by_mail(MailHost(port=port)))
    assert (gone.code, gone.outcomes) == (2, [(AOI, "failed", "unreachable")])


def test_encryption_that_is_not_offered_is_not_done_without(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost().running())
    asked = Run(home, *by_mail(host), "--starttls")
    assert asked.outcomes == [(AOI, "failed", "mail_not_offered")]
    assert host.mails == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificate")
@pytest.mark.parametrize("option", ["--starttls", "--ssl"])
def test_encrypted_and_only_to_whom_the_certificate_names(
    home: Path, stack: ExitStack, tmp_path: Path, option: str
) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    at_once = option == "--ssl"
    host = MailHost(login=("me", "secret"), secrets=tmp_path, from_the_start=at_once)
    stack.enter_context(host.running())
    options = [*by_mail(host), option, "--user", "me", "--password-env", "P", "--timeout", "5"]
    unknown = Run(home, *options, P="secret")
    assert unknown.outcomes == [(AOI, "failed", "unreachable")]
    assert "certificate verify failed" in unknown.told["sent"][0]["error"]["detail"]
    trusted = Run(home, *options, P="secret", SSL_CERT_FILE=str(tmp_path / "cert.pem"))
    assert trusted.outcomes == [(AOI, "sent", None)]
    assert len(host.mails) == 1


# --- chats


def test_the_webhook_is_called_once(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(ChatHost().running())
    options, secrets = by_slack(host)
    first, second = Run(home, *options, **secrets), Run(home, *options, **secrets)
    assert first.outcomes == [("HOOK", "sent", None)]
    assert second.outcomes == [("HOOK", "already", None)]
    ((path, kind, content),) = host.posts
    assert (path, kind) == ("/services/secret-path?key=secret", "application/json; charset=UTF-8")
    assert json.loads(content)["text"] == first.told["subject"]
    assert "secret" not in first.output + second.output


@pytest.mark.parametrize(
    ("host", "kind", "detail"),
    [
        (ChatHost(500, b"oh no"), "webhook_refused", "HTTP 500: oh no"),
        (ChatHost(404, b"no_service"), "webhook_refused", "HTTP 404: no_service"),
        (ChatHost(400, b""), "webhook_refused", "HTTP 400"),
        (ChatHost(429, b"", {"Retry-After": "30"}), "webhook_busy", "30"),
        (ChatHost(307, b"", {"Location": "/elsewhere"}), "webhook_refused", "HTTP 307"),
    ],
    ids=["500", "404", "400", "429", "307"],
)
def test_a_webhook_that_refuses_says_why_and_may_be_asked_again(
    home: Path, stack: ExitStack, host: ChatHost, kind: str, detail: str
) -> None:
    stack.enter_context(host.running())
    options, secrets = by_slack(host)
    refused = Run(home, *options, **secrets)
    assert (refused.code, refused.outcomes) == (2, [("HOOK", "failed", kind)])
    assert refused.told["sent"][0]["error"]["detail"] == detail
    assert "secret" not in refused.output
    assert len(host.posts) == 1  # no second try, no following elsewhere
    host.status, host.headers = 202, {}
    assert Run(home, *options, **secrets).outcomes == [("HOOK", "sent", None)]


@pytest.mark.parametrize(
    "host", [ChatHost(is_slow=True), ChatHost(drops=True), ChatHost(504, b"late")],
    ids=["slow", "hangs up", "gateway"],
)  # fmt: skip
def test_a_webhook_that_has_the_message_and_says_nothing_is_not_called_twice(
    home: Path, stack: ExitStack, host: ChatHost
) -> None:
    stack.enter_context(host.running())
    options, secrets = by_slack(host)
    begun = time.monotonic()
    unsure = Run(home, *options, **secrets)
    assert time.monotonic() - begun < 10
    assert (unsure.code, unsure.outcomes) == (2, [("HOOK", "unsure", "perhaps_sent")])
    assert "secret" not in unsure.output
    second = Run(home, *options, **secrets)
    assert second.outcomes == [("HOOK", "unsettled", "digest_unsettled")]
    assert len(host.posts) == 1


def test_a_webhook_that_is_not_there(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host = ChatHost(port=taken.getsockname()[1])
    options, secrets = by_slack(host)
    gone = Run(home, *options, **secrets)
    assert (gone.code, gone.outcomes) == (2, [("HOOK", "failed", "unreachable")])
    assert states(home) == ["failed"]


def test_one_that_fails_keeps_the_others_from_nothing(home: Path, stack: ExitStack) -> None:
    mail = stack.enter_context(MailHost(answers={"MAIL": "452 no room"}).running())
    slack, teams = ChatHost(500, b""), ChatHost(202, b"")
    stack.enter_context(slack.running())
    stack.enter_context(teams.running())
    options = [*by_mail(mail), "--slack", "S", "--teams", "T"]
    run = Run(home, *options, S=slack.address, T=teams.address)
    assert run.code == 2
    assert run.outcomes == [
        (AOI, "failed", "mail_refused"), ("S", "failed", "webhook_refused"), ("T", "sent", None),
    ]  # fmt: skip
    assert json.loads(teams.posts[0][2])["type"] == "message"


def test_a_run_that_died_in_the_middle_is_not_repeated(home: Path, stack: ExitStack) -> None:
    """It claimed the target and was killed before it could say what came of it."""
    host = stack.enter_context(ChatHost().running())
    options, secrets = by_slack(host)
    told = Run(home, *options, **secrets).told
    team = TeamStore(home)
    (sent,) = team.digests()
    assert sent.sending == Sending.of(
        sent.sending.day, told["version"], "slack", host.address, told["text"]
    )
    team.settle_digest(sent.sending, "sending", at=sent.at)
    assert Run(home, *options, **secrets).outcomes == [("HOOK", "unsettled", "digest_unsettled")]
    assert len(host.posts) == 1


def test_a_run_that_is_killed_while_it_sends_is_not_repeated(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(ChatHost(is_slow=True).running())
    options, secrets = by_slack(host)
    command = [sys.executable, "-c", "from funnel.cli import app; app()", "digest", *options]
    environment = os.environ | {"FUNNEL_HOME": str(home), **secrets}
    with subprocess.Popen([*command, "--timeout", "60"], env=environment) as process:
        begun = time.monotonic()
        while not host.posts and process.poll() is None and time.monotonic() - begun < 60:
            time.sleep(0.01)
        process.kill()
    assert states(home) == ["sending"]
    assert Run(home, *options, **secrets).outcomes == [("HOOK", "unsettled", "digest_unsettled")]
    assert len(host.posts) == 1


def test_a_new_version_is_sent_the_same_day(tmp_path: Path, stack: ExitStack) -> None:
    crm = small_company(tmp_path)
    host = stack.enter_context(ChatHost().running())
    options, secrets = by_slack(host)
    Run(crm.workspace.home, *options, **secrets)
    crm.bring("2026-03-06", leads=[*LEADS, lead("more", "2026-02-26")])
    assert Run(crm.workspace.home, *options, **secrets).outcomes == [("HOOK", "sent", None)]
    assert len(host.posts) == 2


# --- only when there is something to say


def test_nothing_to_say_is_not_sent_but_always_is(tmp_path: Path, stack: ExitStack) -> None:
    home = small_company(tmp_path, NOTHING).workspace.home
    host = stack.enter_context(ChatHost().running())
    options, secrets = by_slack(host)
    quiet = Run(home, *options, **secrets)
    assert (quiet.code, quiet.told["reasons"], quiet.told["sent"], host.posts) == (0, [], [], [])
    assert states(home) == []
    people = Run(home, *options[:-1], **secrets)
    assert people.output == "Nothing asks for anything: not sent without --always.\n"
    assert Run(home, *options, "--always", **secrets).outcomes == [("HOOK", "sent", None)]
    assert len(host.posts) == 1


def test_for_people_in_both_languages(home: Path, stack: ExitStack) -> None:
    mail = stack.enter_context(MailHost(refuses={KEN}).running())
    options = by_mail(mail, AOI, KEN)
    options.remove("--json")
    first = Run(home, *options)
    assert first.output.splitlines() == [
        f"Sent: {AOI} (e-mail)",
        f"{KEN} was refused (550 5.1.1 no such user): nothing was sent there",
    ]
    second = Run(home, *options, language="ja")
    assert second.output.splitlines() == [
        f"今日はもう送りました: {AOI}(メール)。送り直すには --again",
        f"宛先 {KEN} は拒否されました(550 5.1.1 no such user)。この宛先には送っていません",
    ]


def test_print_shows_what_would_be_sent_and_sends_nothing(home: Path, stack: ExitStack) -> None:
    host = stack.enter_context(MailHost().running())
    options = by_mail(host)
    options.remove("--json")
    shown = Run(home, *options, "--print", "--lang", "en", "--teams", "NOT_SET").output
    assert shown.startswith(f"From: funnel@aster.example\nTo: {AOI}\nSubject: [Shared Funnel] Not")
    assert "3 days late, accepted or sent back: 阿… 株式会社ア… / Web / 伊藤" in shown
    card = json.loads(shown[shown.index("{\n") :])
    assert card["attachments"][0]["content"]["lang"] == "en"
    assert Run(home, "--print").output.startswith("Subject: 【共有ファネル】")
    payloads = Run(home, "--print", "--json", "--slack", "NOT_SET").told["payloads"]
    assert list(payloads) == ["slack"]
    assert (host.commands, states(home)) == ([], [])


MAIL = ("--to", AOI, "--from", KEN, "--smtp", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ((), "nowhere_to_send"),
        (("--to", AOI, "--from", KEN), "sending_incomplete"),
        (("--to", AOI, "--smtp", "localhost"), "sending_incomplete"),
        (("--smtp", "localhost", "--from", KEN), "sending_incomplete"),
        ((*MAIL, "--user", "me"), "sending_incomplete"),
        ((*MAIL, "--user", "me", "--password-env", "NOT_SET"), "variable_missing"),
        ((*MAIL, "--to", "Aoi <aoi@x.example>"), "not_an_address"),
        ((*MAIL, "--to", "a@x.example\nBcc: all@x.example"), "not_an_address"),
        (("--to", AOI, "--from", KEN, "--smtp", "http://x"), "not_a_server"),
        (("--to", AOI, "--from", KEN, "--smtp", "x:port"), "not_a_server"),
        (("--to", AOI, "--from", KEN, "--smtp", "mail.example", "--user", "me",
          "--password-env", "SET"), "login_unprotected"),
        ((*MAIL, "--user", "me", "--password-env", "WIDE"), "login_not_ascii"),
        (("--to", AOI, "--from", KEN, "--smtp", "a..b"), "not_a_server"),
        (("--slack", "NOT_SET"), "variable_missing"),
        (("--slack", "DOTS"), "not_a_webhook"),
        (("--slack", "SET"), "not_a_webhook"),
        (("--slack", "HTTP"), "not_a_webhook"),
        (("--print", "--link", "javascript:alert(1)"), "not_a_link"),
        (("--print", "--link", 'https://x/"><b>'), "not_a_link"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_before_anything_is(
    home: Path, options: tuple[str, ...], kind: str
) -> None:
    secrets = {
        "SET": "hunter2", "WIDE": "hunter2長", "HTTP": "http://hooks.example/hunter2",
        "DOTS": "https://a..b/hunter2",
    }  # fmt: skip
    run = Run(home, *options, "--json", **secrets)
    assert (run.code, run.told["error"][0]["kind"]) == (2, kind)
    assert "hunter2" not in run.output
    assert states(home) == []
