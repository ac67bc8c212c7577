"""A mail server and a chat's webhook on this machine, that do as a test tells them."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

STEPS = ("greeting", "MAIL", "RCPT", "DATA", "end")


@dataclass
class MailHost:
    """Speaks SMTP (RFC 5321): as much of it as a client needs to hand in mail.

    Args:
        refuses: recipients.
        answers: instead of the usual, by step of `STEPS`.
        slow_at: the step after which it says nothing more.
        drops_at: the step at which it hangs up.
        login: user and password, if it wants any.
        secrets: a certificate and its key, if it offers STARTTLS.
    """

    refuses: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    slow_at: str = ""
    drops_at: str = ""
    login: tuple[str, str] | None = None
    secrets: Path | None = None
    from_the_start: bool = False
    port: int = 0
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[MailHost]:
        host = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                try:
                    _Talk(host, self).run()
                except (OSError, ssl.SSLError):
                    return  # the client went away

        with _Server(("127.0.0.1", 0), Session) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                self.is_over.set()
                server.shutdown()
                thread.join()

    def context(self) -> ssl.SSLContext:
        assert self.secrets is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.secrets / "cert.pem", self.secrets / "key.pem")
        return context


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _Talk:
    """One connection."""

    def __init__(self, host: MailHost, session: socketserver.StreamRequestHandler) -> None:
        self.host = host
        self.session: Any = session
        self.is_in = host.login is None
        self.sender, self.recipients = "", list[str]()

    def run(self) -> None:
        if self.host.from_the_start:
            self.encrypt()
        self.say("greeting", "220 ready")
        while line := self.session.rfile.readline():  # another file once it is encrypted
            text = line.decode().strip()
            self.host.commands.append(text)
            verb, _, rest = text.partition(" ")
            if verb.upper() == "QUIT":
                self.write("221 bye")
                return
            self.answer(verb.upper(), rest)

    def answer(self, verb: str, rest: str) -> None:
        if verb == "EHLO":
            offers = ["AUTH PLAIN"] if self.host.login else []
            offers += ["STARTTLS"] if self.host.secrets and not self.host.from_the_start else []
            lines = ["127.0.0.1", *offers]
            said = [f"250{'-' if line is not lines[-1] else ' '}{line}" for line in lines]
            self.write("\r\n".join(said))
        elif verb == "STARTTLS":
            self.write("220 go on")
            self.encrypt()
        elif verb == "AUTH":
            given = base64.b64decode(rest.split()[1]).decode().split("\0")[1:]
            self.is_in = tuple(given) == self.host.login
            self.write("235 welcome" if self.is_in else "535 5.7.8 wrong password")
        elif verb == "MAIL":
            self.sender, self.recipients = _inside(rest), []
            self.say("MAIL", "250 ok" if self.is_in else "530 5.7.0 Authentication required")
        elif verb == "RCPT":
            address = _inside(rest)
            if address in self.host.refuses:
                self.write("550 5.1.1 no such user")
                return
            self.recipients.append(address)
            self.say("RCPT", "250 ok")
        elif verb == "DATA":
            if self.say("DATA", "354 go on").startswith("354"):
                self.take()
        else:
            self.write("250 ok")

    def take(self) -> None:
        lines: list[bytes] = []
        for line in iter(self.session.rfile.readline, b".\r\n"):
            if not line:
                return
            lines.append(line[1:] if line.startswith(b".") else line)
        if not self.host.answers.get("end", "250").startswith(("4", "5")):
            self.host.mails.append((self.sender, self.recipients, b"".join(lines)))
        self.say("end", "250 queued")

    def say(self, step: str, usual: str) -> str:
        if self.host.slow_at == step:
            self.host.is_over.wait(30)
            raise OSError("too late")
        if self.host.drops_at == step:
            raise OSError("hung up")
        said = self.host.answers.get(step, usual)
        self.write(said)
        return said

    def write(self, text: str) -> None:
        self.session.wfile.write(f"{text}\r\n".encode())
        self.session.wfile.flush()

    def encrypt(self) -> None:
        connection = self.host.context().wrap_socket(self.session.connection, server_side=True)
        self.session.connection = connection
        self.session.rfile = connection.makefile("rb")
        self.session.wfile = connection.makefile("wb")


def _inside(text: str) -> str:
    return text[text.index("<") + 1 : text.index(">")]


@dataclass
class ChatHost:
    """Takes what is posted, and answers `status` and `body`; nothing at all if it is slow."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    is_slow: bool = False
    drops: bool = False
    port: int = 0
    posts: list[tuple[str, str, bytes]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/secret-path?key=secret"

    @contextmanager
    def running(self) -> Iterator[ChatHost]:
        host = self

        class Session(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                host.posts.append((self.path, self.headers["Content-Type"], content))
                if host.is_slow:
                    host.is_over.wait(30)
                if host.is_slow or host.drops:
                    self.close_connection = True
                    return
                self.send_response(host.status)
                for name, value in host.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(host.body)))
                self.end_headers()
                self.wfile.write(host.body)

            def log_message(self, *_: object) -> None:
                return

        with ThreadingHTTPServer(("127.0.0.1", 0), Session) as server:
            server.daemon_threads, server.block_on_close = True, False
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                self.is_over.set()
                server.shutdown()
                thread.join()
