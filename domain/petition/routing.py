"""Routing: a screened petition is forwarded, accepted with a handler, or not accepted with directions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import Delivery, NotAcceptedReason, Purpose, Route, Status
from domain.petition.events import (
    Accepted,
    Forwarded,
    HandlingStarted,
    NonAcceptanceProposed,
    NotAccepted,
    NoticeSent,
    PresumptionReplaced,
    Screened,
)
from domain.petition.notices import (
    FIRST_NOTICE,
    OWNERS_NOTICE,
    Notice,
    asks_for_notice,
    first_notice,
)
from domain.petition.reception import asks_for_brief, screened
from domain.petition.serving import HANDLER
from domain.petition.silence import HANDLING, SERVICE_LEVEL, handling_term
from domain.petition.state import Petition
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.units import active_unit
from domain.values import MORE, OfficerRef, Several, Shown, Text, UnitRef, written

HANDLED_HERE = frozenset({Route.R5, Route.R6, Route.RS})


class AccusationIsReferred(Rejected):
    """信访工作条例 §§22, 23(4), 30: accusations go to the discipline office."""

    code = "accusation_is_referred"
    says = "The petition contains an accusation. Accusations are handed to the discipline office and not handled here."


def _no_accusation(state: Petition) -> Iterator[Rejected]:
    if Purpose.P3 in state.purposes:
        yield AccusationIsReferred()


class ForwardedToItself(Rejected):
    code = "forwarded_to_itself"
    says = "The petition is with that unit already. Choose another unit, or accept the petition."


class ReportDayTooEarly(Rejected):
    code = "report_day_too_early"
    says = "The day {report_by} by which the unit has to report lies before the day of forwarding."


@dataclass(frozen=True, slots=True, repr=False)
class Forward(Command[Petition]):
    """To the unit in whose remit the matter lies; with `report_by` the matter is assigned; 信访工作条例 §§22–23."""

    allowed_in: ClassVar = frozenset({Status.ROUTING})
    to_unit: UnitRef
    forwarded_on: date
    notice: Notice | None = None
    report_by: date | None = None
    owner_received_on: Annotated[date | None, MORE] = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _no_accusation(state)

    @classmethod
    def asks(cls, state: Petition) -> Mapping[str, bool]:
        return asks_for_notice(state)

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.to_unit),)

    def decide(self, state: Petition, desk: Desk) -> tuple[NoticeSent | Forwarded, ...]:
        active_unit(desk, self.to_unit)
        if self.to_unit == state.unit:
            raise ForwardedToItself
        told = first_notice(self.notice, state, desk)
        return (*told, self._forwarded(state, desk))

    def _forwarded(self, state: Petition, desk: Desk) -> Forwarded:
        day = desk.happened("forwarded_on", self.forwarded_on, not_before=state.stepped_on)
        arrived = desk.happened("owner_received_on", self.owner_received_on or day, not_before=day)
        if self.report_by is not None and self.report_by < day:
            raise ReportDayTooEarly(report_by=self.report_by)
        clock = started(OWNERS_NOTICE, arrived, desk.calendar, desk.profile) if state.has_contact else None
        return Forwarded(self.to_unit, day, arrived, self.report_by, clock, ())


class ScreeningNeedsTheHead(Rejected):
    code = "screening_needs_the_head"
    says = "The petition has not been screened yet. The head of the petition office screens it, or accepts it at once."


class RouteNotHandledHere(Rejected):
    code = "route_not_handled_here"
    says = "Only the routes {allowed} are handled by this service. Tell the petitioner the right place instead."


@dataclass(frozen=True, slots=True, repr=False)
class Accept(Command[Petition]):
    """The owner takes the matter on; with `handlers` handling starts in the same visit to the desk.

    A petition that was only registered is screened with it, by the head of the petition office.
    """

    allowed_in: ClassVar = frozenset({Status.REGISTERED, Status.ROUTING, Status.AWAITING_OWNER})
    accepted_on: date
    route: Route = Route.R6
    handlers: Annotated[tuple[OfficerRef, ...], Several(0, 10), HANDLER] = ()
    notice: Notice | None = None
    brief: Annotated[str | None, Text(most=2_000, long=True), Shown(more=True, told_on=True)] = None
    title_is_meant: Annotated[bool, MORE] = False

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _no_accusation(state)
        if state.status is Status.REGISTERED and desk.role is not Role.PET_HEAD:
            yield ScreeningNeedsTheHead()

    @classmethod
    def asks(cls, state: Petition) -> Mapping[str, bool]:
        brief = asks_for_brief(state) if state.status is Status.REGISTERED else {}
        return {**brief, **asks_for_notice(state)}

    def decide(
        self, state: Petition, desk: Desk
    ) -> tuple[Screened | NoticeSent | PresumptionReplaced | Accepted | HandlingStarted, ...]:
        if self.route not in HANDLED_HERE:
            raise RouteNotHandledHere(allowed=", ".join(sorted(HANDLED_HERE)))
        unscreened = state.status is Status.REGISTERED
        screening = (screened(self.accepted_on, self.brief, state, desk),) if unscreened else ()
        told = first_notice(self.notice, state, desk)
        handlers = tuple(dict.fromkeys(self.handlers))
        start = (HandlingStarted(handlers, self.accepted_on),) if handlers else ()
        return (*screening, *told, *self._accepted(state, desk), *start)

    def _accepted(self, state: Petition, desk: Desk) -> tuple[PresumptionReplaced | Accepted, ...]:
        day = desk.happened("accepted_on", self.accepted_on, not_before=state.stepped_on)
        rule = HANDLING if self.route is Route.R6 else SERVICE_LEVEL
        if state.unit is None:
            raise LookupError("a petition that was received has a unit")
        replaced, clock = handling_term(rule, day, state, desk)
        return (*replaced, Accepted(self.route, state.unit, day, clock))


@dataclass(frozen=True, slots=True, repr=False)
class ProposeNonAcceptance(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.ROUTING})
    reason: NotAcceptedReason
    directions: Annotated[str, Text(most=2_000, long=True)]
    proposed_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _no_accusation(state)

    def decide(self, state: Petition, desk: Desk) -> tuple[NonAcceptanceProposed, ...]:
        day = desk.happened("proposed_on", self.proposed_on, not_before=state.stepped_on)
        directions = written(state.known_subject, "directions", self.directions)
        return (NonAcceptanceProposed(self.reason, directions, desk.officer, day),)


class NoNonAcceptanceProposed(Rejected):
    code = "no_non_acceptance_proposed"
    says = "Nobody has proposed not to accept this petition."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ApproveNonAcceptance(Command[Petition]):
    """Another officer approves, and the notice names the right place; 信访工作条例 §23."""

    allowed_in: ClassVar = frozenset({Status.ROUTING})
    told_on: date
    method: Delivery

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.non_acceptance is None:
            yield NoNonAcceptanceProposed()
        elif state.non_acceptance.by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Petition, desk: Desk) -> tuple[NotAccepted, ...]:
        proposal = state.non_acceptance
        if proposal is None:
            raise NoNonAcceptanceProposed
        day = desk.happened("told_on", self.told_on, not_before=proposal.on)
        ended = tuple(
            stopped(clock, day, StopReason.MET if clock.rule == FIRST_NOTICE else StopReason.ENDED)
            for clock in state.clocks.values()
        )
        return (NotAccepted(proposal.reason, desk.officer, day, self.method, ended),)
