"""The drawing in the header and on the browser's tab."""

from __future__ import annotations

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6b62"/>'
    '<path d="M9 23 23 9" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    '<circle cx="11" cy="21" r="3.5" fill="#fff"/></svg>'
)
