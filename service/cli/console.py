"""What a verb talks to: lines for people, one JSON object for scripts, and a bar for what takes long."""

import argparse
import json
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, Protocol

import msgspec

from domain.lines import escaped, is_seen

PATIENCE = 1.0
"""Seconds after which something is long enough for a bar."""
WIDTH = 30


class Refused(Exception):
    """What was asked cannot be done; the message is one line that says what to do."""


class Misused(Exception):
    """The command itself is mistaken; the message says how, `usage` how it is meant."""

    code = "usage"

    def __init__(self, usage: str, says: str) -> None:
        super().__init__(says)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """A parser that leaves it to the command line to tell a mistake."""

    def error(self, message: str) -> NoReturn:
        raise Misused(self.format_usage(), f"{message} ({self.prog} -h explains)")


class Answer(NamedTuple):
    """What a verb found: the facts for `--json`, and whether something is wrong (exit 1)."""

    facts: Mapping[str, Any]
    is_wrong: bool = False


class Verbs(Protocol):
    """Where parsers of verbs are added: what `add_subparsers` returns."""

    def add_parser(self, name: str, **kwargs: Any) -> argparse.ArgumentParser: ...


@dataclass(slots=True)
class Console:
    """Writes lines to standard output unless JSON was asked for, and bars to a terminal on standard error."""

    wants_json: bool = False

    def say(self, line: str = "") -> None:
        """One line for people."""
        if not self.wants_json:
            print(_shown(line), flush=True)

    def table(self, rows: Sequence[Sequence[object]]) -> None:
        """Rows in columns, the last of which is not padded."""
        texts = [[str(cell) for cell in row] for row in rows]
        widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
        for row in texts:
            padded = [cell + " " * (width - _width(cell)) for cell, width in zip(row[:-1], widths, strict=False)]
            self.say("  ".join([*padded, row[-1]]).rstrip())

    def warn(self, line: str) -> None:
        """One line on standard error."""
        print(_shown(line), file=sys.stderr, flush=True)

    def end(self, facts: Mapping[str, Any]) -> None:
        """The one JSON object, as the last line of output."""
        if self.wants_json:
            print(_escaped_json(msgspec.json.encode(facts).decode()), flush=True)

    @contextmanager
    def bar(self, label: str) -> Iterator["Bar"]:
        """A bar for the length of a block; it appears after a second, and only on a terminal."""
        shown = Bar(label)
        try:
            yield shown
        finally:
            shown.clear()

    @contextmanager
    def busy(self, label: str) -> Iterator[None]:
        """A bar that counts the seconds of a block whose length nobody knows."""
        done = threading.Event()
        with self.bar(f"{label}, seconds:") as bar:
            counting = threading.Thread(target=_count_seconds, args=(bar, done), daemon=True)
            if sys.stderr.isatty():
                counting.start()
            try:
                yield
            finally:
                done.set()
                if counting.is_alive():
                    counting.join()


@dataclass(slots=True)
class Bar:
    """How far a long piece of work is."""

    label: str
    began: float = field(default_factory=time.monotonic)
    drawn: float = 0.0

    def show(self, done: int, total: int | None = None) -> None:
        """Draws the bar anew, at most ten times a second."""
        now = time.monotonic()
        if now - self.began < PATIENCE or now - self.drawn < 0.1 or not sys.stderr.isatty():
            return
        self.drawn = now
        print(f"\r\x1b[K{self.label} {_drawing(done, total)}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Takes the bar away again."""
        if self.drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def add_verb(
    verbs: Verbs, name: str, text: str, run: Callable[[argparse.Namespace, Console], Answer], more: str = ""
) -> argparse.ArgumentParser:
    """The parser of one verb: it takes `-h` and `--json`, and runs the function; `more` ends its help as it stands."""
    parser = verbs.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=more or None,
        formatter_class=argparse.RawDescriptionHelpFormatter if more else argparse.HelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="end with one line that is a JSON object")
    parser.set_defaults(run=run)
    return parser


def add_group(verbs: Verbs, name: str, text: str) -> Verbs:
    """A verb that is followed by another one, such as `units add`."""
    parser = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
    return parser.add_subparsers(metavar="VERB", required=True)


def _count_seconds(bar: Bar, done: threading.Event) -> None:
    while not done.wait(0.2):
        bar.show(int(time.monotonic() - bar.began))


def _drawing(done: int, total: int | None) -> str:
    if not total:
        return f"{done:,}"
    filled = WIDTH * min(done, total) // total
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}"


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def printable(text: str, encoding: str = "utf-8") -> str:
    """The line with everything escaped that is no text in the encoding, or that a terminal would obey."""
    return escaped(text).encode(encoding, "backslashreplace").decode(encoding)


def file_path(text: str) -> Path:
    """A path on the command line."""
    if "\0" in text:
        raise argparse.ArgumentTypeError("a path cannot hold the character U+0000")
    return Path(text)


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A number on the command line, from the least to the most."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
        return int(text)

    return read


def _escaped_json(document: str) -> str:
    """The same JSON; what a terminal would obey stands in strings only, and is written there as JSON escapes it."""
    if document.isprintable():
        return document
    return "".join(each if is_seen(each) else json.dumps(each)[1:-1] for each in document)


def _shown(line: str) -> str:
    return printable(line, sys.stdout.encoding or "utf-8")
