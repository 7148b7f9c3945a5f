"""Requesting the remedy: the petitioner asks the next higher unit within the window, or late for a good cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import Clock, in_time, settled, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.officers import line_above
from domain.petition.codes import Route
from domain.petition.ending import NotDeliveredYet
from domain.petition.reviews import ReviewRequested
from domain.petition.sealing import UNNAMED
from domain.petition.stages import REVIEW
from domain.petition.state import Petition
from domain.roles import Role
from domain.units import Unit, UnitStatus
from domain.values import Guarded, LongText, Text, UnitRef, guarded


class NoReviewOfThisRoute(Rejected):
    """信访工作条例 §§31(6), 35: only an opinion of the petition procedure proper is reviewed."""

    code = "no_review_of_this_route"
    says = "Only the opinion on a petition of route R6 can be reviewed."
    is_moot = True


class RequestAfterWindow(Rejected):
    """信访工作条例 §35; a good cause for being late is taken by design."""

    code = "request_after_window"
    says = (
        "A review could be requested until {due_on}. A later request is taken with the reason why it comes late, "
        "which the head of the petition office accepts."
    )


class NoUnitAbove(Rejected):
    """信访工作条例 §35: the next higher organ reviews."""

    code = "no_unit_above"
    says = (
        "The opinion is one of the top unit {unit}: no unit of this service reviews it. Hand the request to the "
        "superior authority of that unit ({superior})."
    )


@dataclass(frozen=True, slots=True, repr=False)
class RequestReview(Command[Petition]):
    """The petitioner's request, as the desk that answered takes it in; within thirty days of the answer."""

    allowed_in: ClassVar = frozenset({REVIEW.answered})
    requested_on: date
    request: LongText
    late_because: Annotated[str | None, Text(most=2_000, long=True)] = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.route is not Route.R6:
            yield NoReviewOfThisRoute()
        elif state.delivered_on is None:
            yield NotDeliveredYet()

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[ReviewRequested, ...]:
        day = desk.happened("requested_on", self.requested_on, not_before=state.delivered_on)
        window = state.clock(REVIEW.window)
        self._is_taken(window or _counted_from(state, desk), day, desk)
        return (
            ReviewRequested(
                to_unit=_next_higher(state.unit, desk),
                request=own_words("request", self.request, state),
                late_because=own_words("late_because", self.late_because, state) if self.late_because else None,
                requested_on=day,
                clock=started(REVIEW.term, day, desk.calendar, desk.profile),
                stopped=(stopped(window, day),) if window else (),
            ),
        )

    def _is_taken(self, window: Clock, day: date, desk: Desk) -> None:
        counted = settled(window, desk.calendar)
        is_accepted = bool(self.late_because) and desk.role is Role.PET_HEAD
        if not in_time(counted, day) and not is_accepted:
            raise RequestAfterWindow(due_on=counted.due_on, field="late_because")


def own_words(field: str, text: str, state: Petition) -> Guarded[str]:
    """What the petitioner wrote, which of a matter in confidence is an original."""
    return guarded(state.known_subject, field, text, state.is_protected)


def _counted_from(state: Petition, desk: Desk) -> Clock:
    """The window as the delivery gives it, where none runs."""
    if state.delivered_on is None:
        raise NotDeliveredYet
    return started(REVIEW.window, state.delivered_on, desk.calendar, desk.profile)


def _next_higher(answered: UnitRef | None, desk: Desk) -> UnitRef:
    """The unit right above the one whose opinion it is, or above the one in whose place that stands now.

    Raises NoUnitAbove.
    """
    if answered is None:
        raise LookupError("a petition that was never received has no unit")
    line = line_above(answered, desk.consulted)
    active = [UnitRef(each) for each in line if _is_active(desk.consulted.get(each))]
    if len(active) < 2:
        top = desk.consulted.get(answered)
        raise NoUnitAbove(unit=top.code if isinstance(top, Unit) else answered, superior=desk.superior or UNNAMED)
    return active[1]


def _is_active(unit: object) -> bool:
    return isinstance(unit, Unit) and unit.status is UnitStatus.ACTIVE
