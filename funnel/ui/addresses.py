"""Send addresses that have no page to the first page.

Streamlit would serve its shell for them, and then a dialog that makes the whole screen inert, or,
two levels deep, a white page whose scripts are missing.
"""

from collections.abc import Collection
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The first part of every address that Streamlit or app.py serves itself.
SERVED = frozenset({"_stcore", "static", "media", "component", "auth", "oauth2callback", "healthz"})


class KnownAddresses:
    """ASGI middleware: a browser asking for an unknown address is sent to `/?missing=<path>`."""

    def __init__(self, app: ASGIApp, pages: Collection[str], default: str, base: str = "") -> None:
        self._app = app
        self._pages = frozenset(pages) - {default}
        self._default = default  # served at `/`; its own name answers 'not found' in Streamlit
        self._base = f"/{base.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        target = self._elsewhere(scope) if scope["type"] == "http" else None
        if target is not None:
            await RedirectResponse(target, status_code=303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _path(self, scope: Scope) -> str:
        path: str = scope["path"]
        return path.removeprefix(self._base).strip("/")

    def _elsewhere(self, scope: Scope) -> str | None:
        """Where to go instead, or None when the address is one of ours or no person asks."""
        if scope["method"] != "GET" or "text/html" not in Headers(scope=scope).get("accept", ""):
            return None
        path = self._path(scope)
        if path == "" or path in self._pages or path.split("/")[0] in SERVED:
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if path != self._default:
            query["missing"] = [f"/{path}"]
        return f"{self._base}/?{urlencode(query, doseq=True)}".rstrip("?")


class DeepLinks:
    """ASGI middleware: a page's own address tells the client where the server is.

    Without it the client looks below the page's address first, and logs two errors for that. What
    it says is what Streamlit's hosts set, `window.__streamlit`.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], base: str = "") -> None:
        self._app = app
        self._base = f"/{base.strip('/')}".rstrip("/")
        self._addresses = frozenset(f"{self._base}/{page}" for page in pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") in self._addresses:
            # Asked for plainly, because what comes compressed cannot be added to.
            plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            scope = {**scope, "headers": plain}
            send = _with_root(send, self._base)
        await self._app(scope, receive, send)


def _with_root(send: Send, base: str) -> Send:
    root = f'location.origin + "{base}/"'
    script = (
        f"<script>window.__streamlit = {{BACKEND_BASE_URL: {root}, MAIN_PAGE_BASE_URL: {root}}}"
        "</script></head>"
    ).encode()
    start: Message = {}
    body = bytearray()

    async def rewritten(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=start)
        whole = bytes(body)
        if start["status"] == 200:
            whole = whole.replace(b"</head>", script, 1)
            headers["content-length"] = str(len(whole))
        await send(start)
        await send({"type": "http.response.body", "body": whole})

    return rewritten
