"""A YAML file read with its line numbers, so that a fault can be shown where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.library.unreadable import unreadable

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml reads the same, more slowly
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a pack. `line` counts from 1."""

    file: str
    line: int
    item: str
    message: str

    def __str__(self) -> str:
        item = f" {self.item}:" if self.item else ""
        return f"{self.file}:{self.line}:{item} {self.message}"


class Page:
    """The data of one YAML file, and the line of every value in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: Any = None
        self._lines: dict[Location, int] = {}
        self._written: dict[Location, str] = {}
        self._doubled: list[tuple[Location, int]] = []
        try:
            self._read()
        except FileNotFoundError:
            self.fault((), f"the folder '{path.parent.name}' has no such file; content/README.md shows one")
        except OSError as error:
            self.fault((), f"the file can't be read: {error.strerror}")
        except UnicodeDecodeError:
            self.fault((), "the file is not UTF-8 text; save it as UTF-8")
        except RecursionError:
            self.fault((), "a part of the file contains itself by an alias (*); write it out")
        except yaml.YAMLError as error:
            self.fault((), *unreadable(self.path, error))

    def _read(self) -> None:
        node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=Loader)
        self.data = self._value(node, ()) if node else None
        for location, line in self._doubled:
            self.fault(location, f"'{location[-1]}' stands twice; keep one of them", line)

    def ids(self) -> dict[str, int]:
        """Where each item stands in the list, by its id; also those that are wrong otherwise."""
        items = self.data if isinstance(self.data, tuple) else ()
        return {str(item.get("id")): index for index, item in enumerate(items) if isinstance(item, dict)}

    def line(self, location: Location) -> int:
        """The line of a value, or of the nearest thing around it that exists."""
        while location and location not in self._lines:
            location = location[:-1]
        return self._lines.get(location, 1)

    def written(self, location: Location) -> str | None:
        """The unquoted text that YAML turned into something else than text, such as `yes` or `1.0`."""
        return self._written.get(location)

    def _value(self, node: yaml.Node, location: Location) -> Any:
        self._lines[location] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._value(child, (*location, index)) for index, child in enumerate(node.value))
        value = _scalar(node)
        if not isinstance(value, str):
            self._written[location] = node.value
        return value

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                self._doubled.append(((*location, key), key_node.start_mark.line + 1))
            found[key] = self._value(value_node, (*location, key))
        return found

    def fault(self, location: Location, message: str, line: int | None = None) -> None:
        self.faults.append(Fault(self.path.name, line or self.line(location), self.item(location), message))

    def item(self, location: Location) -> str:
        """The id of the item that a location lies in, for the reader of a fault."""
        data = self.data
        if isinstance(data, tuple) and location and isinstance(location[0], int) and location[0] < len(data):
            data = data[location[0]]
        return str(data.get("id") or "") if isinstance(data, dict) else ""


_constructor = yaml.constructor.SafeConstructor()


def _scalar(node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    try:
        return _constructor.construct_object(node)
    except (yaml.YAMLError, ValueError):
        return node.value
