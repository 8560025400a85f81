"""Discord's payloads as HTML that looks much like Discord's dark theme. Only what our renderer sends is drawn."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

STYLE = """
body { background: #313338; }
.frame { width: 660px; padding: 16px 18px; background: #313338; color: #dbdee1; font: 16px/1.375 "Liberation Sans",
  "DejaVu Sans", sans-serif; display: flex; gap: 14px; }
.face { width: 40px; height: 40px; border-radius: 50%; background: #4f6d7a; color: #fff; text-align: center;
  line-height: 40px; font-weight: 700; flex: none; }
.who { font-weight: 600; color: #f2f3f5; } .who i { font: 600 10px/15px "Liberation Sans"; background: #5865f2;
  color: #fff; border-radius: 4px; padding: 1px 5px; margin: 0 6px; vertical-align: 2px; }
.who small { color: #949ba4; font-weight: 400; font-size: 12px; }
.embed { border-left: 4px solid; border-radius: 4px; background: #2b2d31; padding: 10px 16px 14px 12px; margin: 4px 0;
  max-width: 516px; font-size: 14px; line-height: 18px; }
.author { font-size: 14px; font-weight: 600; margin: 4px 0; color: #f2f3f5; }
.title { font-size: 16px; line-height: 22px; font-weight: 600; color: #f2f3f5; margin: 6px 0 2px; }
.text { white-space: pre-wrap; margin-top: 6px; } .footer { font-size: 12px; margin-top: 8px; color: #b5bac1; }
.small { font-size: 12px; line-height: 16px; color: #949ba4; } a { color: #00a8fc; text-decoration: none; }
strong { font-weight: 700; color: #f2f3f5; } code { background: #1e1f22; padding: 1px 4px; border-radius: 3px; }
.stamp { background: #3f4248; border-radius: 3px; padding: 0 2px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { background: #4e5058; color: #fff; font: 500 14px/16px "Liberation Sans"; padding: 8px 16px;
  border-radius: 4px; }
.button.s1 { background: #5865f2; } .button.s3 { background: #248046; } .button.s4 { background: #da373c; }
.select { width: 400px; background: #1e1f22; border-radius: 4px; padding: 9px 12px; color: #949ba4; font-size: 14px; }
.private { font-size: 12px; color: #949ba4; margin-top: 6px; }
"""
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|\*\*(?P<strong>.+?)(?<!\\)\*\*|`(?P<code>[^`]+)`"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<url>[^)]+)\)|<t:(?P<time>\d+):F>",
    re.DOTALL,
)


def draw(payload: Json, *, private: bool) -> str:
    """One message; a private one has Discord's own line under it."""
    parts = [f'<div class="text">{_marked(payload["content"])}</div>' if payload["content"] else ""]
    parts += [_embed(embed) for embed in payload["embeds"]]
    parts += [_row(row["components"]) for row in payload["components"]]
    parts += ['<div class="private">Only you can see this • Dismiss message</div>'] if private else []
    who = '<div class="who">Needlewise <i>APP</i><small>Today at 08:00</small></div>'
    return f'<div class="frame"><div class="face">N</div><div>{who}{"".join(parts)}</div></div>'


def _embed(embed: Json) -> str:
    colour = f"#{embed.get('color', 0x1E1F22):06x}"
    parts = [f'<div class="author">{html.escape(embed["author"]["name"])}</div>' if "author" in embed else ""]
    parts += [f'<div class="title">{_marked(embed["title"])}</div>' if "title" in embed else ""]
    parts += [f'<div class="text">{_lines(embed["description"])}</div>' if "description" in embed else ""]
    parts += [f'<div class="footer">{html.escape(embed["footer"]["text"])}</div>' if "footer" in embed else ""]
    return f'<div class="embed" style="border-color: {colour}">{"".join(parts)}</div>'


def _lines(text: str) -> str:
    lines = (
        f'<span class="small">{_marked(line[3:])}</span>' if line.startswith("-# ") else _marked(line)
        for line in text.split("\n")
    )
    return "\n".join(lines)


def _marked(text: str) -> str:
    done, end = "", 0
    for match in _TOKEN.finditer(text):
        done += html.escape(text[end : match.start()]) + _token(match)
        end = match.end()
    return done + html.escape(text[end:])


def _token(match: re.Match[str]) -> str:
    if match["strong"]:
        return f"<strong>{_marked(match['strong'])}</strong>"
    if match["code"]:
        return f"<code>{html.escape(match['code'])}</code>"
    if match["url"]:
        return f'<a href="{html.escape(match["url"])}">{_marked(match["label"])}</a>'
    if match["time"]:
        moment = datetime.fromtimestamp(int(match["time"]), UTC)
        return f'<span class="stamp">{moment:%A, %-d %B %Y %H:%M}</span>'
    return html.escape(match["escaped"])


def _row(components: list[Json]) -> str:
    return f'<div class="row">{"".join(map(_component, components))}</div>'


def _component(component: Json) -> str:
    if component["type"] == 2:
        arrow = " ↗" if component["style"] == 5 else ""
        return f'<div class="button s{component["style"]}">{html.escape(component["label"])}{arrow}</div>'
    return f'<div class="select">{html.escape(component["placeholder"])} ▾</div>'
