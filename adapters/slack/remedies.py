"""What each of Slack's error codes means for a message, and what a person can do about it.

The codes are those of chat.postMessage, chat.update, conversations.open and conversations.history, and those that all
methods share (docs.slack.dev/reference/methods). One that isn't listed here is final, and told by its name.
"""

from __future__ import annotations

# "It's possible some aspect of the operation succeeded before the error was raised."
UNCERTAIN = frozenset({"fatal_error", "internal_error", "service_unavailable"})
# Nothing was done, and nobody has to do anything about it.
LATER = frozenset({"external_channel_migrating", "message_limit_exceeded", "request_timeout", "team_added_to_org"})
# The message itself is wrong, which is a fault of this program and of this message only: nothing is to be paused.
BUGS = frozenset(
    {
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "markdown_text_conflict",
        "metadata_too_large",
        "missing_argument",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "too_many_contact_cards",
    }
)
# The token or the app is gone: trying again can't help. From the error lists of auth.test and apps.connections.open.
DEAD = frozenset(
    {
        "account_inactive",
        "app_deleted",
        "forbidden_team",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
NOT_INSIDE = frozenset({"channel_not_found", "no_permission", "not_in_channel"})
# The whole workspace is closed to the bot by its admins.
CLOSED = frozenset(
    {"access_denied", "app_access_restricted", "ekm_access_denied", "enterprise_is_restricted", "team_not_found"}
)

_REMEDIES = {
    "is_archived": "The channel is archived. Unarchive it, or choose another one.",
    "restricted_action": "A workspace setting keeps the bot from posting there. Ask an admin, or change channel.",
    "restricted_action_read_only_channel": (
        "Only some may post in this channel. Ask an admin to let the bot post there, or choose another one."
    ),
    "restricted_action_thread_only_channel": "This channel takes replies in threads only. Choose another one.",
    "restricted_action_non_threadable_channel": "This channel takes no replies in threads. Choose another one.",
    "restricted_action_thread_locked": "The thread is locked. Choose another place.",
    "thread_not_found": "The thread is not there any more. Choose another place.",
    "message_not_found": "The message is not there any more.",
    "cant_update_message": "Slack doesn't let the bot change this message.",
    "edit_window_closed": "A workspace setting forbids to change messages that are so old.",
    "user_not_found": "Slack doesn't know this person any more.",
    "user_disabled": "This person's account is closed.",
    "user_not_visible": "The bot can't see this person.",
    "cannot_dm_bot": "A bot can't be sent direct messages.",
    "messages_tab_disabled": "The app takes no direct messages. Switch its Messages Tab on under App Home.",
    "accesslimited": (
        "The workspace takes requests from certain networks only. Ask its admins to allow the address of this machine."
    ),
    "org_login_required": (
        "The workspace is being moved to an Enterprise organisation. Wait until that is done. If it still says so "
        "then, install the app again."
    ),
    "team_access_not_granted": (
        "The app was not granted this workspace. Ask an admin of the organisation to add the app to it."
    ),
    "two_factor_setup_required": "The workspace asks for two-factor authentication. Ask its admins what the app needs.",
    "deprecated_endpoint": "Slack no longer takes what this version of Needlewise sends. Update it.",
    "method_deprecated": "Slack no longer takes what this version of Needlewise sends. Update it.",
    "external_channel_migrating": "The channel is being moved to another workspace.",
    "message_limit_exceeded": "The workspace has reached its message limit.",
    "team_added_to_org": "The workspace is being moved to an Enterprise organisation, and Slack often doesn't answer.",
    "request_timeout": "Slack got only a part of the request.",
}


def remedy(code: str, bot: str, needed: str = "") -> str:
    """`bot` is the bot's name, `needed` the scope that a missing_scope names."""
    if code in NOT_INSIDE:
        return f"The bot is not in this channel. Type /invite @{bot} there."
    if code == "missing_scope":
        return f"The Slack app lacks the scope {needed or 'it needs'}. Add it under OAuth & Permissions and reinstall."
    if code in DEAD:
        return f"Slack refuses the bot's token ({code}). Install the app again and set the new SLACK_BOT_TOKEN."
    if code in CLOSED:
        return f"The admins of the workspace keep the bot out ({code}). Ask them to allow the app."
    if code in BUGS:
        return f"Slack can't read this message ({code}). That is a fault of Needlewise: please report it with its log."
    return _REMEDIES.get(code, f"Slack refused: {code}.")
