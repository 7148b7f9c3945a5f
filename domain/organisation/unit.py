"""A unit of the group (集团, 公司, 厂, 车间): founded, moved, led, dissolved with or without a successor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.officers import Serving, stands_over
from domain.organisation.events import (
    LeaderNamed,
    LeaderReleased,
    ProfileChosen,
    UnitDissolved,
    UnitEvent,
    UnitFounded,
    UnitMoved,
)
from domain.profiles import Chosen, Profile
from domain.units import Unit, UnitStatus, active_unit
from domain.values import Line, OfficerRef, Text, UnitRef

UNITS = uuid5(NAMESPACE_URL, "casework:units")

UnitCode = Annotated[str, Text(most=12)]


def unit_ref(code: str) -> UnitRef:
    """The unit with that code: codes are unique because the stream's id is derived from them."""
    return UnitRef(uuid5(UNITS, code.strip().upper()))


class UnitCodeMalformed(Rejected):
    code = "unit_code_malformed"
    says = "The unit code {given} may hold only letters A to Z, digits and hyphens."


class UnitCodeTaken(Rejected):
    code = "unit_code_taken"
    says = "The code {taken} belongs to a unit already, or belonged to one that was dissolved. Give another code."


class UnitRefMismatch(Rejected):
    code = "unit_ref_mismatch"
    says = "The unit {given} must be recorded in the stream that its code names."


class UnitSucceedsItself(Rejected):
    code = "unit_succeeds_itself"
    says = "Neither the dissolved unit nor a unit below it is its successor. Name another unit."


class UnitUnderItself(Rejected):
    code = "unit_under_itself"
    says = "A unit does not move below itself or below a unit that belongs to it. Choose another unit."


class UnitStandsThere(Rejected):
    code = "unit_stands_there"
    says = "The unit belongs to that unit already."


class LeadsAlready(Rejected):
    code = "leads_already"
    says = "The officer is recorded as leading the unit already."


class LeadsNot(Rejected):
    code = "leads_not"
    says = "The officer is not recorded as leading the unit."


@dataclass(frozen=True, slots=True, repr=False)
class FoundUnit(Command[Unit]):
    allowed_in: ClassVar = frozenset(UnitStatus)
    code: UnitCode
    name: Line
    parent: UnitRef | None = None
    founded_on: date | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.parent),) if self.parent else ()

    def decide(self, state: Unit, desk: Desk) -> tuple[UnitFounded, ...]:
        code = self.code.strip().upper()
        if not code or not all(c.isascii() and (c.isalnum() or c == "-") for c in code):
            raise UnitCodeMalformed(given=self.code)
        if unit_ref(code) != desk.stream:
            raise UnitRefMismatch(given=code)
        if state.status is not UnitStatus.NEW:
            raise UnitCodeTaken(field="code", taken=state.code)
        if self.parent:
            active_unit(desk, self.parent)
        founded_on = desk.happened("founded_on", self.founded_on or desk.today)
        return (UnitFounded(code, self.name, self.parent, founded_on),)


@dataclass(frozen=True, slots=True, repr=False)
class DissolveUnit(Command[Unit]):
    """With the successor that takes on what the unit leaves; 信访工作条例 §24(2).

    There always is one: to ask for it only where matters are open would tell whoever dissolves that there are some.
    """

    allowed_in: ClassVar = frozenset({UnitStatus.ACTIVE})
    dissolved_on: date
    successor: UnitRef

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.successor),)

    def lines(self, state: Unit) -> Sequence[UUID]:
        return (self.successor,)

    def decide(self, state: Unit, desk: Desk) -> tuple[UnitDissolved, ...]:
        if stands_over(desk.stream, self.successor, desk.consulted):
            raise UnitSucceedsItself
        active_unit(desk, self.successor)
        day = desk.happened("dissolved_on", self.dissolved_on, not_before=state.founded_on)
        return (UnitDissolved(self.successor, day),)


