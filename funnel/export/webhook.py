"""Posting a message to the webhook of a chat, whose address is a secret and is never said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from funnel.errors import FunnelError, Problem
from funnel.export.digest_sending import TIMEOUT, PerhapsSent, is_host, is_this_machine, said

BAD_GATEWAY, GATEWAY_TIMEOUT, TOO_MANY = 502, 504, 429
ANSWER = 1000
"""Bytes of an answer that are looked at."""


def check_webhook(address: str, name: str) -> str:
    """The address, if a message may be sent there.

    Raises:
        FunnelError: of the kind `not_a_webhook`: no https address (plain http only on this
            machine). `name` is what it is called.
    """
    address = address.strip()
    is_plain = address.isascii() and address.isprintable() and " " not in address
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        is_plain, host = False, None
    if not is_plain or not host or not is_host(host):
        raise FunnelError(Problem("not_a_webhook", value=name))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(host)):
        raise FunnelError(Problem("not_a_webhook", value=name))
    return address


def post(address: str, name: str, payload: Mapping[str, Any], timeout: float = TIMEOUT) -> None:
    """Send `payload` as JSON to an address that was checked; once, without a second try.

    Raises:
        PerhapsSent: it was handed over and nobody answered, or something in between did.
        FunnelError: nothing was sent, and why; 'name' is what the address is called.
    """
    content = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=UTF-8", "User-Agent": "shared-funnel"}
    request = Request(address, content, headers, method="POST")  # noqa: S310 - it was checked
    try:
        with _opener(address).open(request, timeout=timeout):
            return
    except HTTPError as error:
        raise _refused(error, name) from error
    except URLError as error:  # before all of it was handed over
        if isinstance(error.reason, TimeoutError):
            problem = Problem("too_slow", value=name, detail=f"{timeout:g}")
        else:
            problem = Problem("unreachable", value=name, detail=said(str(error.reason)))
        raise FunnelError(problem) from error
    except (HTTPException, OSError) as error:
        detail = said(str(error)) or type(error).__name__
        raise PerhapsSent(Problem("perhaps_sent", value=name, detail=detail)) from error


def _opener(address: str) -> OpenerDirector:
    """Through the proxy of the environment, and to nowhere else: a redirection is not followed."""
    is_here = is_this_machine(urlsplit(address).hostname or "")
    opener = OpenerDirector()
    for handler in (
        ProxyHandler({} if is_here else None), HTTPHandler(), HTTPSHandler(),
        HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _refused(error: HTTPError, name: str) -> FunnelError:
    with error:
        try:
            answer = said(error.read(ANSWER))
        except (HTTPException, OSError):
            answer = ""
    detail = f"HTTP {error.code}" + (f": {answer}" if answer else "")
    if error.code in (BAD_GATEWAY, GATEWAY_TIMEOUT):
        return PerhapsSent(Problem("perhaps_sent", value=name, detail=detail))
    if error.code == TOO_MANY:
        wait = said(error.headers.get("Retry-After") or "")
        return FunnelError(Problem("webhook_busy", value=name, detail=wait or "?"))
    return FunnelError(Problem("webhook_refused", value=name, detail=detail))
