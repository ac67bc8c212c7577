"""Compress Streamlit's own scripts and styles, once each.

Streamlit serves them uncompressed because the usual middleware would compress anew on every
request. They are named by their content and never change while the server runs, so here each is
compressed the first time somebody asks for it and kept: a third of the bytes over the office
network, and no work from the second visitor on.
"""

import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1_000


class CompressStaticOnce:
    """ASGI middleware over `/static/**/*.js` and `*.css`; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _compressible(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            start, body = await self._fetch(scope, receive)
            if start["status"] != 200 or len(body) < SMALLEST or not _is_whole(start, body):
                await send(start)
                await send({"type": "http.response.body", "body": body})
                return
            self._kept[path] = _compressed(start, body)
        start, body = self._kept[path]
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _fetch(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """Run the wrapped application and gather its whole answer."""
        started: list[Message] = []
        chunks: list[bytes] = []

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        # Without 'pathsend' the file comes through `gather` instead of going out by itself.
        extensions = {k: v for k, v in (scope.get("extensions") or {}).items() if "send" not in k}
        await self._app({**scope, "extensions": extensions}, receive, gather)
        return started[0], b"".join(chunks)


def _compressible(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    headers = Headers(scope=scope)
    return (
        "/static/" in path
        and path.endswith((".js", ".css"))
        and "gzip" in headers.get("accept-encoding", "")
        and not any(name in headers for name in ("range", "if-none-match", "if-modified-since"))
    )


def _is_whole(start: Message, body: bytes) -> bool:
    """Whoever leaves while the file is read has it cut off there, and must not leave it so."""
    return Headers(raw=start["headers"]).get("content-length") == str(len(body))


def _compressed(start: Message, body: bytes) -> tuple[Message, bytes]:
    small = gzip.compress(body, compresslevel=6, mtime=0)
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(small))
    headers.add_vary_header("Accept-Encoding")
    return {**start, "headers": headers.raw}, small
