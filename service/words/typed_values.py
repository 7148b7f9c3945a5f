"""Opened values as people read them: texts as they stand, codes, days, amounts and small records by their labels."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, Words

Spellers = Mapping[type, Callable[[Any, Words], str]]
"""By type of a record: what spells it out."""


def spelled(field: str, value: Any, words: Words, spellers: Spellers) -> str:
    """The value of a field as people read it; `spellers` know records that are more than their fields."""
    if type(value) in spellers:
        return spellers[type(value)](value, words)
    if is_dataclass(value):
        return _record(value, words, spellers)
    if isinstance(value, StrEnum):
        return words.code(value)
    if isinstance(value, bool):
        return words.text(_("yes")) if value else words.text(_("no"))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int) and field.endswith("_fen"):
        return words.money(value)
    return str(value)


def _record(record: Any, words: Words, spellers: Spellers) -> str:
    """Codes speak for themselves; other values stand after the name of their field."""
    parts = {each.name: getattr(record, each.name) for each in fields(record)}
    if all(isinstance(part, StrEnum) for part in parts.values()):
        return words.joined(words.code(part) for part in parts.values())
    return words.joined(_parts(parts, words, spellers), CLAUSE)


def _parts(parts: Mapping[str, Any], words: Words, spellers: Spellers) -> Iterator[str]:
    for name, part in parts.items():
        if isinstance(part, StrEnum):
            yield words.code(part)
        else:
            told = number_told(name, part, words) if type(part) is int else spelled(name, part, words, spellers)
            yield f"{words.field(name)} {told}"


def number_told(name: str, value: int, words: Words) -> str:
    """A number: an amount in yuan where its name says so."""
    return words.amount(value) if name.endswith("_fen") else str(value)
