"""The transition table: which command each status allows, and which facts it may record."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from domain.catalogue import AGGREGATES, BY_KIND
from domain.kernel import Aggregate, Command, Event


class UnknownKind(LookupError):
    """No such kind of stream; the message lists the ones that exist."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"unknown kind {kind!r}; known: {', '.join(BY_KIND)}")


def transition_table(kind: str | None = None) -> str:
    """One table per kind, as Markdown: a line per status and command that it allows. Error: `UnknownKind`."""
    if kind is not None and kind not in BY_KIND:
        raise UnknownKind(kind)
    aggregates = AGGREGATES if kind is None else (BY_KIND[kind],)
    return "\n".join("\n".join(_section(aggregate)) + "\n" for aggregate in aggregates)


def may_record(command: type[Command[Any]]) -> tuple[type[Event], ...]:
    """The events that the command calls for, as it says or its `decide` is annotated, in the order they follow."""
    if command.records:
        return command.records
    returned = get_type_hints(command.decide)["return"]
    union = get_args(returned)[0]
    return get_args(union) or (union,)


def _section(aggregate: Aggregate[Any]) -> Iterator[str]:
    yield f"## {aggregate.kind}"
    yield ""
    yield "| status | command | may record |"
    yield "|---|---|---|"
    for status in aggregate.statuses:
        yield from _lines(aggregate, status)


def _lines(aggregate: Aggregate[Any], status: str) -> Iterator[str]:
    allowed = [command for command in aggregate.commands if status in command.allowed_in]
    if not allowed:
        yield f"| {status} | – | |"
    for command in allowed:
        names = ", ".join(event.NAME for event in may_record(command))
        yield f"| {status} | {command.__name__} | {names} |"
