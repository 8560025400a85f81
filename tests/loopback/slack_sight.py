"""What can be seen in Slack at this moment."""

from __future__ import annotations

from collections.abc import Callable

from tests.loopback.slack_message import Message
from tests.loopback.slack_people import Channel, User
from tests.loopback.slack_state import State
from tests.loopback.slack_views import View
from tests.loopback.slack_workspace import File


class Sight:
    """Where a channel may be left out, #general is meant."""

    def __init__(self, state: State, general: Channel) -> None:
        self.state = state
        self.general = general

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """Oldest first, people's and the bot's, with thread replies."""
        return self.state.workspace.messages((channel or self.general).id)

    def ephemerals(self, user: User) -> list[Message]:
        return self.state.workspace.ephemerals(user.id)

    def directs(self, user: User) -> list[Message]:
        return self.state.workspace.messages(self.state.workspace.im(user.id).id)

    def now(self, message: Message) -> Message | None:
        """The message as it stands now, None when it is deleted."""
        return self.state.workspace.message(message.channel, message.ts)

    def view(self, user: User) -> View | None:
        """The modal on top, as it stands."""
        return self.state.views.top(user.id)

    def home(self, user: User) -> View | None:
        return self.state.views.home(user.id)

    def files(self, place: User | Channel) -> list[File]:
        """Shared with a person directly, or in a channel."""
        channel = place if isinstance(place, Channel) else self.state.workspace.im(place.id)
        return [file for file in self.state.workspace.files.values() if file.channel == channel.id]

    async def until(self, holds: Callable[[], object], what: str = "a condition", seconds: float = 5.0) -> None:
        """Looked at again after each effect, so no sleeping: `await server.until(lambda: server.directs(anna))`."""
        await self.state.ledger.until(holds, what, seconds)
