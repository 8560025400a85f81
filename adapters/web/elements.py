"""Plain HTML elements for the page: a tag, its text, its classes and its attributes."""

from __future__ import annotations

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement


def el(tag: str, text: str = "", classes: str = "", **attributes: object) -> TextElement:
    """An element with text, which the browser never reads as markup. `aria_label=…` becomes `aria-label`.

    An attribute that is None is left out.
    """
    element = TextElement(tag=tag, text=text)
    element.classes(classes)
    set_attributes(element, **attributes)
    return element


def set_attributes(element: Element, **attributes: object) -> None:
    for name, value in attributes.items():
        element.props.set_optional(name.rstrip("_").replace("_", "-"), value)


def icon(name: str) -> TextElement:
    """A letter of the icon font that comes with NiceGUI; a screen reader skips it."""
    return el("i", name, "material-icons", aria_hidden="true")
