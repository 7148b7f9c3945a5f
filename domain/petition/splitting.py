"""Splitting: demands that go another way than the rest get a petition of their own, in one step with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID, uuid5

from domain.cases.concerning import Concerned, concerned
from domain.deadlines.clocks import Clock, ClockStopped, StopReason, started, stopped
from domain.deadlines.rules import REGISTER
from domain.kernel import Command, Desk, Rejected
from domain.marks import Mark
from domain.numbers import case_number
from domain.petition.codes import Channel, Delivery, Purpose, Route, Status
from domain.petition.events import (
    Accepted,
    HandlingStarted,
    KeptAsContact,
    NoticeSent,
    OfficersConcerned,
    PresumedAccepted,
    Received,
    Registered,
    Screened,
)
from domain.petition.folding import evolve
from domain.petition.notices import FIRST_NOTICE, OWNERS_NOTICE
from domain.petition.registering import Entered, Registration, registered
from domain.petition.sealing import needs_seal
from domain.petition.silence import HANDLING, REDOING, SERVICE_LEVEL
from domain.petition.splits import Split, StandingDemand, purposes_of
from domain.petition.state import Petition
from domain.roles import Role
from domain.scopes import Openness
from domain.units import active_unit
from domain.values import Known, OfficerRef, Several, UnitRef, Whole, written

OF_THE_DESK = frozenset({Status.REGISTERED, Status.ROUTING, Status.AWAITING_OWNER})
OF_THE_OWNER = frozenset({Status.ACCEPTED, Status.HANDLING})
BEGUN = (HANDLING, SERVICE_LEVEL, REDOING, REGISTER)
"""Terms for handling, one of which runs once a petition was accepted, or counts as accepted by silence."""

Opening = Received | OfficersConcerned | Entered | PresumedAccepted | Screened | Accepted | HandlingStarted
OneDemand = Annotated[int, Whole(1, 20), Known("demand_numbers")]


class NothingToSplit(Rejected):
    code = "nothing_to_split"
    is_moot = True
    says = "The petition holds one demand. Only one with several demands is split."


class SplitByTheOwner(Rejected):
    """§2.4: from acceptance on the department that handles it decides what goes a way of its own."""

    code = "split_by_the_owner"
    says = "The petition is accepted. Whether it is split is decided by the head of the department that handles it."


class InConfidenceAsOne(Rejected):
    code = "in_confidence_as_one"
    says = (
        "The petition was filed in confidence and is accepted: whoever handles it reads the redacted summary alone, "
        "so that nobody can register a part of it. Decide on its demands one by one."
    )


class ReviewedAsOne(Rejected):
    code = "reviewed_as_one"
    says = "What a review ordered to be handled again is answered as one."


class DemandNotThere(Rejected):
    code = "demand_not_there"
    says = "The petition has no demand {number}. Its demands are: {known}."


class NoDemandStays(Rejected):
    code = "no_demand_stays"
    says = "At least one demand stays in the petition. Name only those that go into one of their own."


class AccusationStays(Rejected):
    """信访工作条例 §§22, 30: what is sealed is not moved; everything else leaves it."""

    code = "accusation_stays"
    says = (
        "Demand {number} is an accusation and stays where it is sealed. Name the other demands: they get a petition "
        "of their own, which tells nothing of the accusation."
    )


class PartTellsOfAnAccusation(Rejected):
    code = "part_tells_of_an_accusation"
    says = "The new petition holds an accusation. An accusation is received and sealed as a letter of its own."


class DemandsOfThePartDiffer(Rejected):
    code = "demands_of_the_part_differ"
    says = "{leaving} demands leave the petition, and the new one holds {given}. Write each of them anew."


@dataclass(frozen=True, slots=True, repr=False)
class SplitOff(Command[Petition]):
    """Demands with another purpose or owner go into a petition of their own; it is registered in the same step.

    It keeps the day of receipt and the running terms, and one that was accepted goes on where it stood. Officers whom
    it `concerns` are named anew: of a sealed petition nothing but the demands crosses. What was filed in confidence
    stays so in every part.
    """

    allowed_in: ClassVar = OF_THE_DESK | OF_THE_OWNER
    leaving: Annotated[tuple[OneDemand, ...], Several(1, 19)]
    split_on: date
    registration: Registration
    concerns: Concerned = ()

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.demand_count < 2:
            yield NothingToSplit()
        yield from needs_seal(state)
        if state.status in OF_THE_OWNER:
            if desk.role is not Role.OWNER_LEAD:
                yield SplitByTheOwner()
            if state.is_confidential:
                yield InConfidenceAsOne()
            if state.review is not None:
                yield ReviewedAsOne()

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[Split, ...]:
        self._leaves_something(state)
        self._registers_them(state)
        if state.unit is None:
            raise LookupError("a petition that was registered has a unit")
        unit = active_unit(desk, state.unit)
        day = desk.happened("split_on", self.split_on, not_before=state.received_on)
        number = case_number("PET", unit.code, state.received_on.year, part_of(desk.stream, state))
        remaining = tuple(each for each in state.demands if each.number not in self.leaving)
        return (
            Split(
                leaving=tuple(sorted(set(self.leaving))),
                remaining=remaining,
                part_no=written(state.known_subject, f"parts/{state.split_count + 1}", number),
                split_on=day,
                stopped=_ended(remaining, state, day),
            ),
        )

    def _leaves_something(self, state: Petition) -> None:
        known = {each.number: each for each in state.demands}
        for number in self.leaving:
            if number not in known:
                raise DemandNotThere(number=number, known=", ".join(map(str, known)))
            if known[number].purpose is Purpose.P3:
                raise AccusationStays(number=number)
        if set(self.leaving) == set(known):
            raise NoDemandStays

    def _registers_them(self, state: Petition) -> None:
        demands = self.registration.demands
        if any(each.purpose is Purpose.P3 for each in demands):
            raise PartTellsOfAnAccusation
        if len(demands) != len(set(self.leaving)):
            raise DemandsOfThePartDiffer(leaving=len(set(self.leaving)), given=len(demands))


def part_of(stream: UUID, state: Petition) -> UUID:
    """The stream of the next part: whoever knows of the part alone cannot tell whose it is."""
    return uuid5(stream, f"part {state.split_count + 1}")


def _ended(remaining: tuple[StandingDemand, ...], state: Petition, day: date) -> tuple[ClockStopped, ...]:
    """信访工作条例 §23(4): of an accusation alone the discipline office tells; the other terms run on in the part."""
    if purposes_of(remaining) != {Purpose.P3}:
        return ()
    running = (state.clock(rule) for rule in (FIRST_NOTICE, OWNERS_NOTICE, *BEGUN))
    return tuple(stopped(clock, day, StopReason.ENDED) for clock in running if clock)


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """That the petitioner was told in writing, when and how."""

    sent_on: date
    method: Delivery


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """Handling that has begun: by which route, since when, which term runs, and in whose hands."""

    route: Route
    accepted_on: date
    clock: Clock
    handlers: tuple[UUID, ...]
    handled_from: date


@dataclass(frozen=True, slots=True, repr=False)
class Silence:
    """Handling that counts as begun since the term of `rule` ended."""

    rule: str
    clock: Clock


@dataclass(frozen=True, slots=True, repr=False)
class OpenPart(Command[Petition]):
    """Follows from a split: a petition as any other, with the days and terms of the one that it was a part of."""

    allowed_in: ClassVar = frozenset({Status.NEW})
    unit: UnitRef
    channel: Channel
    received_on: date
    registration: Registration
    concerns: tuple[UUID, ...]
    kept_from: tuple[Mark, ...]
    telling: Clock | None
    told: Told | None
    silence: Silence | None
    begun: Begun | None

    def lines(self, state: Petition) -> Sequence[UUID]:
        return (self.unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[Opening, ...]:
        received = self._received(desk)
        entered = registered(self.registration, evolve(state, received), desk)
        before: tuple[Opening, ...] = (received, *self._concerned(desk))
        if any(isinstance(fact, KeptAsContact) for fact in entered):
            return (*before, *entered)
        silence = () if self.silence is None or self.begun else (_silent(self.silence),)
        going_on: tuple[Opening, ...] = (*silence, *self._going_on())
        return (*before, *self._told(entered, received.clock), *going_on)

    def _received(self, desk: Desk) -> Received:
        day = desk.happened("received_on", self.received_on)
        return Received(
            case_no=case_number("PET", active_unit(desk, self.unit).code, day.year, desk.stream),
            unit=self.unit,
            subject=desk.subject,
            channel=self.channel,
            received_on=day,
            origin_ref=None,
            clock=self.telling or started(FIRST_NOTICE, day, desk.calendar, desk.profile),
        )

    def _concerned(self, desk: Desk) -> tuple[OfficersConcerned, ...]:
        named = concerned(OfficersConcerned, [OfficerRef(each) for each in self.concerns], desk.today, desk)
        return (OfficersConcerned(self.kept_from, desk.today), *named) if self.kept_from else named

    def _told(self, entered: tuple[Entered, ...], clock: Clock) -> tuple[Entered, ...]:
        """What was told of the whole was told of the part; where nothing was and it is accepted, nothing is owed."""
        fact, *notices = entered
        if notices or not isinstance(fact, Registered) or fact.stopped:
            return entered
        if self.told:
            return (fact, NoticeSent(self.told.method, self.told.sent_on, (stopped(clock, self.told.sent_on),)))
        if self.begun:
            return (replace(fact, stopped=(stopped(clock, self.received_on, StopReason.EXEMPT),)),)
        return entered

    def _going_on(self) -> Iterator[Screened | Accepted | HandlingStarted]:
        """信访工作条例 §34: the days count from the acceptance of the whole."""
        if self.begun is None:
            return
        yield Screened(self.begun.accepted_on, None)
        yield Accepted(self.begun.route, self.unit, self.begun.accepted_on, self.begun.clock)
        if self.begun.handlers:
            yield HandlingStarted(tuple(OfficerRef(each) for each in self.begun.handlers), self.begun.handled_from)


def _silent(silence: Silence) -> PresumedAccepted:
    return PresumedAccepted(silence.clock.started_on, silence.rule, silence.clock)


def opening_of_part(command: SplitOff, state: Petition) -> OpenPart | None:
    """The petition that the demands get; None where there is nothing to split."""
    if state.unit is None or state.channel is None:
        return None
    is_sealed, registration = state.scope.openness is Openness.SEALED, command.registration
    if state.is_confidential and not is_sealed:
        registration = replace(registration, confidentiality_requested=True)
    return OpenPart(
        unit=state.unit,
        channel=state.channel,
        received_on=state.received_on,
        registration=registration,
        concerns=tuple(dict.fromkeys((*command.concerns, *state.scope.barred))),
        kept_from=() if is_sealed else tuple(sorted(state.scope.kept_from)),
        telling=state.telling_term,
        told=Told(*state.told) if state.told else None,
        silence=_silence_in(state),
        begun=_begun_in(state),
    )


def _running(state: Petition) -> Clock | None:
    return next((clock for rule in BEGUN if (clock := state.clock(rule))), None)


def _silence_in(state: Petition) -> Silence | None:
    clock = _running(state)
    if clock is None or state.telling_term is None or state.presumed_on is None:
        return None
    return Silence(state.telling_term.rule, clock)


def _begun_in(state: Petition) -> Begun | None:
    clock = _running(state)
    if clock is None or state.route is None or state.status not in OF_THE_OWNER:
        return None
    handlers = tuple(state.scope.assigned) if state.status is Status.HANDLING else ()
    return Begun(state.route, state.accepted_on, clock, handlers, state.stepped_on)
