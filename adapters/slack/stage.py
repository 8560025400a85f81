"""Shows a Reply where somebody asked: privately, to all, in place of a card, or in a window."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from adapters.slack import limits, views
from adapters.slack.actions import carrying
from adapters.slack.client import Client, failed
from adapters.slack.errors import NETWORK
from adapters.slack.origin import Card, Origin
from adapters.slack.posting import QUIET, Posting
from adapters.slack.render import message
from adapters.slack.scene import Scene
from adapters.slack.spans import Json
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Refused, Unclear
from bot.chat.reply import Reply, Tone
from bot.words import words_for

log = logging.getLogger(__name__)


class Stage:
    """Nothing of what Slack refuses is raised, except by `public`: there is always a more private way to say it."""

    def __init__(self, client: Client, posting: Posting, takes_words: views.TakesWords) -> None:
        self._client = client
        self._posting = posting
        self._takes_words = takes_words

    async def private(self, scene: Scene, reply: Reply, carried: Mapping[str, str | int] | None = None) -> None:
        """`carried` are arguments that the reply's `run:` buttons bring back."""
        body = carrying(message(reply), carried or {})
        thread = {"thread_ts": scene.place.thread} if scene.place.thread else {}
        hooked: Json = {**body, **thread, "response_type": "ephemeral", "replace_original": False}
        if await self._client.respond(scene.hook, hooked):
            return
        try:
            if scene.direct:
                await self._posting.post(scene.place, body)
            else:
                await self._posting.whisper(scene.place, scene.person.user, body)
        except (Refused, Unclear) as error:
            log.info("slack: no private answer in the channel (%s), so by direct message", error)
            await self.direct(scene.person, body)

    async def direct(self, person: Person, body: Json) -> None:
        try:
            channel = await self._posting.direct_channel(person.user)
            await self._posting.post(Place(person.platform, person.realm, channel), body)
        except (Refused, Unclear) as error:
            log.warning("slack: an answer was lost: %s", error)

    async def public(self, scene: Scene, reply: Reply) -> None:
        """Raises Refused or Unclear."""
        body = message(reply)
        hooked: Json = {**body, **QUIET, "response_type": "in_channel", "replace_original": False}
        if scene.place.thread:
            hooked["thread_ts"] = scene.place.thread
        if reply.files or not await self._client.respond(scene.hook, hooked):
            posted = await self._posting.post(scene.place, body)
            await self._posting.add_pictures(posted, reply.files)

    async def replace(self, scene: Scene, reply: Reply) -> None:
        """The pressed card becomes the reply. A warning never replaces what others see, or the Home tab."""
        if scene.in_modal and scene.window:
            await self.turn(scene.window.id, self.card(scene, reply))
        elif reply.tone is Tone.WARNING and (scene.posted or scene.at_home):
            await self.open_or_tell(scene, reply)
        elif not await self._replaced(scene.origin, scene.person, reply, scene.hook):
            await self.private(scene, reply)

    async def behind(self, scene: Scene, reply: Reply) -> bool:
        """Replaces what the form of `scene` was opened from; false if there was nothing."""
        window = scene.window
        if window and window.behind:
            return await self.turn(window.behind, views.panel(reply, window.origin, words_for(scene.person.locale)))
        return window is not None and await self._replaced(window.origin, scene.person, reply)

    async def _replaced(self, origin: Origin, person: Person, reply: Reply, hook: str = "") -> bool:
        body: Json = {**message(reply), "replace_original": True}
        if origin.card is Card.EPHEMERAL:
            return await self._client.respond(origin.ref, body)
        if origin.card is Card.HOME:
            return await self.publish(person, reply, origin.place)
        if origin.card is Card.NONE:
            return False
        try:
            await self._posting.edit(MessageRef(origin.place, origin.ref), message(reply))
        except (Refused, Unclear) as error:
            log.info("slack: chat.update failed (%s), so by response_url", error)
            return await self._client.respond(hook, body)
        return True

    async def open_or_tell(self, scene: Scene, reply: Reply) -> None:
        if not scene.at_home or not await self.open(scene, self.card(scene, reply)):
            await self.private(scene, reply)

    def card(self, scene: Scene, reply: Reply) -> Json:
        """The reply as a modal. Inside a modal it keeps what that one was opened from."""
        words, origin = words_for(scene.person.locale), _origin(scene)
        if reply.form:
            return views.form(reply.form, origin, words, self._takes_words)
        return views.panel(reply, origin, words)

    def waiting(self, scene: Scene) -> Json:
        return views.waiting(_origin(scene), words_for(scene.person.locale))

    async def open(self, scene: Scene, view: Json) -> str:
        """The new view's id, empty when it could not be opened: the trigger is too old or was used."""
        api, window = self._client.api, scene.window
        call: Any
        if scene.in_modal and window and window.depth >= limits.VIEW_DEPTH:
            call = api.views_update(view_id=window.id, view=view)
        elif scene.in_modal:
            call = api.views_push(trigger_id=scene.trigger, view=view)
        else:
            call = api.views_open(trigger_id=scene.trigger, view=view)
        try:
            return str((await call)["view"]["id"])
        except NETWORK as error:
            log.warning("slack: no window opened: %s", failed(error))
            return ""

    async def turn(self, view_id: str, view: Json) -> bool:
        return await self._shown(self._client.api.views_update(view_id=view_id, view=view))

    async def publish(self, person: Person, reply: Reply, place: Place) -> bool:
        view = views.home(reply, Origin(place))
        return await self._shown(self._client.api.views_publish(user_id=person.user, view=view))

    async def _shown(self, call: Any) -> bool:
        try:
            await call
        except NETWORK as error:
            log.warning("slack: a view was not updated: %s", failed(error))
            return False
        return True


def _origin(scene: Scene) -> Origin:
    return scene.window.origin if scene.in_modal and scene.window else scene.origin
