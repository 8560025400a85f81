"""The topic option that several commands share."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.chat.command import Option
from bot.chat.reply import Choice
from bot.chat.text import cut
from bot.chat.visit import Visit
from bot.errors import UserError
from bot.library.items import Topic

NEAR = 3
NEAR_ENOUGH = 70


async def suggest_topics(visit: Visit, typed: str) -> tuple[Choice, ...]:
    wanted = typed.strip().casefold()
    topics = visit.shelf.topics.values()
    return tuple(Choice(topic.title, topic.id) for topic in topics if wanted in f"{topic.id} {topic.title}".casefold())


def topic_option() -> Option:
    return Option("topic", "Only this topic; leave it out for all of them", suggest=suggest_topics, max_length=60)


def chosen_topic(visit: Visit, typed: str) -> Topic | None:
    """The topic that was typed or picked, None for none. Raises UserError with the near topics, or all there are."""
    if not typed:
        return None
    topics = visit.shelf.topics
    holding = [topic for topic in topics.values() if _folded(typed) in _folded(f"{topic.id} {topic.title}")]
    topic = visit.shelf.topic_of(typed) or (holding[0] if len(holding) == 1 else None)
    if topic:
        return topic
    shown = cut(" ".join(typed.split()), 40)
    near = [one.title for one in holding] or _near(typed, [one.title for one in topics.values()])
    if near:
        names = visit.words.either([f"“{title}”" for title in near])
        raise UserError(visit.words("“{typed}” is not a topic here. Did you mean {names}?", typed=shown, names=names))
    names = "; ".join(one.title for one in topics.values())
    raise UserError(visit.words("“{typed}” is not a topic here. There are: {names}.", typed=shown, names=names))


def _near(typed: str, titles: list[str]) -> list[str]:
    found = process.extract(typed, titles, scorer=fuzz.ratio, processor=_folded, score_cutoff=NEAR_ENOUGH, limit=NEAR)
    return [title for title, _, _ in found]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
