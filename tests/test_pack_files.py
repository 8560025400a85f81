"""Wrong files and clashing packs: all faults are shown at once, none of them as a traceback."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ContentError, SetupError
from bot.library.library import load_library
from tests.hand_washing import faults, write_out

FACTS = "facts.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_out(tmp_path / "packs" / "hand-washing")


# What is written into facts.yaml, and the one fault that this must give.
WRONG_FILES = {
    "nothing": (b"", "facts.yaml:1: the file is empty; write something in it, or delete it"),
    "a comment": (b"# later\n", "facts.yaml:1: the file is empty; write something in it, or delete it"),
    "no list": (b"id: a\n", "facts.yaml:1: a: this file must be a list: each item starts with '- id:'"),
    "a text": (b"Facts\n", "facts.yaml:1: this file must be a list: each item starts with '- id:'"),
    "a list of texts": (b"- one\n", "facts.yaml:1: the item: parts are expected here, each as 'name: text'"),
    "a text with a colon": (b"- id: a\n  text: see: here\n", "facts.yaml:2: .* a text with a colon in it goes in"),
    "a line too far right": (b"- id: a\n   text: b\n", "facts.yaml:2: .* or this line is indented too far"),
    "a line too far left": (b"  - id: a\n - id: b\n", "facts.yaml:2: .* this line is not indented like the others"),
    "a tab": (b"- id: a\n\ttext: b\n", "facts.yaml:2: .* indent with blanks, not with the tab key"),
    "an open quote": (b'- id: a\n  text: "b\n', "facts.yaml:2: .* a quote is opened here and never closed"),
    "a text that starts bold": (b"- text: **Bold** start\n", r"facts.yaml:1: .* starts with \* or & goes in quotes"),
    "a text that starts with @": (b"- text: @here\n", "facts.yaml:1: .* a sign such as @ % ` goes in quotes"),
    "two documents": (b"- id: a\n---\n- id: b\n", "facts.yaml:2: .* '---' may stand in the first line only"),
    "a list that contains itself": (b"&a [*a]\n", "facts.yaml:1: a part of the file contains itself"),
    "another encoding": ("- id: café\n".encode("latin-1"), "facts.yaml:1: the file is not UTF-8 text; save it"),
    "UTF-16": ("- id: a\n".encode("utf-16"), "facts.yaml:1: the file is not UTF-8 text; save it"),
    "a control sign": (b"- id: a\n  text: b\x07\n", "facts.yaml:2: a sign that can't be seen stands in this line"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_file_that_cannot_be_read_is_one_fault_with_its_remedy(name: str, pack: Path) -> None:
    content, said = WRONG_FILES[name]
    (pack / FACTS).write_bytes(content)

    found = [fault for fault in faults(pack) if not fault.startswith("questions.yaml")]

    assert len(found) == 1
    assert re.match(said, found[0])


def test_an_unreadable_file_is_not_held_against_those_that_name_its_items(pack: Path) -> None:
    (pack / "references.yaml").write_text("- id: [")

    assert [fault.split(":")[0] for fault in faults(pack)] == ["references.yaml"]


def test_a_wrong_item_is_not_called_missing_by_those_that_name_it(pack: Path) -> None:
    text = (pack / "references.yaml").read_text()
    (pack / "references.yaml").write_text(text.replace("year: 2024", "year: soon"))

    assert faults(pack) == ["references.yaml:4: ward2024: year: a whole number is expected here, without quotes"]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"---\n", b"# Facts\n", b"\r\n"])
def test_a_file_may_start_as_editors_start_it(start: bytes, pack: Path) -> None:
    (pack / FACTS).write_bytes(start + (pack / FACTS).read_bytes())

    assert faults(pack) == []


def test_lines_may_end_as_on_windows(pack: Path) -> None:
    (pack / FACTS).write_bytes((pack / FACTS).read_bytes().replace(b"\n", b"\r\n"))

    assert faults(pack) == []


@pytest.mark.parametrize("name", ["fact.yaml", "facts.yml", "notes.yaml"])
def test_a_file_of_another_name_is_not_passed_over(name: str, pack: Path) -> None:
    (pack / name).write_text("- id: a\n")

    assert [fault.split(",")[0] for fault in faults(pack)] == [
        f"{name}:1: this file is not part of a pack; rename it to one of asked.yaml"
    ]


def test_a_folder_in_the_place_of_a_file_is_a_fault(pack: Path) -> None:
    (pack / "glossary.yaml").mkdir()

    assert faults(pack) == ["glossary.yaml:1: the file can't be read: Is a directory"]


def test_an_id_twice_in_a_file_is_shown_at_the_second(pack: Path) -> None:
    text = (pack / FACTS).read_text()
    (pack / FACTS).write_text(f"{text}\n{text}")

    assert faults(pack) == [
        "facts.yaml:11: fact-rub-time: the id 'fact-rub-time' stands twice in this file; choose another for one of them"
    ]


def test_a_topic_twice_is_a_fault(pack: Path) -> None:
    cover = pack / "pack.yaml"
    cover.write_text(cover.read_text() + "  - id: why\n    title: Again\n    about: Again.\n")

    assert faults(pack) == [
        "pack.yaml:16: hand-washing: topics: the id 'why' stands twice; choose another for one of them"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: single ", "kind: true-false ", ""),
        ("id: b", "id: bb", "options, no. 2, id: 'bb' can't stand here; an option's id is one small letter"),
        ("Your hands look dirty.", "Dirty! " * 55, ""),
        ("text: Alcohol rub", "text: " + "rub " * 51, "options, no. 1, text: longer than 200 characters; shorten it"),
    ],
)
def test_options_have_their_limits(old: str, new: str, said: str, tmp_path: Path) -> None:
    found = faults(write_out(tmp_path / "pack", questions=(old, new)))

    assert [fault.split(": ", 2)[2] for fault in found] == ([said] if said else [])


def test_all_faults_of_all_files_and_packs_are_shown_at_once(tmp_path: Path) -> None:
    write_out(tmp_path / "one", facts=("low", "lowest"), entries=("moderate", "best"), pack=('"1.0"', "1.0"))
    write_out(tmp_path / "two", questions=("level: recall", "level: easy"))
    with pytest.raises(ContentError) as refused:
        load_library(tmp_path)

    shown = [line.split(": ")[0].strip() for line in str(refused.value).splitlines()[1:]]
    assert shown[:4] == ["one/entries.yaml:11", "one/facts.yaml:7", "one/pack.yaml:5", "two/questions.yaml:4"]


@pytest.mark.parametrize("lone", ["facts.yaml", "entries.yaml", "pack.yml"])
def test_a_pack_without_its_cover_is_not_passed_over(lone: str, tmp_path: Path, pack: Path) -> None:
    (pack.parent / "second").mkdir()
    (pack.parent / "second" / lone).write_text("- id: a\n")

    with pytest.raises(ContentError, match=r"second/pack.yaml:1: the folder 'second' has no such file"):
        load_library(pack.parent)


@pytest.mark.parametrize("make", [lambda folder: folder.mkdir(), lambda folder: None])
def test_a_folder_without_packs_says_what_to_set(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "empty")

    with pytest.raises(SetupError, match=r"no content pack in .*empty. Set NEEDLEWISE_CONTENT to a folder of packs"):
        load_library(tmp_path / "empty")


def test_two_packs_may_not_use_the_same_ids(pack: Path) -> None:
    write_out(pack.parent / "other", pack=("id: hand-washing", "id: other"))

    with pytest.raises(ContentError) as refused:
        load_library(pack.parent)
    clash = "the pack 'hand-washing' uses this id too; choose another in one of them"
    assert f"  other/facts.yaml:1: fact-rub-time: {clash}" in str(refused.value).splitlines()


def test_an_id_of_two_packs_is_shown_where_its_item_stands(pack: Path) -> None:
    """Not where more ways of asking it are, nor where a kind of care happens to have the same name."""
    other = write_out(pack.parent / "other", pack=("id: hand-washing", "id: other"))
    entries = (other / "entries.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(entries, 1) if text == "- id: faq-rub")
    (other / "asked.yaml").write_text("# How it is asked.\n\n\n\n\n- id: faq-rub\n  students: [gel or soap then]\n")

    with pytest.raises(ContentError, match=rf"other/entries.yaml:{line}: faq-rub: the pack"):
        load_library(pack.parent)


def test_two_copies_of_a_pack_are_refused(pack: Path) -> None:
    write_out(pack.parent / "copy")

    with pytest.raises(
        ContentError, match=r"hand-washing/pack.yaml:1: hand-washing: the pack 'hand-washing' uses this"
    ):
        load_library(pack.parent)


@pytest.mark.skipif(os.geteuid() == 0, reason="file permissions don't bind root")
def test_a_file_that_may_not_be_read_is_a_fault(pack: Path) -> None:
    (pack / FACTS).chmod(0)

    assert "facts.yaml:1: the file can't be read: Permission denied" in faults(pack)


def test_a_question_that_stands_in_two_places_is_told(pack: Path) -> None:
    (pack / "unanswered.yaml").write_text(
        "- id: others\n  about: Others\n  asked:\n    - how do i wash a car\n    - Rub, or SOAP?\n"
    )

    assert faults(pack) == [
        "unanswered.yaml:5: others: asked: “Rub, or SOAP?” stands in 'faq-rub' too; leave it in one of them"
    ]
