"""Where in a TOML file a key stands: the library that reads it does not tell."""

import re
import tomllib
from collections.abc import Iterator, Sequence

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\s*({_PATH})\s*\]")
_KEY = re.compile(rf"\s*({_PATH})\s*=")


def line_of(text: str, path: Sequence[str]) -> int:
    """The number of the line in which the key stands, or the nearest table or key above it; 0 where none does.

    A line inside a text of several lines may pass for a key: the line is a help to the reader and nothing else.
    """
    places: dict[tuple[str, ...], int] = {}
    for number, found in _keys(text):
        for length in range(1, len(found) + 1):
            places.setdefault(found[:length], number)
    return next((places[known] for known in _upwards(path) if known in places), 0)


def _keys(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _parts(header[1])
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _parts(written: str) -> tuple[str, ...]:
    """The keys of a dotted path, as TOML itself reads them."""
    try:
        found = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts = []
    while isinstance(found, dict):
        (name, found) = next(iter(found.items()))
        parts.append(name)
    return tuple(parts)


def _upwards(path: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for length in range(len(path), 0, -1):
        yield tuple(path[:length])
