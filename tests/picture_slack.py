"""Slack's blocks as HTML that looks much like Slack's light theme. Only what our renderer sends is drawn."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

STYLE = """
body { background: #fff; }
.frame { width: 620px; padding: 14px 18px 18px; background: #fff; color: #1d1c1d; font: 15px/22px "Liberation Sans",
  "DejaVu Sans", sans-serif; display: flex; gap: 10px; }
.face { width: 36px; height: 36px; border-radius: 8px; background: #1f4e5f; color: #fff; text-align: center;
  line-height: 36px; font-weight: 700; flex: none; }
.main { flex: 1; } .who { font-weight: 900; } .who i { font: 700 10px/14px "Liberation Sans"; color: #616061;
  background: #e8e8e8; border-radius: 2px; padding: 1px 4px; margin: 0 6px; vertical-align: 2px; }
.who small { color: #616061; font-weight: 400; font-size: 12px; }
.private { color: #616061; font-size: 13px; }
.header { font-size: 18px; line-height: 24px; font-weight: 900; margin: 8px 0 4px; }
.section { margin: 8px 0; white-space: pre-wrap; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin: 8px 0; white-space: pre-wrap; }
.context { color: #616061; font-size: 13px; line-height: 18px; margin: 8px 0; white-space: pre-wrap; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button { border: 1px solid #bbb; border-radius: 4px; padding: 3px 12px; font-weight: 700; font-size: 13px; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
.select { border: 1px solid #bbb; border-radius: 4px; padding: 3px 12px; width: 220px; font-size: 13px; }
a { color: #1264a3; text-decoration: none; } code { background: #f6f6f6; border: 1px solid #ddd; color: #c01343;
  border-radius: 3px; padding: 0 3px; font-size: 12px; }
.modal { width: 520px; background: #fff; color: #1d1c1d; font: 15px/22px "Liberation Sans", "DejaVu Sans", sans-serif;
  border: 1px solid #ccc; border-radius: 8px; padding: 16px 24px; }
.modal h1 { font-size: 22px; line-height: 28px; margin: 0 0 12px; } .modal .end { text-align: right;
  border-top: 1px solid #eee; padding-top: 12px; margin-top: 12px; } .modal .end .button { display: inline-block; }
.modal .close { color: #616061; float: right; font-weight: 400; }
"""
_TOKEN = re.compile(
    r"\*(?P<strong>[^*\n]+)\*|`(?P<code>[^`\n]+)`|<!date\^\d+\^[^|]+\|(?P<date>[^>]+)>|<(?P<url>http[^|>]+)\|(?P<label>[^>]+)>"
)


def draw(payload: Json, *, private: bool) -> str:
    """One message; a private one has Slack's own line above it."""
    line = '<div class="private">Only visible to you</div>' if private else ""
    who = '<div class="who">Needlewise <i>APP</i><small>8:00 AM</small></div>'
    drawn = _blocks(payload["blocks"])
    return f'<div class="frame"><div class="face">N</div><div class="main">{line}{who}{drawn}</div></div>'


def draw_modal(view: Json) -> str:
    title = html.escape(view["title"]["text"])
    submit = f'<span class="button primary">{html.escape(view["submit"]["text"])}</span>' if "submit" in view else ""
    end = f'<div class="end"><span class="button">{html.escape(view["close"]["text"])}</span> {submit}</div>'
    drawn = _blocks(view["blocks"])
    return f'<div class="modal"><h1>{title}<span class="close">×</span></h1>{drawn}{end}</div>'


def _blocks(blocks: list[Json]) -> str:
    shapes: dict[str, Callable[[Json], str]] = {
        "header": lambda block: f'<div class="header">{_text(block["text"])}</div>',
        "section": _section,
        "context": lambda block: f'<div class="context">{"".join(map(_text, block["elements"]))}</div>',
        "actions": lambda block: f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>',
    }
    return "".join(shapes[block["type"]](block) for block in blocks)


def _section(block: Json) -> str:
    if "fields" in block:
        cells = "".join(f"<div>{_text(field)}</div>" for field in block["fields"])
        return f'<div class="fields">{cells}</div>'
    return f'<div class="section">{_text(block["text"])}</div>'


def _text(text: Json) -> str:
    """Plain text is shown as it is; mrkdwn comes with its three entities escaped already."""
    if text["type"] == "plain_text":
        return html.escape(text["text"])
    return _TOKEN.sub(_token, text["text"])


def _token(match: re.Match[str]) -> str:
    if match["strong"]:
        return f"<b>{match['strong']}</b>"
    if match["code"]:
        return f"<code>{match['code']}</code>"
    if match["date"]:
        return match["date"]
    return f'<a href="{match["url"]}">{match["label"]}</a>'


def _element(element: Json) -> str:
    if element["type"] == "button":
        return f'<div class="button {element.get("style", "")}">{_text(element["text"])}</div>'
    return f'<div class="select">{_text(element["placeholder"])} ▾</div>'
