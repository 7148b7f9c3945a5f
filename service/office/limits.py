"""The limits that commands declare on their fields, tried where no form or schema has tried them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_type_hints

from domain.kernel import Command
from domain.lines import unseen_in
from domain.values import Several, Text, Whole

_SURROGATE = re.compile("[\ud800-\udfff]")


def beyond_limits(command: Command[Any]) -> list[str]:
    """What of the command lies beyond its declared limits, one sentence each; nothing is ever cut to fit."""
    kind: Any = type(command)
    return [sentence for name, limit in _limits(kind) for sentence in _beyond(name, getattr(command, name), limit)]


@cache
def _limits(command: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(command, include_extras=True)
    return tuple((name, limit) for name, hint in hints.items() for limit in getattr(hint, "__metadata__", ()))


def _beyond(name: str, value: Any, limit: Any) -> Iterator[str]:
    if value is None:
        return
    match limit:
        case Text():
            yield from _text_beyond(name, value, limit)
        case Whole() if not limit.least <= value <= limit.most:
            yield f"{name} is {value}; from {limit.least} to {limit.most} is possible"
        case Several() if not limit.least <= len(value) <= limit.most:
            yield f"{name} has {len(value)} entries; from {limit.least} to {limit.most} are possible"


def _text_beyond(name: str, value: str, limit: Text) -> Iterator[str]:
    if len(value) < limit.least:
        yield f"{name} is empty" if not value else f"{name} has {len(value)} characters; at least {limit.least} needed"
    if len(value) > limit.most:
        yield f"{name} has {len(value):,} characters; at most {limit.most:,} are possible"
    if not value.isprintable() and _SURROGATE.search(value):
        yield f"{name} holds bytes that are no text"
    elif not limit.long and (unseen := unseen_in(value)):
        yield f"{name} holds {', '.join(unseen)}; it takes one line of visible text"
