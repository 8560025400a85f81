"""NiceGUI as an ASGI app. It is one per process, whatever we do, so it is set up once and shows the latest core."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import FastAPI
from nicegui import ui
from nicegui.client import Client

from adapters.web.actions import Conversation
from adapters.web.logo import DRAWING
from adapters.web.page import Tab

TITLE = "Needlewise playground"
HERE = Path(__file__).parent

# Links of cards lead out of the page, so they open beside it.
HEAD = '<base target="_blank">'


def site(conversation: Conversation) -> FastAPI:
    style = (HERE / "style.css").read_text(encoding="utf-8")

    @ui.page("/", title=TITLE)
    async def page(client: Client, me: str = "") -> None:
        ui.add_head_html(f"{HEAD}<style>{style}</style>")
        client.page_container.set_visibility(False)
        with client.layout:
            tab = Tab(conversation, me)
        tab.watch(client)
        await client.connected()
        if not client.is_deleted:
            await tab.greet()

    return _mounted()


@cache
def _mounted() -> FastAPI:
    app = FastAPI(openapi_url=None)
    ui.run_with(
        app,
        title=TITLE,
        favicon=DRAWING,
        dark=None,
        language="en-GB",
        tailwind=False,
        binding_refresh_interval=None,
        show_welcome_message=False,
    )
    return app
