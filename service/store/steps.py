"""What goes into the ledger and what comes out: steps, callers, outcomes, and what can stand against them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.kernel import Command, Event, Recorded
from domain.roles import Role
from domain.values import OfficerRef

CREATED = uuid5(NAMESPACE_URL, "casework:created")


class LedgerError(Exception):
    """A command could not be carried out for a reason outside the rules of the domain."""


class UnknownStream(LedgerError):
    """There is no such case, or it is of another kind."""


class StaleVersion(LedgerError):
    """The case has moved on since the caller saw it."""

    def __init__(self, seen: int, current: int) -> None:
        super().__init__(f"seen at version {seen}, now at version {current}")
        self.seen = seen
        self.current = current


class KeyReused(LedgerError):
    """The idempotency key was used before, for another request."""


class StoreUnavailable(LedgerError):
    """The database does not answer; whether the command was carried out is found by repeating it with its key."""


class OutcomeUnknown(LedgerError):
    """The database could not tell whether it keeps what was appended; the same command with its key settles it."""


class Busy(LedgerError):
    """Other writers won every race for the streams of this command; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The officer who acts, with the roles held today and the unit where they work."""

    officer: OfficerRef
    roles: frozenset[Role] = frozenset()
    unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One command for one stream."""

    stream: UUID
    command: Command[Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was stored: the events of the first step's stream, its version after them, and the last position.

    `opening` is that stream's first event and `state` what it folds to at that version: an answer reads nothing again.
    """

    stream: UUID
    version: int
    position: int
    recorded: tuple[Recorded, ...]
    is_repeat: bool
    opening: Event | None
    state: Any


def key_digest(caller: OfficerRef, key: str) -> str:
    """What the log keeps of an idempotency key: bound to its caller, and not the key itself."""
    return hashlib.sha256(f"{caller.hex}\x1f{key}".encode()).hexdigest()[:40]


def created_stream(caller: OfficerRef, key: str) -> UUID:
    """The stream that a creating command with this key opens: a repeat meets its own first event."""
    return uuid5(CREATED, key_digest(caller, key))


def streams_of(steps: Sequence[Step]) -> dict[UUID, None]:
    """The streams that the steps write, in order, each once."""
    return dict.fromkeys(step.stream for step in steps)
