"""A Slack workspace on 127.0.0.1 that real, unmodified Bolt for Python and slack_sdk talk to.

    async with SlackServer() as server:
        anna = server.add_user("anna", admin=True)
        client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        app = AsyncApp(client=client, signing_secret=server.signing_secret)
        handler = AsyncSocketModeHandler(app, server.app_token)
        await handler.connect_async()
        await server.connected()
        answer = await server.slash(anna, "/quiz", "count:3")

How a bot is pointed here (read in slack_sdk 3.47 and slack_bolt 1.30):

- Everything hangs on one `AsyncWebClient(token=…, base_url=…)`. `AsyncApp` must be given it as `client=`, not
  `token=`: Bolt copies the base_url into the client of each request, and there is no other way to set it.
- Socket Mode: `AsyncSocketModeHandler(app, app_token)` takes `app.client` as its `web_client`, so it calls
  apps.connections.open at the same base_url with the app token; the WebSocket address comes from the answer.
  Whoever hands over another `web_client` sets its base_url too. `connect_async` returns, `start_async` never.
- HTTP: give `signing_secret=` to `AsyncApp`, serve `app.async_dispatch(await to_bolt_request(request))` at
  /slack/events and tell the server: `server.use_http("http://127.0.0.1:PORT/slack/events")`.
- `respond` and file uploads use the full addresses that come with payloads and answers, which point here.
- slack_sdk takes a proxy from HTTPS_PROXY and HTTP_PROXY and knows no exceptions: unset both for the bot.

A bot in a second process needs `server.api_url`, the two tokens and, for HTTP, the signing secret. At the end
of the `async with` an AssertionError lists broken rules and unknown methods, unless `tolerate=True`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Self

from tests.loopback import slack_census, slack_payloads
from tests.loopback.limited import Limited
from tests.loopback.listener import Listener
from tests.loopback.moments import Watcher
from tests.loopback.slack_answers import Ack, Answer
from tests.loopback.slack_api import APP_TOKEN, BOT_TOKEN, Call, WebApi
from tests.loopback.slack_delivery import Delivery
from tests.loopback.slack_door import Door
from tests.loopback.slack_elements import Json
from tests.loopback.slack_http import SIGNING_SECRET, SignedHttp
from tests.loopback.slack_mishaps import Mishaps
from tests.loopback.slack_people import BOT_USER, Channel, User
from tests.loopback.slack_routes import Routes
from tests.loopback.slack_socket import SocketMode
from tests.loopback.slack_state import State, Violation
from tests.loopback.slack_touch import Touch
from tests.loopback.tally import Tally


class SlackServer(Mishaps, Touch):
    """`patience` is how many seconds a visible effect may take. `watchers` are awaited at three moments of a call."""

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    signing_secret = SIGNING_SECRET
    bot_user = BOT_USER

    def __init__(self, *, port: int = 0, tolerate: bool = False, patience: float = 5.0) -> None:
        Mishaps.__init__(self)
        state = State()
        self.socket = SocketMode(state.ledger)
        self._door = Door(self.troubles)
        self.api = WebApi(state, self._door, self.socket.ticket)
        self.tolerate = tolerate
        self._listener = Listener(port, 0.5)
        self._application = Routes(state, self.api, self.socket).application()
        general = state.workspace.add_channel(Channel("C0GENERAL", "general", {BOT_USER}))
        Touch.__init__(self, state, Delivery(state, self.socket, patience), general)

    async def __aenter__(self) -> Self:
        bound = self._listener.bind()
        self.state.base_url = f"http://{self._listener.address}/"
        self.socket.url = f"ws://{self._listener.address}/"
        await self._listener.serve(self._application, bound)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.close()
        await self.socket.drop()
        await self._listener.close()
        faults = [*map(str, self.violations), *(f"unknown method {name}" for name in self.api.unknown)]
        if not faults or self.tolerate:
            return
        if error is None:
            raise AssertionError("Slack's rules were broken:\n" + "\n".join(faults))
        error.add_note("Slack's rules were broken:\n" + "\n".join(faults))

    @property
    def api_url(self) -> str:
        return f"{self.state.base_url}api/"

    @property
    def violations(self) -> list[Violation]:
        return self.state.violations

    @property
    def scopes(self) -> set[str]:
        """What the bot token may do: take some away to see missing_scope."""
        return self.api.scopes

    @property
    def may_ping(self) -> set[str]:
        """User ids that may be mentioned; empty at first."""
        return self.state.may_ping

    @property
    def arrivals(self) -> Tally:
        """When the bot's calls came."""
        return self._door.arrivals

    @property
    def posts(self) -> Tally:
        """When its chat.postMessage messages were made."""
        return self.state.posts

    @property
    def watchers(self) -> list[Watcher]:
        return self._door.watchers

    @property
    def limited(self) -> list[Limited]:
        """What `enforce_limits` turned away; ordered 429s are not among them."""
        return self._door.quota.limited

    def enforce_limits(self, on: bool = True) -> None:
        """From now on, or no longer: see `slack_quota`."""
        self._door.quota.enforce(on)

    def judge_every(self, count: int) -> None:
        """Hold only each so manieth message against the rules, none with 0."""
        self.state.sampling.every = count

    def all_messages(self) -> Iterator[Json]:
        """The bot's open messages in all channels, in brief: not to be changed."""
        return slack_census.rows(self.state.workspace)

    def marks(self) -> Counter[str]:
        """How many of them carry each `metadata.event_payload.key`."""
        return slack_census.marks(self.state.workspace)

    def away(self) -> AbstractAsyncContextManager[None]:
        """Meanwhile connections are refused, and those that stood are reset, Socket Mode's too."""
        return self._listener.away()

    def add_user(
        self,
        name: str,
        *,
        tz: str = "Europe/London",
        locale: str = "en-GB",
        admin: bool = False,
        owner: bool = False,
    ) -> User:
        """Also joins #general."""
        user = User(self.state.workspace.new_id("U"), name, tz, locale, admin, owner)
        self.state.workspace.users[user.id] = user
        self.general.members.add(user.id)
        return user

    def add_channel(
        self, name: str, *members: User, bot: bool = True, private: bool = False, archived: bool = False
    ) -> Channel:
        """`bot`: whether the bot has been invited."""
        inside = {user.id for user in members} | ({BOT_USER} if bot else set())
        return self.state.workspace.add_channel(
            Channel(self.state.workspace.new_id("C"), name, inside, private, archived)
        )

    def spread(self, count: int) -> list[Channel]:
        """So many new channels with the bot in them."""
        return [self.add_channel(f"room-{number}") for number in range(count)]

    def calls(self, method: str) -> list[Call]:
        """The bot's requests of that method so far, refused ones too."""
        return [call for call in self.api.calls if call.method == method]

    def forget(self) -> None:
        """Drops the records of calls and effects, so that a long run doesn't fill the memory."""
        self.api.calls.clear()
        self.state.ledger.forget()

    async def connected(self, connections: int = 1, seconds: float = 5.0) -> None:
        socket = self.socket
        await self.until(lambda: len(socket.connections) >= connections, "a Socket Mode connection", seconds)

    def use_http(self, url: str) -> SignedHttp:
        """From now on everything is delivered to the bot's own address."""
        http = SignedHttp(url, self.signing_secret)
        self.delivery.transport = http
        return http

    def use_socket(self) -> None:
        self.delivery.transport = self.socket

    async def knock(self, answer: Answer, *, secret: str | None = None, age: float = 0.0) -> Ack:
        """An earlier delivery again over HTTP, wrongly signed or too old; nothing is made of the reply."""
        return await self._http().deliver(answer, secret=secret, age=age)

    async def verify_address(self) -> tuple[str, Ack]:
        """The url_verification challenge, and what the bot said to it."""
        payload = slack_payloads.url_verification()
        return payload["challenge"], await self._http().deliver(Answer("events_api", payload, ""))

    def pass_time(self, seconds: float) -> None:
        """Triggers die after 3 s, response_urls after half an hour."""
        self.state.workspace.pass_time(seconds)

    def _http(self) -> SignedHttp:
        assert isinstance(self.delivery.transport, SignedHttp), "call use_http first"
        return self.delivery.transport
