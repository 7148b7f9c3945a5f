"""Administration of the whole organisation: its first set-up, which ends once, and administrators who ended."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Final, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.actors import ServiceActing
from domain.growing import Growing
from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.officers import Serving
from domain.organisation.events import AdministrationEvent, AdministratorEnded, MoveOrdered, SetUpEnded
from domain.roles import Role
from domain.values import OfficerRef, UnitRef

ADMINISTRATION_STREAM: Final = uuid5(NAMESPACE_URL, "casework:administration")
ADMINISTRATION: Final[tuple[str, UUID]] = ("administration", ADMINISTRATION_STREAM)
"""What a command consults to know whether the first set-up is over."""


class AdministrationStatus(StrEnum):
    """Whether the organisation is being set up, by whoever operates the service, or is run by its officers."""

    SET_UP = "SET_UP"
    RUNNING = "RUNNING"


@dataclass(frozen=True, slots=True)
class Administration:
    """What decisions on roles read; `ended` holds the day on which an administrator's role was last ended."""

    status: AdministrationStatus = AdministrationStatus.SET_UP
    ended: Growing[OfficerRef, date] = field(default_factory=Growing)


class SetUpIsOver(Rejected):
    code = "set_up_is_over"
    says = "The first set-up is over: roles are proposed, confirmed and ended by officers who signed in."


class TwoPersonsNeeded(Rejected):
    code = "two_persons_needed"
    says = "The administrator and the second person are one. Name two: one proposes roles, the other confirms them."


class LastAdministratorStays(Rejected):
    code = "last_administrator_stays"
    says = "The role of administrator is ended by another administrator, who keeps it: so the last one stays."


def only_in_set_up(desk: Desk) -> None:
    """Lets officers pass, and the service as long as the organisation is being set up. Raises SetUpIsOver."""
    if isinstance(desk.by, ServiceActing) and is_set_up_over(desk):
        raise SetUpIsOver


def is_set_up_over(desk: Desk) -> bool:
    """Whether officers alone grant roles."""
    known = desk.consulted.get(ADMINISTRATION_STREAM, Administration())
    return known.status is not AdministrationStatus.SET_UP


@dataclass(frozen=True, slots=True, repr=False)
class EndSetUp(Command[Administration]):
    """Ends the first set-up, naming the two who can grant roles from then on."""

    allowed_in: ClassVar = frozenset({AdministrationStatus.SET_UP})
    administrator: Annotated[OfficerRef, Serving(frozenset({Role.SYSADMIN}))]
    second: Annotated[OfficerRef, Serving(frozenset({Role.SYSADMIN, Role.UNIT_LEAD}))]

    def decide(self, state: Administration, desk: Desk) -> tuple[SetUpEnded, ...]:
        if self.administrator == self.second:
            raise TwoPersonsNeeded
        return (SetUpEnded(self.administrator, self.second, desk.today),)


@dataclass(frozen=True, slots=True, repr=False)
class EndAdministrator(Command[Administration]):
    """Goes with the end of an administrator's role: two who end each other's at once write one stream."""

    allowed_in: ClassVar = frozenset(AdministrationStatus)
    ended: UUID

    def decide(self, state: Administration, desk: Desk) -> tuple[AdministratorEnded, ...]:
        if not isinstance(desk.by, ServiceActing) and state.ended.get(desk.officer) == desk.today:
            raise LastAdministratorStays
        return (AdministratorEnded(OfficerRef(self.ended), desk.today),)


@dataclass(frozen=True, slots=True, repr=False)
class OrderMove(Command[Administration]):
    """Goes with the move of a unit: moves are decided one after another."""

    allowed_in: ClassVar = frozenset(AdministrationStatus)
    unit: UnitRef

    def decide(self, state: Administration, desk: Desk) -> tuple[MoveOrdered, ...]:
        return (MoveOrdered(self.unit, desk.today),)


def evolve(state: Administration, event: AdministrationEvent) -> Administration:
    """The administration after one more fact."""
    match event:
        case SetUpEnded():
            return replace(state, status=AdministrationStatus.RUNNING)
        case AdministratorEnded():
            return replace(state, ended=state.ended.holding(event.officer, event.recorded_on))
        case MoveOrdered():
            return state
    assert_never(event)


ADMINISTRATION_AGGREGATE = Aggregate(
    kind="administration",
    initial=Administration(),
    starts=AdministrationStatus.SET_UP,
    statuses=AdministrationStatus,
    events=events_of(AdministrationEvent),
    commands=(EndSetUp, EndAdministrator, OrderMove),
    evolve=evolve,
    status_of=lambda state: state.status,
)
