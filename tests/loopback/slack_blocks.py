"""What Slack accepts as the blocks of a message, a modal or a Home tab.

Source of the numbers: docs.slack.dev/reference/block-kit/blocks, as also in the models of slack_sdk 3.47.
Slack asks for unique action ids inside one block; this server asks for them in the whole message or view,
so that an action id alone names the button that was pressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

from tests.loopback.slack_elements import Json, check_element, check_image, check_length, check_text

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
ACTIONS = 25
CONTEXT = 10
BLOCK_ID = 255
IMAGE_TITLE = 2000
INPUT_LABEL = 2000
MARKDOWN_TEXT = 12_000
CONTEXT_TEXT = 3000


def check_blocks(blocks: object, surface: Surface, *, allow_inputs: bool = False) -> Iterator[str]:
    """All faults of a list of blocks. `allow_inputs` concerns messages only; views may have inputs anyway."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield "blocks: a list of blocks is needed"
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"blocks: {len(blocks)} blocks, at most {MOST_BLOCKS[surface]} in a {surface}"
    for index, block in enumerate(blocks):
        yield from _check_block(block, f"blocks[{index}]", surface, allow_inputs or surface != "message")
    yield from _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    yield from _twice("action_id", [part["action_id"] for part in elements(blocks) if "action_id" in part])


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Every element that can have an action id, in reading order."""
    for block in blocks:
        yield from block.get("elements", []) if block.get("type") == "actions" else ()
        for name in ("accessory", "element"):
            if isinstance(block.get(name), dict):
                yield block[name]


def _check_block(block: Json, where: str, surface: Surface, inputs: bool) -> Iterator[str]:
    kind = block.get("type")
    check = _CHECKS.get(str(kind))
    if check is None or (kind == "input" and not inputs) or (kind == "markdown" and surface != "message"):
        yield f"{where}: a block of type {kind!r} can't stand in a {surface}"
        return
    if "block_id" in block:
        yield from check_length(block["block_id"], f"{where}.block_id", BLOCK_ID)
    yield from check(block, where)


def _section(block: Json, where: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"{where}: a section needs text or fields"
    if "text" in block:
        yield from check_text(block["text"], f"{where}.text", SECTION_TEXT)
    fields = block.get("fields", [])
    if len(fields) > SECTION_FIELDS or ("fields" in block and not fields):
        yield f"{where}.fields: {len(fields)} fields, 1 to {SECTION_FIELDS}"
    for index, field in enumerate(fields):
        yield from check_text(field, f"{where}.fields[{index}]", FIELD_TEXT)
    if "accessory" in block:
        yield from check_element(block["accessory"], f"{where}.accessory", "section")


def _header(block: Json, where: str) -> Iterator[str]:
    yield from check_text(block.get("text"), f"{where}.text", HEADER_TEXT, plain=True)


def _actions(block: Json, where: str) -> Iterator[str]:
    members = block.get("elements") or []
    if not 1 <= len(members) <= ACTIONS:
        yield f"{where}.elements: {len(members)} elements, 1 to {ACTIONS}"
    for index, member in enumerate(members):
        yield from check_element(member, f"{where}.elements[{index}]", "actions")


def _context(block: Json, where: str) -> Iterator[str]:
    members = block.get("elements") or []
    if not 1 <= len(members) <= CONTEXT:
        yield f"{where}.elements: {len(members)} elements, 1 to {CONTEXT}"
    for index, member in enumerate(members):
        place = f"{where}.elements[{index}]"
        if isinstance(member, dict) and member.get("type") in ("plain_text", "mrkdwn"):
            yield from check_text(member, place, CONTEXT_TEXT)
        else:
            yield from check_element(member, place, "context")


def _image(block: Json, where: str) -> Iterator[str]:
    yield from check_image(block, where)
    if "title" in block:
        yield from check_text(block["title"], f"{where}.title", IMAGE_TITLE, plain=True)


def _input(block: Json, where: str) -> Iterator[str]:
    yield from check_text(block.get("label"), f"{where}.label", INPUT_LABEL, plain=True)
    if "hint" in block:
        yield from check_text(block["hint"], f"{where}.hint", INPUT_LABEL, plain=True)
    yield from check_element(block.get("element"), f"{where}.element", "input")


def _markdown(block: Json, where: str) -> Iterator[str]:
    yield from check_length(block.get("text"), f"{where}.text", MARKDOWN_TEXT)


def _rich_text(block: Json, where: str) -> Iterator[str]:
    known = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    for index, member in enumerate(block.get("elements") or [{}]):
        if member.get("type") not in known:
            yield f"{where}.elements[{index}]: {member.get('type')!r} can't stand in rich text"


def _divider(block: Json, where: str) -> Iterator[str]:
    for name in set(block) - {"type", "block_id"}:
        yield f"{where}.{name}: a divider has no such field"


_CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "divider": _divider,
}


def _twice(name: str, ids: list[str]) -> Iterator[str]:
    for value, count in Counter(ids).items():
        if count > 1:
            yield f"blocks: {name} {value!r} occurs {count} times"
