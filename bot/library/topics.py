"""The topic option that several commands share."""

from __future__ import annotations

from bot.chat.command import Option
from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.items import Topic


async def suggest_topics(visit: Visit, typed: str) -> tuple[Choice, ...]:
    wanted = typed.strip().casefold()
    topics = visit.shelf.topics.values()
    return tuple(Choice(topic.title, topic.id) for topic in topics if wanted in f"{topic.id} {topic.title}".casefold())


def topic_option() -> Option:
    return Option("topic", "Only this topic; leave it out for all of them", suggest=suggest_topics, max_length=60)


def chosen_topic(visit: Visit, typed: str) -> Topic | None:
    """The topic that was typed or picked, None for none. Raises UserError with the topics there are."""
    if not typed:
        return None
    topic = visit.shelf.topic_of(typed)
    if topic is None:
        names = visit.words.list([topic.id for topic in visit.shelf.topics.values()])
        raise UserError(
            visit.words("“{typed}” is not a topic here. Choose one of: {names}.", typed=cut(typed, 40), names=names)
        )
    return topic
