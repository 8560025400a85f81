"""The console script `needlewise`, which is `python -m bot` as well."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from sqlalchemy.exc import DBAPIError

from bot.collector import put_off
from bot.errors import ContentError, SetupError
from bot.log import set_up_logging
from bot.settings import Settings, read_settings
from bot.thrift import keep_to_little


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 something is wrong (said in one line), 2 the words of the call are."""
    args = _parser().parse_args(argv)
    _speak_utf8()
    keep_to_little()
    try:
        settings = read_settings()
        set_up_logging(settings.needlewise_log, quiet=args.command != "run")
        run: Callable[[argparse.Namespace, Settings], int] = args.run
        return run(args, settings)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except DBAPIError as error:
        print(f"The database can't be used: {error.orig}. needlewise doctor says more.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain once more at exit
        return 1
    except KeyboardInterrupt:
        return 130


def _speak_utf8() -> None:
    """Whatever the terminal is set to: files and pipes of these commands hold UTF-8."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="needlewise", description="A study bot for Discord and Slack.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace, Settings], int], help: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    add("run", _run, "start every face that has its tokens; without any, the local page")
    say = add("say", _say, "one command through the same router, printing the reply and its buttons")
    say.add_argument("text", help='what is typed, such as "/quiz topic:myths"')
    say.add_argument("--as", dest="who", default="student1", metavar="NAME", help="who types it (student1)")
    say.add_argument("--manager", action="store_true", help="as somebody who manages the group")
    say.add_argument("--press", action="append", default=[], metavar="ACTION", help="then press this id or label")
    say.add_argument("--set", action="append", default=[], metavar="NAME=TEXT", help="fill in a form's field")
    say.add_argument("--json", action="store_true", help="one JSON object a reply")
    faq = add("faq", _faq, "answer many questions at once, one JSON object a line")
    faq.add_argument("--batch", required=True, metavar="FILE", help='lines of {"q": "…"}; - is standard input')
    faq.add_argument("--json", action="store_true", help="the format, which is the only one")
    check = add("check", _check, "check content packs; lists every fault with file, line and item")
    check.add_argument("packs", nargs="*", type=Path, metavar="PACK")
    add("doctor", _doctor, "what is wrong with this installation, and what to do")
    add("healthy", _healthy, "whether the bot is running here: exit code 0 or 1")
    add("rebuild", _rebuild, "count all points again from the answers")
    add("backup", _backup, "copy the database, also while the bot runs").add_argument("file", type=Path)
    restore = add("restore", _restore, "put a backup in the database's place; the old one is kept beside it")
    restore.add_argument("file", type=Path)
    add("restored", _restored, "after pg_restore: look for the posts made since the backup before any is sent")
    return parser


def _run(args: argparse.Namespace, settings: Settings) -> int:
    with put_off():
        from bot.serve import serve

    asyncio.run(serve(settings))
    return 0


def _say(args: argparse.Namespace, settings: Settings) -> int:
    from bot.console import as_data, as_text
    from bot.say import converse

    filled = dict(pair.split("=", 1) if "=" in pair else (pair, "") for pair in args.set)
    replies = converse(settings, args.text, args.press, filled, who=args.who, manager=args.manager)
    for reply in asyncio.run(replies):
        print(json.dumps(as_data(reply), ensure_ascii=False) if args.json else f"{as_text(reply)}\n")
    return 0


def _faq(args: argparse.Namespace, settings: Settings) -> int:
    from bot.faq.batch import answer_batch
    from bot.faq.desk import DESKS
    from bot.library.library import load_library

    shelf = load_library(settings.needlewise_content).for_community(0)
    DESKS.prepare(shelf, encoder=settings.needlewise_encoder == "on", cache=settings.cache)
    with contextlib.ExitStack() as files:
        lines = sys.stdin if args.batch == "-" else files.enter_context(_open(Path(args.batch)))
        try:
            for answer in answer_batch(shelf, _questions(lines, args.batch)):
                print(json.dumps(answer, ensure_ascii=False))
        except UnicodeDecodeError:
            raise SetupError(f"{args.batch} is not UTF-8 text.") from None
    return 0


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{path} can't be read: {error.strerror}.") from None


def _questions(lines: Iterable[str], name: str) -> Iterator[str]:
    """The questions of a batch. Raises SetupError, naming the line, for one that has none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)["q"]
        except (ValueError, KeyError, TypeError, RecursionError):
            question = None
        if not isinstance(question, str):
            raise SetupError(f'{name}:{number}: not a line of the form {{"q": "…"}}.')
        yield question


def _check(args: argparse.Namespace, settings: Settings) -> int:
    """All faults of all packs, also when the first has some."""
    from bot.library.library import load_library

    wrong = 0
    for folder in args.packs or [settings.needlewise_content]:
        if not folder.is_dir():
            raise SetupError(f"{folder} is not a folder.")
        try:
            packs = load_library(folder).packs
        except ContentError as error:
            print(error, file=sys.stderr)
            wrong = 1
            continue
        for pack in packs:
            counts = ", ".join(
                f"{len(getattr(pack, part))} {part}" for part in ("entries", "facts", "questions", "terms")
            )
            print(f"{pack.id}: no faults ({counts})")
    return wrong


def _doctor(args: argparse.Namespace, settings: Settings) -> int:
    from bot.doctor import examine

    findings = asyncio.run(examine(settings))
    for finding in findings:
        print(finding)
    return 1 if any(finding.wrong for finding in findings) else 0


def _healthy(args: argparse.Namespace, settings: Settings) -> int:
    from sqlalchemy import make_url

    from bot.heartbeat import alive
    from bot.store.address import own_path

    return 0 if alive(own_path(make_url(settings.database_url))) else 1


def _rebuild(args: argparse.Namespace, settings: Settings) -> int:
    from bot.keeping import rebuild_points

    print(asyncio.run(rebuild_points(settings.database_url)))
    return 0


def _backup(args: argparse.Namespace, settings: Settings) -> int:
    from bot.keeping import backup

    print(backup(settings.database_url, args.file))
    return 0


def _restore(args: argparse.Namespace, settings: Settings) -> int:
    from bot.keeping import restore

    print(restore(settings.database_url, args.file))
    return _restored(args, settings)


def _restored(args: argparse.Namespace, settings: Settings) -> int:
    from bot.recovery import recover

    print(asyncio.run(recover(settings.database_url, settings.catch_up)))
    return 0
