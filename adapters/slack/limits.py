"""Slack's limits, each with its source, and the one way in which texts are cut to them."""

from __future__ import annotations

from bot.chat.text import cut

# docs.slack.dev/reference/block-kit/blocks
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3000
INPUT_LABEL = 2000
BLOCK_ID = 255

# docs.slack.dev/reference/block-kit/block-elements
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
URL = 3000
PLACEHOLDER = 150
INPUT_TEXT = 3000
CHECKBOXES = 10

# docs.slack.dev/reference/block-kit/composition-objects
OPTIONS = 100
OPTION_LABEL = 75
OPTION_VALUE = 150
OPTION_HELP = 75

# docs.slack.dev/reference/views
VIEW_TITLE = 24
VIEW_BUTTON = 24
VIEW_METADATA = 3000
# docs.slack.dev/surfaces/modals: "a stack holds up to three views"
VIEW_DEPTH = 3

# slackapi/bolt-js issue 2509: more in all blocks of a message gives msg_blocks_too_long, whatever each holds.
# The JSON of the blocks is measured, which is never less than what Slack counts.
MESSAGE_TOTAL = 13_200

# chat.postMessage cuts at 40,000 and recommends 4,000; a notification and a screen reader need no more than this.
FALLBACK_TEXT = 3000

# docs.slack.dev/interactivity/handling-user-interaction: an acknowledgement and a trigger_id have three seconds.
# What isn't ready after these seconds is answered by a placeholder first, which leaves time for the network.
TRIGGER_PATIENCE = 1.0
ACK_PATIENCE = 1.5
SUGGEST_PATIENCE = 2.5
PROFILE_PATIENCE = 0.8


# docs.slack.dev/apis/web-api/rate-limits and each method's page: how many in how many seconds, in the whole workspace.
# Tiers 3 and 4 are 50 and 100 a minute for each method; posts are "several hundred" a minute, and one a second in a
# channel. The spans are short, so that a burst takes no minute's worth at once, and a little too long, because requests
# don't all take the same time to arrive.
POSTS = (10, 2.04)
CHANNEL_POSTS = (1, 1.0)
TIER_3 = (10, 12.2)
TIER_4 = (20, 12.2)
RATES = {
    "chat.postMessage": POSTS,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}


def clip(text: str, limit: int) -> str:
    """Cut at a word, the cut shown by an ellipsis. An empty text gives a dash, since Slack refuses empty ones."""
    return cut(" ".join(text.split()) or "–", limit, "…")
