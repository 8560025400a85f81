"""The local page as a face of the core: fulfils bot.chat.port.Chat."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from adapters.web.actions import Conversation
from adapters.web.channel import EVERYBODY, Channel
from adapters.web.guard import Guard
from adapters.web.learners import CHANNEL, HERE, PLATFORM, Roster
from adapters.web.server import Serving, bind
from adapters.web.site import site
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Reach, Refused
from bot.chat.reply import Reply
from bot.chat.router import Router

REMEDY = f"The playground has one channel, #{CHANNEL}. Choose that one."

log = logging.getLogger(__name__)


class WebChat:
    """Posts are kept in memory: a page that is reloaded shows them, a restart begins anew.

    A change of a post from before a restart shows it again, so that its buttons can be pressed.
    """

    platform = PLATFORM
    at_once = 8
    remembers = timedelta()

    def __init__(self, router: Router, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self.channel = Channel(router.core.clock)
        self._conversation = Conversation(router, self.channel, Roster())
        self._serving: Serving | None = None

    @property
    def url(self) -> str:
        return f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{self._port}/"

    async def start(self) -> None:
        """Raises SetupError when the port is taken. Port 0 takes a free one, which `url` then names."""
        listener = bind(self._host, self._port)
        self._port = listener.getsockname()[1]
        self._serving = Serving(Guard(site(self._conversation), self._port), listener)
        await self._serving.start()
        log.info("the page is open at %s", self.url)

    async def stop(self) -> None:
        if self._serving:
            await self._serving.stop()
            self._serving = None

    async def wait(self) -> None:
        """Ends when the server has ended."""
        if self._serving:
            await self._serving.wait()

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        _check(place)
        return MessageRef(place, self.channel.show(EVERYBODY, reply, key, uuid.uuid4().hex).id)

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        _check(message.place)
        entry = self.channel.find(message.message)
        if entry:
            self.channel.change(entry, reply)
        else:
            self.channel.show(EVERYBODY, reply, key, message.message)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        entry = self.channel.posted(key)
        return MessageRef(place, entry.id) if entry and entry.at >= since else None

    async def direct(self, person: Person, reply: Reply) -> None:
        self.channel.show(person.user, reply)

    async def reach(self, place: Place) -> Reach:
        here = place.channel == CHANNEL
        return Reach(post=here, history=here, remedy="" if here else REMEDY)


def _check(place: Place) -> None:
    if (place.space, place.channel) != (HERE.space, HERE.channel):
        raise Refused(REMEDY)
