"""A tiny Bolt app with one listener of each kind, to show that the loopback Slack and Bolt understand each other."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

HELLO = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Which nerve?*"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "pick:a",
                "value": "a",
                "text": {"type": "plain_text", "text": "A"},
            },
            {"type": "button", "action_id": "form", "text": {"type": "plain_text", "text": "Write"}},
        ],
    },
]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def form() -> dict[str, Any]:
    """A modal with a field to type in and one that looks things up."""
    find = {
        "type": "external_select",
        "action_id": "topic",
        "min_query_length": 1,
        "placeholder": plain("Topic"),
    }
    note = {"type": "plain_text_input", "action_id": "note"}
    return {
        "type": "modal",
        "callback_id": "note_form",
        "title": plain("A note"),
        "submit": plain("Save"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "note", "label": plain("Note"), "element": note},
            {
                "type": "input",
                "block_id": "topic",
                "optional": True,
                "label": plain("Topic"),
                "element": find,
            },
        ],
    }


async def quiz(ack: Any, respond: Any) -> None:
    await ack()
    await respond(text="Which nerve?", blocks=HELLO)


async def in_the_ack(ack: Any, command: Any) -> None:
    await ack(f"You said {command['text']}")


async def mute(ack: Any) -> None:
    await ack()


async def pick(ack: Any, respond: Any, body: Any) -> None:
    await ack()
    await respond(text=f"Right, {body['user']['name']}", replace_original=True)


async def open_form(ack: Any, body: Any, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form())


async def topics(ack: Any, payload: Any) -> None:
    await ack(options=[{"text": plain(payload["value"].title()), "value": payload["value"]}])


async def save(ack: Any, body: Any, view: Any, client: AsyncWebClient) -> None:
    note = view["state"]["values"]["note"]["note"]["value"]
    topic = view["state"]["values"]["topic"]["topic"]["selected_option"]
    if len(note) < 3:
        await ack(response_action="errors", errors={"note": "Too short"})
        return
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text=f"{note} on {topic and topic['value']}")


async def give_up(ack: Any, body: Any, client: AsyncWebClient) -> None:
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text="Not saved")


async def look_up(ack: Any, shortcut: Any, respond: Any) -> None:
    await ack()
    await respond(text=f"About: {shortcut['message']['text']}")


async def direct(event: Any, say: Any) -> None:
    await say(text=event["text"].upper())


async def home(event: Any, client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": HELLO})


class Mentions:
    """Answers each mention once, however often it is delivered."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.retries: list[str] = []
        self.second = asyncio.Event()

    async def answer(self, body: Any, event: Any, say: Any, request: Any) -> None:
        self.retries += request.headers.get("x-slack-retry-num", [])
        if body["event_id"] in self.seen:
            self.second.set()
        else:
            self.seen.append(body["event_id"])
            await say(text="It can ache for a day.", thread_ts=event.get("thread_ts") or event["ts"])


def sample_app(client: AsyncWebClient, secret: str, mentions: Mentions) -> AsyncApp:
    app = AsyncApp(client=client, signing_secret=secret)
    app.command("/quiz")(quiz)
    app.command("/plain")(in_the_ack)
    app.command("/mute")(mute)
    app.action("pick:a")(pick)
    app.action("form")(open_form)
    app.options("topic")(topics)
    app.view("note_form")(save)
    app.view_closed("note_form")(give_up)
    app.shortcut("look_this_up")(look_up)
    app.event("app_mention")(mentions.answer)
    app.event("message")(direct)
    app.event("app_home_opened")(home)
    return app
