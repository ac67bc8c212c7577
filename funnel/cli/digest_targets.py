"""Where a digest goes, as the options of `funnel digest` say it; secrets come from variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

import typer

from funnel.errors import FunnelError, Problem
from funnel.export.digest_chat import ChatChannel
from funnel.export.digest_mail import PORTS, MailServer, Security, check_address
from funnel.export.digest_sending import is_host
from funnel.export.webhook import check_webhook


@dataclass(frozen=True)
class Mail:
    """Who writes to whom, and where it is handed in."""

    sender: str
    recipients: tuple[str, ...]
    server: MailServer


@dataclass(frozen=True)
class Targets:
    """Where it goes: by mail, and to the chats by the name of the variable with their address."""

    mail: Mail | None
    chats: dict[ChatChannel, str]
    timeout: float


def security_of(*, starttls: bool, ssl: bool) -> Security:
    """How the way to the mail server is encrypted."""
    if starttls and ssl:
        raise typer.BadParameter("--starttls or --ssl, not both")
    if ssl:
        return "ssl"
    return "starttls" if starttls else "none"


def mail_of(
    to: list[str],
    sender: str | None,
    smtp: str | None,
    security: Security,
    login: tuple[str | None, str | None],
    timeout: float,
    *,
    is_read: bool,
) -> Mail | None:
    """What the options say of mail; None where they say nothing.

    Args:
        to, sender, smtp: as given.
        security: of the way to the server.
        login: the user, and the name of the variable that holds the password.
        timeout: in seconds.
        is_read: whether the password is looked up.
    """
    if not to:
        if sender or smtp:
            raise FunnelError(Problem("sending_incomplete", value="--to"))
        return None
    if sender is None or smtp is None:
        raise FunnelError(Problem("sending_incomplete", value="--smtp" if sender else "--from"))
    user, variable = login
    if (user is None) != (variable is None):
        missing = "--user" if variable else "--password-env"
        raise FunnelError(Problem("sending_incomplete", value=missing))
    host, port = _host_and_port(smtp, PORTS[security])
    password = _secret(variable) if variable and is_read else ""
    recipients = tuple(dict.fromkeys(check_address(address) for address in to))
    server = MailServer(host, port, security, user, password, timeout)
    return Mail(check_address(sender), recipients, server)


def _host_and_port(text: str, usual: int) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text.strip()}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not is_host(host) or parts.netloc != text.strip() or "@" in text:
        raise FunnelError(Problem("not_a_server", value=text))
    return host, port or usual


def _secret(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise FunnelError(Problem("variable_missing", value=variable))
    return value


def webhook_of(variable: str) -> str:
    """The address that a variable holds."""
    return check_webhook(_secret(variable), variable)


def link_of(text: str | None) -> str | None:
    """The page's address, of letters that no message takes for anything else."""
    if text is None:
        return None
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(" <>|\"'`\\")
    if not is_plain or not text.startswith(("https://", "http://")):
        raise FunnelError(Problem("not_a_link", value=text))
    return text
