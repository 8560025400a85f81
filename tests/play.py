"""Going through quizzes in tests: the options are mixed, so right and wrong are looked up in the pack."""

from __future__ import annotations

from bot.chat.people import Place
from bot.chat.reply import Button, Reply
from bot.quiz.store import find_posed
from tests.fakes import SERVER
from tests.talk import Talk


async def choose(talk: Talk, who: str, card: Reply, *, right: bool = True, where: Place = SERVER) -> Reply:
    """Presses a right or a wrong letter of a question card, of a quiz or of a daily post."""
    for button in card.buttons:
        if await is_right(talk, button) is right:
            return await talk.act(who, button.action, where=where)
    raise AssertionError(f"no such option on {card.title!r}")


async def is_right(talk: Talk, button: Button) -> bool | None:
    """None for a button that isn't an option."""
    action, _, value = button.action.partition(":")
    if not action.endswith(".answer"):
        return None
    posed_id, _, option_id = value.partition(".")
    posed = await talk.read(lambda connection: find_posed(connection, int(posed_id)))
    assert posed is not None
    question = talk.core.library.for_community(posed.community_id).question(posed.item_id)
    assert question is not None
    return question.right.id == option_id


async def play(talk: Talk, who: str, right: int, wrong: int = 0, *, topic: str = "", where: Place = SERVER) -> Reply:
    """A whole quiz with so many right and wrong answers; gives its summary."""
    card = await talk.say(who, f"/quiz {topic and f'topic:{topic} '}count:{right + wrong}", where=where)
    for number in range(right + wrong):
        feedback = await choose(talk, who, card, right=number < right, where=where)
        card = await talk.act(who, feedback.buttons[0].action, where=where)
    return card
