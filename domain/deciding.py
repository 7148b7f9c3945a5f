"""Deciding a command: the status of its stream, what stands against it whatever its data, whom it names, its rule."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from domain.kernel import Aggregate, Command, Desk, Event, NotAllowedNow, first_bar
from domain.officers import named_in, officers_serve

S = TypeVar("S")


def decide(aggregate: Aggregate[S], state: S, command: Command[S], desk: Desk) -> tuple[Event, ...]:
    """The facts that follow from the command, or the refusal of the first rule against it.

    Raises NotAllowedNow for a status that the command does not list, the refusals of officers whom it names, and
    those of the command itself.
    """
    status = aggregate.status_of(state)
    if status not in command.allowed_in:
        raise NotAllowedNow(status=status, allowed=", ".join(sorted(command.allowed_in)))
    rejection = first_bar(command, state, desk)
    if rejection is not None:
        raise rejection
    officers_serve(command, state, desk)
    return command.decide(state, desk)


def read_by(command: Command[Any]) -> Sequence[tuple[str, UUID]]:
    """The streams that the decision reads besides its own, as (kind, stream): those it asks for, and officers."""
    return (*command.consults(), *dict.fromkeys(("officer", named.officer) for named in named_in(command)))
