"""Discord's numbers that its schemas lack, one constant each, with the page of its developer docs.

Numbers that the schemas state (80 characters for a label, 25 options, …) stand in `tests/openapi` only.
The adapter has its own copy in its `limits.py`. The two are kept apart on purpose: a wrong number there
must not make the server that judges it wrong as well.
"""

# interactions/receiving-and-responding
FIRST_RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
MODAL_COMPONENTS = 5
AUTOCOMPLETE_CHOICES = 25
AUTOCOMPLETE_CHOICE = 100

# resources/message
CONTENT = 2000
EMBED_TOTAL = 6000
NONCE_MEMORY_SECONDS = 180.0  # "the past few minutes" is all that the page says
HISTORY_DEFAULT = 50
HISTORY_MOST = 100

# reference, "Uploading Files"
FILE_BYTES = 10 * 1024 * 1024
REQUEST_BYTES = 25 * 1024 * 1024

# components/reference
ACTION_ROWS = 5
BUTTONS_IN_ROW = 5
TEXT_INPUT = 4000
V2_COMPONENTS = 40
V2_TEXT = 4000  # stated by discord.py's LayoutView; the page is silent

# interactions/application-commands
CHAT_COMMANDS = 100
USER_COMMANDS = 15
MESSAGE_COMMANDS = 15
COMMAND_CHARACTERS = 8000
SAFE_INTEGER = 2**53 - 1

# events/gateway
GATEWAY_EVENT_BYTES = 4096
GATEWAY_EVENTS = 120
GATEWAY_EVENTS_SECONDS = 60.0
GATEWAY_HEARTBEAT_MS = 41_250
IDENTIFIES_A_DAY = 1000
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content

# resources/message, "Message Flags"
EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

# topics/permissions
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31

# topics/rate-limits; of a channel's bucket the page says only that the headers tell it
GLOBAL_REQUESTS = 50
GLOBAL_SECONDS = 1.0
CHANNEL_MESSAGES = 5
CHANNEL_SECONDS = 5.0

# resources/guild: not stated there; Discord refuses the next one with 30013
GUILD_CHANNELS = 500
