"""Discord's limits, each with its page in the developer documentation, and the one way to cut a text to them."""

from __future__ import annotations

from bot.chat.text import cut

# resources/message
CONTENT = 2000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_AUTHOR = 256
NONCE = 25
ATTACHMENTS = 10
ATTACHMENT_HELP = 1024
FILE_NAME = 120
HISTORY = 100

# components/reference
ROWS = 5
ROW_BUTTONS = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
SELECT_OPTIONS = 25
RADIO_OPTIONS = 10
CHECKBOXES = 10
OPTION_TEXT = 100
PLACEHOLDER = 150
FIELD_LABEL = 45
FIELD_HELP = 100
INPUT_TEXT = 4000
# "32 bit integer used as an optional identifier"; the published schema makes it a signed one, and 0 is none at all.
COMPONENT_ID = 2**31 - 1

# interactions/receiving-and-responding
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
SUGGESTIONS = 25

# interactions/application-commands
COMMAND_HELP = 100
COMMAND_CHOICES = 25
COMMAND_TEXT = 6000

# Discord wants the first response within three seconds. What isn't ready after these seconds is deferred, which
# leaves as many for the network. A suggestion can't be deferred.
FIRST_RESPONSE_PATIENCE = 1.5
SUGGEST_PATIENCE = 2.2

# topics/rate-limits: fifty requests a second for the whole bot. The window is a little longer here, since requests that
# leave apart may arrive closer together.
GLOBAL_REQUESTS = 50
GLOBAL_SECONDS = 1.04
# 10,000 refused requests in ten minutes shut the bot's address out.
TROUBLES = 8000
TROUBLES_SECONDS = 600.0

# events/gateway: 1,000 IDENTIFYs a day, then Discord resets the token; and one in five seconds, unless it permits more.
IDENTIFIES = 900
IDENTIFIES_SECONDS = 24 * 3600.0
IDENTIFIES_APART = 5.0
# Ours, so that a connection that never holds doesn't use up the day in an hour.
IDENTIFIES_AN_HOUR = 30

# Ours. What may wait in a request together is less than the outbox waits for it: a turn twice, and the answer.
CONNECT_PATIENCE = 5.0
REQUEST_PATIENCE = 15.0
TURN_PATIENCE = 6.0
REPEAT_PAUSE = 0.5
REPEAT_WITHIN = 5.0
KEEP_ALIVE = 60.0
# Where Discord asks to wait and doesn't say how long; and what it can't mean.
USUAL_WAIT = 5.0
LONGEST_WAIT = 7 * 24 * 3600.0
# A token that was refused is tried once a minute, and its posts again after ten.
TOKEN_PAUSE = 60.0
TOKEN_WAIT = 600.0
# Between two tries of a gateway that can't be connected, and after how long a connection has held.
GATEWAY_PAUSE = 2.0
GATEWAY_LONGEST_PAUSE = 300.0
GATEWAY_HELD = 600.0
ANSWERS_PATIENCE = 0.7
CLOSE_PATIENCE = 1.0
START_PATIENCE = 60.0
# After READY, Discord lists the servers one by one; discord.py takes this long a silence for the end of the list, and
# only a server that comes after it for a new one.
LISTING_PATIENCE = 0.1


def clip(text: str, limit: int) -> str:
    """One line, cut at a word, the cut shown. An empty text gives a dash, since Discord refuses empty ones."""
    return cut(" ".join(text.split()) or "–", limit)
