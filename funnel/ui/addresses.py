"""Send addresses that have no page to the first page.

Streamlit would serve its shell for them, and then a dialog that makes the whole screen inert, or,
two levels deep, a white page whose scripts are missing.
"""

from collections.abc import Collection
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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
        if target is None:
            await self._app(scope, receive, send)
        else:
            await RedirectResponse(target, status_code=303)(scope, receive, send)

    def _elsewhere(self, scope: Scope) -> str | None:
        """Where to go instead, or None when the address is one of ours or no person asks."""
        if scope["method"] != "GET" or "text/html" not in Headers(scope=scope).get("accept", ""):
            return None
        path = scope["path"].removeprefix(self._base).strip("/")
        if path == "" or path in self._pages or path.split("/")[0] in SERVED:
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if path != self._default:
            query["missing"] = [f"/{path}"]
        return f"{self._base}/?{urlencode(query, doseq=True)}".rstrip("?")
