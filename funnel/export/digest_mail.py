"""The digest as an e-mail: plain text, and the same as simple HTML."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, make_msgid
from html import escape
from typing import Any, Literal

from funnel.errors import FunnelError, Problem
from funnel.export.digest_sending import TIMEOUT, PerhapsSent, is_this_machine, said
from funnel.reports.digest_texts import Letter, Section, plain_text

Security = Literal["none", "starttls", "ssl"]
PORTS: dict[Security, int] = {"none": 25, "starttls": 587, "ssl": 465}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
_LOCAL_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in.

    Raises:
        FunnelError: of the kind `login_unprotected`: the password would be readable on its way; or
            `login_not_ascii`.
    """

    host: str
    port: int
    security: Security = "none"
    user: str | None = None
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        if self.user and self.security == "none" and not is_this_machine(self.host):
            raise FunnelError(Problem("login_unprotected", value=self.host))
        if not f"{self.user}{self.password}".isascii():  # smtplib would fail, and say it aloud
            raise FunnelError(Problem("login_not_ascii", value=self.host))

    @property
    def name(self) -> str:
        """As people say it."""
        return f"{self.host}:{self.port}"


def check_address(address: str) -> str:
    """The address without blanks around it.

    Raises:
        FunnelError: of the kind `not_an_address`: with a name, a line break, or letters that not
            every server takes.
    """
    if not _ADDRESS.fullmatch(address.strip()):
        raise FunnelError(Problem("not_an_address", value=address.strip()))
    return address.strip()


def message_of(told: Letter, sender: str, recipients: Sequence[str], at: datetime) -> bytes:
    """The e-mail as it travels, all of it ASCII.

    Of the older classes of the standard library: the newer ones fold long headers of mixed letters
    into words that some servers refuse (python/cpython#144156).
    """
    message = MIMEMultipart("alternative", policy=_LOCAL_POLICY)
    subject: Any = Header(told.subject, "utf-8", header_name="Subject")
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Content-Language"] = told.language
    message["Auto-Submitted"] = "auto-generated"
    message.attach(MIMEText(plain_text(told), "plain", "utf-8"))
    message.attach(MIMEText(html_text(told), "html", "utf-8"))
    return message.as_bytes()


def html_text(told: Letter) -> str:
    """The letter as HTML that mail programs show alike: headings, lists, one link."""
    parts = [_section(section) for section in told.sections]
    if told.link is not None:
        parts.append(f'<p><a href="{escape(told.link[1])}">{escape(told.link[0])}</a></p>')
    notes = "<br>".join(escape(note) for note in told.notes)
    parts.append(f'<p style="color:#595959;font-size:12px">{notes}</p>')
    return (
        f'<!DOCTYPE html><html lang="{told.language}"><head><meta charset="utf-8">'
        f"<title>{escape(told.subject)}</title></head>"
        '<body style="font-family:sans-serif;line-height:1.6">\n' + "\n".join(parts) + "\n"
        "</body></html>\n"
    )


def _section(section: Section) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in section.lines)
    return f'<h2 style="font-size:16px">{escape(section.title)}</h2><ul>{lines}</ul>'


def send_mail(
    server: MailServer, message: bytes, sender: str, recipients: Sequence[str]
) -> Mapping[str, Problem]:
    """Hand the message in for all recipients at once; returns those the server refused.

    Raises:
        PerhapsSent: it was handed over and nobody answered.
        FunnelError: nothing was sent, and why.
    """
    with _connected(server) as client:
        code, answer = client.mail(sender)
        if code != 250:
            kind = "mail_needs_login" if code == 530 else "mail_refused"
            raise _refused(server, code, answer, kind)
        refused = {}
        for address in recipients:
            code, answer = client.rcpt(address)
            if code not in (250, 251):
                detail = f"{code} {said(answer)}"
                refused[address] = Problem("recipient_refused", value=address, detail=detail)
        if len(refused) < len(recipients):
            _hand_over(client, server, message)
    return refused


def _hand_over(client: smtplib.SMTP, server: MailServer, message: bytes) -> None:
    try:
        code, answer = client.data(message)
    except smtplib.SMTPDataError as error:  # it did not want to hear it
        raise _refused(server, error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        detail = said(str(error))
        raise PerhapsSent(Problem("perhaps_sent", value=server.name, detail=detail)) from error
    if code != 250:
        raise _refused(server, code, answer)


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection that is greeted, encrypted and logged in as far as was said."""
    client: smtplib.SMTP | None = None
    try:
        client = _greeted(server)
        yield client
        with suppress(smtplib.SMTPException, OSError):  # all is said and done
            client.quit()
    except smtplib.SMTPAuthenticationError as error:
        kind = "mail_login_refused"
        raise _refused(server, error.smtp_code, error.smtp_error, kind) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(server, error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise FunnelError(
            Problem("mail_not_offered", value=server.name, detail=said(str(error)))
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        # smtplib hides a time-out in a connection that was closed
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            problem = Problem("too_slow", value=server.name, detail=f"{server.timeout:g}")
        else:
            problem = Problem("unreachable", value=server.name, detail=said(str(error)))
        raise FunnelError(problem) from error
    finally:
        if client is not None:
            client.close()


def _greeted(server: MailServer) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if server.security == "ssl":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=secure
        )
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "starttls":
            client.starttls(context=secure)
        if server.user:
            client.login(server.user, server.password)
        else:
            client.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        client.close()
        raise
    return client


def _refused(
    server: MailServer, code: int, answer: bytes | str, kind: str = "mail_refused"
) -> FunnelError:
    return FunnelError(Problem(kind, value=server.name, detail=f"{code} {said(answer)}"))
