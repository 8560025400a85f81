"""Slack as a Chat: over Socket Mode when there is an app token, else by signed events over HTTP."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from adapters.slack.bolt import bolt_app
from adapters.slack.client import Client
from adapters.slack.desk import Desk
from adapters.slack.doctor import lacking
from adapters.slack.errands import Errands
from adapters.slack.history import History
from adapters.slack.http import Door
from adapters.slack.listeners import Listeners
from adapters.slack.origin import PLATFORM
from adapters.slack.outbound import Outbound
from adapters.slack.people import PEOPLE_SCOPE, People
from adapters.slack.posting import Posting
from adapters.slack.socket import Socket
from adapters.slack.stage import Stage
from adapters.slack.submissions import Submissions
from adapters.slack.tokens import Me, who_am_i
from adapters.slack.wording import Asked
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Reach
from bot.chat.reply import FormField, Reply
from bot.chat.router import Router
from bot.errors import SetupError

log = logging.getLogger(__name__)

# What goes on when the program ends gets this long.
FINISH_SECONDS = 0.7


class SlackChat:
    """`api_url` stands in for https://slack.com/api/; `host` and `port` are used without an app token only."""

    platform = PLATFORM
    # Five posts a second are permitted, and one takes up to a second; the others may wait for a channel's turn.
    at_once = 10
    remembers = timedelta()

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
        self._outbound: Outbound | None = None
        self._line: Socket | Door | None = None

    @property
    def port(self) -> int:
        """Where events come in over HTTP; the real one after `start` when 0 was asked for."""
        return self._line.port if isinstance(self._line, Door) else self._port

    async def start(self) -> None:
        """Returns when Slack can reach the bot. Raises SetupError with the remedy."""
        self._client = client = Client(self._bot_token, self._api_url, self._share)
        try:
            me = await who_am_i(client)
            if lacking(me.scopes):
                log.warning("slack: the app lacks scopes: %s", lacking(me.scopes))
            crowd = People(client.api, me.team, may_look=PEOPLE_SCOPE in me.scopes)
            asked = Asked(self._router, crowd.name_of, lambda: crowd.may_look)
            self._outbound = Outbound(asked, Posting(client.timed, me.name), History(client, me.name, me.user))
            app = bolt_app(client, me, self._secret)
            self._listeners(client, asked, crowd, me).register(app)
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
        return await self._out.post(place, reply, key)

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        await self._out.edit(message, reply, key)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return await self._out.find(place, key, since)

    async def direct(self, person: Person, reply: Reply) -> None:
        await self._out.direct(person, reply)

    async def reach(self, place: Place) -> Reach:
        return await self._out.reach(place)

    @property
    def _out(self) -> Outbound:
        if self._outbound is None:
            raise Postponed("Slack is not connected.")
        return self._outbound

    def _share(self) -> float:
        return self._router.core.shift.share

    def _listeners(self, client: Client, asked: Asked, crowd: People, me: Me) -> Listeners:
        posting = Posting(client.api, me.name)
        stage = Stage(client, posting, self._takes_words)
        desk = Desk(self._router, asked, stage, posting, self._errands)
        submissions = Submissions(self._router, asked, stage, desk, self._errands)
        return Listeners(self._router, desk, submissions, crowd, self._errands, me)

    def _takes_words(self, field: FormField) -> bool:
        """Whether the option that a field searches for takes the rest of a line, and so any words."""
        name, _, option = field.search.rpartition(".")
        command = self._router.command(name)
        return command is not None and any(known.name == option and known.rest for known in command.options)
