"""What goes into the ledger and what comes out: steps, callers, outcomes, and what can stand against them."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.actors import Actor, FilerActing, OfficerActing, ServiceActing
from domain.kernel import Command, Event, Recorded, Rejected
from domain.marks import Mark
from domain.officers import EVERYTHING, TokenScope
from domain.roles import Held, Role
from domain.unit_tree import ALONE, UnitTree
from domain.values import OfficerRef
from service.sealing.marks import KeyedMarks
from service.store.staff import NOBODY, Peers, Staff

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
class Said:
    """The role in which a caller wants to act, and for which unit where the role alone does not tell."""

    role: Role
    unit: UUID | None = None

    def means(self, held: Held) -> bool:
        """Whether that is what is meant."""
        return self.role is held.role and self.unit in (None, held.unit)


def said_in(text: str) -> Said:
    """The role in a text such as `HANDLER` or `HANDLER/6f0e…`, the id of the unit after the stroke.

    Raises ValueError for any other text.
    """
    role, stroke, unit = text.strip().partition("/")
    return Said(Role(role), UUID(unit) if stroke else None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an officer with the roles held today, each for a unit, and the unit where they work; or the service.

    `said` is the role in which the caller wants to act, where the caller says so; without `staff` nobody stands in.
    With `marks` it is told whether a matter is kept from the caller or the own line; without them each that bears some
    is.
    `scopes` narrow what a token is good for; nothing narrows whoever came without one.
    """

    who: OfficerRef | ServiceActing
    held: frozenset[Held] = frozenset()
    unit: UUID | None = None
    said: Said | None = None
    units: UnitTree = ALONE
    scopes: frozenset[TokenScope] = frozenset(EVERYTHING)
    staff: Staff | None = None
    marks: KeyedMarks | None = None

    def stands_for(self, held: Held, peers: Peers = (), unable: frozenset[OfficerRef] = NOBODY) -> frozenset[UUID]:
        """The units for which the role that is held stands: its own, and those of which it does what is left to it."""
        if self.staff is None:
            return self.units.taken_on(held.unit)
        return self.staff.stands_for(held.unit, peers, unable)

    @property
    def line(self) -> frozenset[UUID]:
        """The units to whose line the caller belongs: those that the own unit lies below, and those led directly."""
        led: set[UUID] = {each.unit for each in self.held if each.role is Role.UNIT_LEAD}
        if not self.is_service:
            led |= self.units.led_by.get(self.officer, frozenset())
        return frozenset(led | (self.units.line_above(self.unit) if self.unit else set()))

    @property
    def trials(self) -> list[str] | None:
        """What marks are tried with: for the caller and for every unit to whose line the caller belongs."""
        if self.marks is None:
            return None
        return [self.marks.trial(each) for each in (self.officer, *sorted(self.line))]

    def is_kept_away(self, marks: Collection[Mark]) -> bool:
        """Whether these stand for the caller, or for a unit to whose line the caller belongs: a matter that accuses
        them, or is their own; 信访工作条例 §§23(4), 28, 30."""
        if not marks or self.is_service:
            return False
        if self.marks is None:
            return True
        return any(self.marks.stand_for(marks, each) for each in (self.officer, *self.line))

    @property
    def speaks_for(self) -> frozenset[UUID]:
        """The units whose contact the caller is for those who look into them."""
        return frozenset(each.unit for each in self.held if each.role is Role.SUPERVISED)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held today, for whichever unit."""
        return frozenset(each.role for each in self.held)

    @property
    def is_service(self) -> bool:
        """Whether nobody but the service itself asks: whoever operates it, at its command line."""
        return isinstance(self.who, ServiceActing)

    @property
    def officer(self) -> OfficerRef:
        """The officer. Raises LookupError where the service asks."""
        if isinstance(self.who, ServiceActing):
            raise LookupError("the service is no officer")
        return self.who


@dataclass(frozen=True, slots=True)
class Step:
    """One command for one stream."""

    stream: UUID
    command: Command[Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was stored: the events of the first step's stream, its version after them, and the last position.

    `opening` is that stream's first event and `state` what it folds to at that version: an answer reads nothing again.
    `status` is where the paper stands on which it was done, for those who know nothing else of the case.
    """

    stream: UUID
    version: int
    position: int
    recorded: tuple[Recorded, ...]
    is_repeat: bool
    opening: Event | None
    state: Any
    status: StrEnum | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one of many steps: its stream as it stood, and what was decided, or what stood against it."""

    history: Sequence[Recorded]
    events: tuple[Event, ...]
    rejection: Rejected | None = None


def key_digest(by: Actor, key: str) -> str:
    """What the log keeps of an idempotency key: bound to who acts, in whichever role, and not the key itself."""
    return hashlib.sha256(f"{_identity(by)}\x1f{key}".encode()).hexdigest()[:40]


def _identity(by: Actor) -> str:
    match by:
        case OfficerActing():
            return by.officer.hex
        case FilerActing():
            return f"{by.case.hex}/{by.subject.hex}"
        case ServiceActing():
            return by.name
    assert_never(by)


def created_stream(by: Actor, key: str) -> UUID:
    """The stream that a creating command with this key opens: a repeat meets its own first event."""
    return uuid5(CREATED, key_digest(by, key))


def streams_of(steps: Sequence[Step]) -> dict[UUID, None]:
    """The streams that the steps write, in order, each once."""
    return dict.fromkeys(step.stream for step in steps)
