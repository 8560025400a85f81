"""A reply on a terminal, and as JSON: for `needlewise say`."""

from __future__ import annotations

from typing import Any

from bot.chat.reply import Form, Menu, Reply
from bot.chat.text import Kind, Text, flatten


def as_text(reply: Reply) -> str:
    """The card in plain text; buttons with the id that --press takes."""
    parts = [flatten(reply.note), reply.title.upper(), _with_links(reply.body)]
    parts += [f"{field.name}\n{_with_links(field.text)}" for field in reply.fields]
    parts.append(_with_links(reply.footnote))
    parts += [f"[{button.label}]  {button.action or button.url}" for button in reply.buttons]
    parts += [f"<{menu.label}>  {menu.action}: " + ", ".join(c.value for c in menu.choices) for menu in reply.menus]
    parts += [f"File {file.name} ({len(file.data)} bytes)" for file in reply.files]
    if reply.form:
        parts.append(_form_text(reply.form))
    return "\n\n".join(part for part in parts if part)


def as_data(reply: Reply) -> dict[str, Any]:
    return {
        "note": flatten(reply.note),
        "title": reply.title,
        "tone": reply.tone.value,
        "body": flatten(reply.body),
        "fields": [{"name": field.name, "text": flatten(field.text)} for field in reply.fields],
        "buttons": [{"label": button.label, "action": button.action, "url": button.url} for button in reply.buttons],
        "menus": [_menu_data(menu) for menu in reply.menus],
        "files": [file.name for file in reply.files],
        "form": _form_data(reply.form) if reply.form else None,
        "footnote": flatten(reply.footnote),
        "links": [span.target for span in _spans(reply) if span.kind is Kind.LINK],
    }


def _spans(reply: Reply) -> Text:
    return (*reply.body, *(span for field in reply.fields for span in field.text), *reply.footnote)


def _with_links(text: Text) -> str:
    return "".join(f"{span.text} <{span.target}>" if span.kind is Kind.LINK else span.text for span in text)


def _form_text(form: Form) -> str:
    lines = [f"{form.title}  {form.action}"]
    lines += [f"  {field.name} = {', '.join(field.value)}   ({field.label})" for field in form.fields]
    return "\n".join(lines)


def _menu_data(menu: Menu) -> dict[str, Any]:
    choices = [{"label": choice.label, "value": choice.value} for choice in menu.choices]
    return {"label": menu.label, "action": menu.action, "choices": choices}


def _form_data(form: Form) -> dict[str, Any]:
    fields = [{"name": field.name, "label": field.label, "value": list(field.value)} for field in form.fields]
    return {"title": form.title, "action": form.action, "fields": fields}
