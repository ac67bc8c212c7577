"""The ASGI entry, so that `streamlit run app.py` and any ASGI server start the same thing.

The main script lives elsewhere on purpose: with `pages/` beside it, the first visitor's deep link
after a start would be served without the main script, and so without navigation.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from funnel.ui.addresses import DeepLinks, KnownAddresses
from funnel.ui.ahead import reading_ahead
from funnel.ui.compression import CompressStaticOnce
from funnel.ui.navigation import PAGES

BASE = st.get_option("server.baseUrlPath") or ""


async def healthz(_request: Request) -> JSONResponse:
    """Tell a supervisor that the process answers; it says nothing about the data."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


app = st.App(
    Path(__file__).parent / "funnel" / "ui" / "main.py",
    lifespan=reading_ahead,
    routes=[Route("/healthz", healthz)],
    middleware=[
        Middleware(
            KnownAddresses,
            pages=[page.name for page in PAGES],
            default=PAGES[0].name,
            base=BASE,
        ),
        Middleware(CompressStaticOnce),
        Middleware(DeepLinks, pages=[page.name for page in PAGES[1:]], base=BASE),
    ],
)
