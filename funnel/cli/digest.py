"""The week by e-mail and chat, for a scheduler: sent only where this command is run."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import typer

from funnel.calendar import day_of
from funnel.cli.digest_targets import Targets, link_of, mail_of, security_of, webhook_of
from funnel.cli.figures import Day, open_version
from funnel.cli.imports import Json, Who
from funnel.cli.shell import (
    app,
    errors_told,
    list_problems,
    number_at_least,
    print_json,
    problem_objects,
    say,
    word,
)
from funnel.clock import now
from funnel.errors import FunnelError, Problem
from funnel.export.digest_chat import PAYLOADS, ChatChannel
from funnel.export.digest_mail import message_of, send_mail
from funnel.export.digest_sending import TIMEOUT, Delivery, deliver
from funnel.export.webhook import post
from funnel.metrics.query import days_covered
from funnel.publishing.publish import current_user
from funnel.reports.digest import Digest
from funnel.reports.digest import digest as digest_of
from funnel.reports.digest_texts import Letter, letter, plain_text
from funnel.store.workspace import Workspace

Variable = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The environment variable that holds the webhook's address."),
]


@app.command()
def digest(
    to: Annotated[
        list[str] | None, typer.Option(help="An e-mail address; may be repeated.")
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", help="Who the e-mail is from.")] = None,
    smtp: Annotated[
        str | None, typer.Option(metavar="HOST[:PORT]", help="Where e-mail is handed in.")
    ] = None,
    starttls: Annotated[bool, typer.Option("--starttls", help="Encrypt, port 587.")] = False,
    ssl: Annotated[bool, typer.Option("--ssl", help="Encrypt from the start, port 465.")] = False,
    user: Annotated[str | None, typer.Option(help="Who logs in to the mail server.")] = None,
    password_env: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The environment variable that holds the password."),
    ] = None,
    slack: Variable = None,
    teams: Variable = None,
    google_chat: Variable = None,
    always: Annotated[
        bool, typer.Option("--always", help="Send even if nothing asks for anything.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send even to those who have it today.")
    ] = False,
    only_print: Annotated[
        bool, typer.Option("--print", help="Show what would be sent; send nothing.")
    ] = False,
    lang: Annotated[
        Literal["ja", "en"], typer.Option(help="The language of those who read it.")
    ] = "ja",
    link: Annotated[
        str | None, typer.Option(metavar="URL", help="The address of the page, to open it.")
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(parser=number_at_least(0.1), metavar="SECONDS", help="To wait for a server."),
    ] = TIMEOUT,
    as_of: Day = None,
    who: Who = None,
    as_json: Json = False,
) -> None:
    """Send the week's verdict and today's rows, if there is something to say.

    That is a step that got worse, something overdue or due, or an action past its day. At most once
    a day to each target for one version. Exit code 2 where any target did not get it.
    """
    with errors_told(as_json):
        security = security_of(starttls=starttls, ssl=ssl)
        login = (user, password_env)
        mail = mail_of(to or [], sender, smtp, security, login, timeout, is_read=not only_print)
        named: dict[ChatChannel, str | None] = {
            "slack": slack, "teams": teams, "google_chat": google_chat,
        }  # fmt: skip
        targets = Targets(mail, {key: name for key, name in named.items() if name}, timeout)
        if mail is None and not targets.chats and not only_print:
            raise FunnelError(Problem("nowhere_to_send"))
        webhooks = {} if only_print else {key: webhook_of(x) for key, x in targets.chats.items()}
        team, at = Workspace.from_environment().team, now()
        with open_version() as db:
            found = digest_of(db, team, day_of(at), as_of or days_covered(db)[1])
        told = letter(found, lang, link_of(link))
        if only_print:
            _show(found, told, targets, as_json=as_json)
            return
        deliveries: list[Delivery] = []
        if found.reasons or always:
            deliveries = _send(
                found, told, targets, webhooks, who=who or current_user(), again=again
            )
    _tell(found, told, deliveries, as_json=as_json)


def _send(
    found: Digest,
    told: Letter,
    targets: Targets,
    webhooks: dict[ChatChannel, str],
    *,
    who: str,
    again: bool,
) -> list[Delivery]:
    from funnel.store.team import Sending  # sqlalchemy takes its time

    team, text = Workspace.from_environment().team, plain_text(told)
    done: list[Delivery] = []
    mail = targets.mail
    if mail is not None:
        sendings = {
            address: Sending.of(found.day, found.version, "mail", address.lower(), text)
            for address in mail.recipients
        }
        done += deliver(
            team,
            sendings,
            lambda left: send_mail(
                mail.server, message_of(told, mail.sender, left, now()), mail.sender, left
            ),
            who=who, clock=now, again=again,
        )  # fmt: skip
    for channel, name in targets.chats.items():
        address, payload = webhooks[channel], PAYLOADS[channel](told)

        def send(
            _: object, address: str = address, name: str = name, payload: Any = payload
        ) -> dict[str, Problem]:
            post(address, name, payload, targets.timeout)
            return {}

        sending = Sending.of(found.day, found.version, channel, address, text)
        done += deliver(team, {name: sending}, send, who=who, clock=now, again=again)
    return done


def _show(found: Digest, told: Letter, targets: Targets, *, as_json: bool) -> None:
    payloads = {channel: PAYLOADS[channel](told) for channel in targets.chats}
    if as_json:
        print_json(_as_object(found, told) | {"payloads": payloads})
        return
    if not found.reasons:
        say("digest_nothing")
    if targets.mail is not None:
        typer.echo(f"From: {targets.mail.sender}\nTo: {', '.join(targets.mail.recipients)}")
    if targets.mail is not None or not payloads:
        typer.echo(f"Subject: {told.subject}\n\n{plain_text(told)}", nl=False)
    for payload in payloads.values():
        typer.echo(json.dumps(payload, ensure_ascii=False, indent=1))


def _tell(found: Digest, told: Letter, deliveries: list[Delivery], *, as_json: bool) -> None:
    """What came of it, and the exit code."""
    problems = [one.problem for one in deliveries if one.problem is not None]
    if as_json:
        sent = [
            {"channel": one.channel, "target": one.target, "outcome": one.outcome,
             "error": problem_objects([one.problem])[0] if one.problem else None}
            for one in deliveries
        ]  # fmt: skip
        print_json(_as_object(found, told) | {"sent": sent})
    else:
        if not deliveries:
            say("digest_nothing")
        for one in deliveries:
            if one.problem is None:
                channel = word(f"channel_{one.channel}")
                say(f"digest_{one.outcome}", target=one.target, channel=channel)
        list_problems(problems)
    if problems:
        raise typer.Exit(2)


def _as_object(found: Digest, told: Letter) -> dict[str, Any]:
    return {
        "version": found.version,
        "day": found.day.isoformat(),
        "as_of": found.as_of.isoformat(),
        "reasons": list(found.reasons),
        "subject": told.subject,
        "text": plain_text(told),
    }
