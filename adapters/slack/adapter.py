"""Slack as a Chat: over Socket Mode when there is an app token, else by signed events over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from adapters.slack.client import Client, quiet_logger
from adapters.slack.desk import Desk
from adapters.slack.errands import Errands
from adapters.slack.errors import NETWORK, error_code
from adapters.slack.history import History
from adapters.slack.http import Door
from adapters.slack.listeners import Listeners
from adapters.slack.origin import PLATFORM
from adapters.slack.people import People
from adapters.slack.posting import Posting
from adapters.slack.render import message
from adapters.slack.socket import Socket
from adapters.slack.stage import Stage
from adapters.slack.submissions import Submissions
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Reach
from bot.chat.reply import FormField, Reply
from bot.chat.router import Router
from bot.errors import SetupError

# What goes on when the program ends gets this long.
FINISH_SECONDS = 0.7


class SlackChat:
    """`api_url` stands in for https://slack.com/api/; `host` and `port` are used without an app token only."""

    platform = PLATFORM

    def __init__(
        self,
        router: Router,
        *,
        bot_token: str,
        app_token: str | None = None,
        signing_secret: str | None = None,
        api_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 3000,
    ) -> None:
        if not app_token and not signing_secret:
            raise SetupError(
                "SLACK_APP_TOKEN: missing. Set it for Socket Mode, or SLACK_SIGNING_SECRET for events over HTTP."
            )
        self._router = router
        self._bot_token = bot_token
        self._app_token = app_token
        self._secret = signing_secret or ""
        self._api_url = api_url
        self._host = host
        self._port = port
        self._errands = Errands()
        self._client: Client | None = None
        self._line: Socket | Door | None = None

    @property
    def port(self) -> int:
        """Where events come in over HTTP; the real one after `start` when 0 was asked for."""
        return self._line.port if isinstance(self._line, Door) else self._port

    async def start(self) -> None:
        """Returns when Slack can reach the bot. Raises SetupError with the remedy."""
        self._client = client = Client(self._bot_token, self._api_url)
        try:
            me = await self._who_am_i(client)
            self._posting = Posting(client, me["user"])
            self._history = History(client, me["user"], me["user_id"])
            app = AsyncApp(client=client.api, signing_secret=self._secret, logger=quiet_logger(), name="needlewise")
            self._listeners(client, me).register(app)
            self._line = Socket(app, client, self._app_token) if self._app_token else Door(app, self._host, self._port)
            await self._line.start()
        except BaseException:
            await client.close()
            raise

    async def stop(self) -> None:
        """Within two seconds: no more comes in, what is under way may end, the rest is given up."""
        if self._line is not None:
            await self._line.stop()
        await self._errands.finish(FINISH_SECONDS)
        if self._client is not None:
            await self._client.close()

    async def wait(self) -> None:
        """Returns when the connection has ended for good: by `stop`, or because Slack refuses the app."""
        if self._line is not None:
            await self._line.ended.wait()

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        posted = await self._posting.post(place, message(reply), self._history.metadata(key))
        await self._posting.add_pictures(posted, reply.files)
        return posted

    async def edit(self, message_ref: MessageRef, reply: Reply, key: str) -> None:
        await self._posting.edit(message_ref, message(reply), self._history.metadata(key))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return await self._history.find(place, key, since)

    async def direct(self, person: Person, reply: Reply) -> None:
        channel = await self._posting.direct_channel(person.user)
        await self._posting.post(Place(PLATFORM, person.realm, channel), message(reply))
        if reply.files:
            await self._posting.upload(channel, reply.files)

    async def reach(self, place: Place) -> Reach:
        return await self._history.reach(place)

    def _listeners(self, client: Client, me: dict[str, str]) -> Listeners:
        stage = Stage(client, self._posting, self._takes_words)
        desk = Desk(self._router, stage, self._posting, self._errands)
        submissions = Submissions(self._router, stage, desk, self._errands)
        crowd = People(client.api, me["team_id"])
        return Listeners(self._router, desk, submissions, crowd, self._errands, me["team_id"], me["user_id"])

    def _takes_words(self, field: FormField) -> bool:
        """Whether the option that a field searches for takes the rest of a line, and so any words."""
        name, _, option = field.search.rpartition(".")
        command = self._router.command(name)
        return command is not None and any(known.name == option and known.rest for known in command.options)

    async def _who_am_i(self, client: Client) -> dict[str, str]:
        try:
            answer: Any = await client.api.auth_test()
        except NETWORK as error:
            raise SetupError(_no_entry(error, client.api.base_url)) from error
        return {name: str(answer[name]) for name in ("user", "user_id", "team_id")}


def _no_entry(error: Exception, address: str) -> str:
    code = error_code(error)
    if code:
        return (
            f"SLACK_BOT_TOKEN is refused ({code}). Copy the Bot User OAuth Token from OAuth & Permissions of the app; "
            "it begins with xoxb-."
        )
    return f"Slack can't be reached at {address} ({type(error).__name__}). Check the network and try again."
