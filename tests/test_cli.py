"""The command line: what is said, what is refused, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.store.lock import OwnerLock
from tests.hand_washing import only_this, write_out
from tests.terminal import run, typed


def test_a_fact_is_shown_with_its_buttons(tmp_path: Path) -> None:
    said = run(tmp_path, "say", "/fact")

    assert (said.code, said.err) == (0, "")
    assert "How sure are we?" in said.out
    assert "[Another fact]  fact.next:" in said.out


def test_json_is_one_object_a_reply(tmp_path: Path) -> None:
    first, second = typed(tmp_path, "say", "/fact topic:myths", "--press", "Another fact", "--json").replies

    assert set(first) >= {"title", "body", "fields", "buttons", "links"}
    assert first["title"] != second["title"]


def test_buttons_are_pressed_by_label_and_by_id_and_what_was_done_stays(tmp_path: Path) -> None:
    question, feedback, following = typed(
        tmp_path, "say", "/quiz count:2", "--press", "A", "--press", "Next question", "--json"
    ).replies
    assert "Question 1 of 2" in str(question["note"])
    assert "How sure are we?" in str(feedback["fields"])
    assert "Question 2 of 2" in str(following["note"])

    (resumed, again) = typed(tmp_path, "say", "/quiz", "--press", "quiz.next:1", "--json").replies
    assert resumed["body"] == again["body"] == following["body"]


def test_the_beginning_of_a_label_is_enough_where_it_is_the_only_one(tmp_path: Path) -> None:
    *_, mine = typed(tmp_path, "say", "/leaderboard", "--press", "This m", "--press", "This w", "--json").replies
    assert mine["title"] == "Leaderboard · This week"
    assert "There is no button “”" in typed(tmp_path, "say", "/leaderboard", "--press", "").err


def test_a_form_is_filled_in(tmp_path: Path) -> None:
    form, saved = typed(
        tmp_path,
        "say",
        "/me settings",
        "--press",
        "Change time zone",
        "--press",
        "Save",
        "--set",
        "zone=Lisbon",
        "--json",
    ).replies[1:]

    assert form["form"]
    assert "Europe/Lisbon" in json.dumps(saved)


@pytest.mark.parametrize("text", ["/nonsense", "", "/", "/quiz topic:nothing", "/quiz count:many", "/me fly", "🤷"])
def test_what_is_not_understood_is_answered_kindly(text: str, tmp_path: Path) -> None:
    said = typed(tmp_path, "say", text, settings=only_this(tmp_path))

    assert (said.code, said.err) == (0, "")
    assert "THAT DIDN'T WORK" in said.out


def test_a_button_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    said = typed(tmp_path, "say", "/fact", "--press", "Nothing", settings=only_this(tmp_path))

    assert (said.code, said.out) == (1, "")
    assert "There is no button “Nothing” here. There are: Quiz me on this, Another fact, Share to channel." in said.err


@pytest.mark.parametrize(
    "press", ["nonsense:1", "quiz.answer:", "quiz.answer:999999999999999999.a", "quiz.next:x", ":"]
)
def test_a_forged_button_is_answered_kindly(press: str, tmp_path: Path) -> None:
    assert typed(tmp_path, "say", "/fact", "--press", press, settings=only_this(tmp_path)).code == 0


@pytest.mark.parametrize("words", [[], ["nonsense"], ["say"], ["say", "/fact", "--presss", "A"], ["faq"]])
def test_wrong_words_of_the_call_give_exit_code_2_and_the_usage(words: list[str], tmp_path: Path) -> None:
    said = typed(tmp_path, *words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: needlewise")


@pytest.mark.sqlite
def test_while_the_bot_is_running_say_refuses_in_one_line(tmp_path: Path) -> None:
    lock = OwnerLock(tmp_path / "bot.db")
    lock.acquire()
    said = run(tmp_path, "say", "/fact")
    lock.release()

    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "already running" in said.err


def test_all_wrong_settings_are_named(tmp_path: Path) -> None:
    said = run(tmp_path, "say", "/fact", settings={"NEEDLEWISE_WEB_PORT": "x", "NEEDLEWISE_LOG": "x"})

    assert (said.code, said.err.count("\n")) == (1, 2)


def test_a_broken_pack_stops_every_command_with_all_its_faults(tmp_path: Path) -> None:
    write_out(tmp_path / "packs" / "one", facts=("low", "lowest"))
    write_out(tmp_path / "packs" / "two", pack=('"1.0"', "1.0"))
    for words in (["say", "/fact"], ["check"], ["run"], ["faq", "--batch", "-"]):
        said = typed(tmp_path, *words, settings={"NEEDLEWISE_CONTENT": str(tmp_path / "packs")})

        assert (said.code, said.out) == (1, "")
        assert "one/facts.yaml:7: fact-rub-time: " in said.err
        assert "two/pack.yaml:5: hand-washing: " in said.err


def test_check_counts_what_is_in_a_good_pack(tmp_path: Path) -> None:
    said = typed(tmp_path, "check", str(write_out(tmp_path / "hand-washing")))

    assert (said.code, said.err) == (0, "")
    assert said.out == "hand-washing: no faults (1 entries, 1 facts, 1 questions, 0 terms)\n"


def test_check_looks_at_every_pack_that_it_is_given(tmp_path: Path) -> None:
    bad = write_out(tmp_path / "bad", facts=("low", "lowest"))
    worse = write_out(tmp_path / "worse", pack=('"1.0"', "1.0"))
    good = write_out(tmp_path / "good")
    said = typed(tmp_path, "check", str(bad), str(worse), str(good))

    assert (said.code, said.out.count("no faults")) == (1, 1)
    assert "bad/facts.yaml:7" in said.err
    assert "worse/pack.yaml:5" in said.err


@pytest.mark.parametrize("name", ["nowhere", "file.txt", "empty"])
def test_check_refuses_what_is_no_pack(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    said = typed(tmp_path, "check", name)

    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("codec", ["ascii", "utf-16"])
def test_a_terminal_of_another_encoding_is_no_trouble(codec: str, tmp_path: Path) -> None:
    said = run(tmp_path, "say", "/fact", settings={"PYTHONIOENCODING": codec})

    assert (said.code, "·" in said.out) == (0, True)
