"""Numbers of the playground page, all our own choice: nothing outside sets a limit here."""

from __future__ import annotations

from datetime import timedelta

# Cards kept for everybody and for each learner; a page that is opened shows them all.
KEPT = 200
# As much as a Discord text input takes, so that the page accepts whatever the real faces accept.
LINE_LENGTH = 4_000
NAME_LENGTH = 32
SUGGESTIONS_SHOWN = 12
# A choice with more options than this becomes a drop-down.
MOST_RADIOS = 6
# Typing faster than this asks for suggestions only once.
DEBOUNCE = timedelta(milliseconds=150)
# Open pages get this long to be told that the server goes.
GRACE = timedelta(seconds=1)