@dataclass(frozen=True, slots=True, repr=False)
class MoveUnit(Command[Unit]):
    """Under another unit, with every unit below it; under none where no parent is given."""

    allowed_in: ClassVar = frozenset({UnitStatus.ACTIVE})
    moved_on: date
    parent: UnitRef | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.parent),) if self.parent else ()

    def lines(self, state: Unit) -> Sequence[UUID]:
        return (self.parent,) if self.parent else ()

    def decide(self, state: Unit, desk: Desk) -> tuple[UnitMoved, ...]:
        if self.parent == state.parent:
            raise UnitStandsThere
        if self.parent:
            active_unit(desk, self.parent)
            if stands_over(desk.stream, self.parent, desk.consulted):
                raise UnitUnderItself
        day = desk.happened("moved_on", self.moved_on, not_before=state.founded_on)
        return (UnitMoved(self.parent, day),)


@dataclass(frozen=True, slots=True, repr=False)
class NameLeader(Command[Unit]):
    """Records who leads the unit directly from above."""

    allowed_in: ClassVar = frozenset({UnitStatus.ACTIVE})
    leader: Annotated[OfficerRef, Serving(of="parent")]
    named_on: date

    def decide(self, state: Unit, desk: Desk) -> tuple[LeaderNamed, ...]:
        if self.leader in state.leaders:
            raise LeadsAlready
        day = desk.happened("named_on", self.named_on, not_before=state.founded_on)
        return (LeaderNamed(self.leader, day),)


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseLeader(Command[Unit]):
    allowed_in: ClassVar = frozenset({UnitStatus.ACTIVE})
    leader: UUID
    released_on: date

    @classmethod
    def barred(cls, state: Unit, desk: Desk) -> Iterator[Rejected]:
        if not state.leaders:
            yield LeadsNot()

    def decide(self, state: Unit, desk: Desk) -> tuple[LeaderReleased, ...]:
        if self.leader not in state.leaders:
            raise LeadsNot
        day = desk.happened("released_on", self.released_on, not_before=state.founded_on)
        return (LeaderReleased(OfficerRef(self.leader), day),)


class ProfileInThePast(Rejected):
    code = "profile_in_the_past"
    says = "The rules of a place are chosen from {today} or a later day on: terms that run keep theirs."


class ProfileHoldsAlready(Rejected):
    code = "profile_holds_already"
    says = "The rules of {profile} are chosen for the unit from that day on already."


@dataclass(frozen=True, slots=True, repr=False)
class ChooseProfile(Command[Unit]):
    """Chooses whose local rules hold for the unit and those below it that have none of their own.

    Another choice that has not taken effect is replaced.
    """

    allowed_in: ClassVar = frozenset({UnitStatus.ACTIVE})
    profile: Profile
    from_on: date

    def decide(self, state: Unit, desk: Desk) -> tuple[ProfileChosen, ...]:
        if self.from_on < desk.today:
            raise ProfileInThePast(field="from_on", today=desk.today)
        before = state.chosen.on(desk.today) if state.chosen else None
        chosen = Chosen(self.profile, self.from_on, before)
        if chosen == state.chosen or (before is self.profile and not _awaits_another(state, desk)):
            raise ProfileHoldsAlready(profile=self.profile)
        return (ProfileChosen(*chosen),)


def _awaits_another(state: Unit, desk: Desk) -> bool:
    return state.chosen is not None and state.chosen.from_on > desk.today


def evolve(state: Unit, event: UnitEvent) -> Unit:
    """The unit after one more fact."""
    match event:
        case UnitFounded():
            return Unit(UnitStatus.ACTIVE, event.code, event.founded_on, event.parent)
        case UnitDissolved():
            return replace(state, status=UnitStatus.DISSOLVED, successor=event.successor)
        case UnitMoved():
            return replace(state, parent=event.parent)
        case ProfileChosen():
            return replace(state, chosen=Chosen(event.profile, event.from_on, event.before))
        case LeaderNamed():
            return replace(state, leaders=state.leaders.holding(event.leader, None))
        case LeaderReleased():
            return replace(state, leaders=state.leaders.without(event.leader))
    assert_never(event)


UNIT = Aggregate(
    kind="unit",
    initial=Unit(),
    starts=UnitStatus.NEW,
    statuses=UnitStatus,
    events=events_of(UnitEvent),
    commands=(FoundUnit, MoveUnit, ChooseProfile, NameLeader, ReleaseLeader, DissolveUnit),
    evolve=evolve,
    status_of=lambda state: state.status,
)
