"""Publicity: the masked notice is posted, stands for its days, and ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, settled, started, stopped
from domain.deadlines.rules import rule_for
from domain.hardship.checking import ONE_DAY
from domain.hardship.codes import EMERGENCY_CHECK, AidKind, Alternative, Place, Status
from domain.hardship.events import PublicityEnded, Published
from domain.hardship.masking import masked_name
from domain.hardship.serving import SECOND
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, Rejected
from domain.separation import SameOfficerProposesAndApproves
from domain.values import MORE, Identity, OfficerRef, Text, Whole, YesOrNo

PUBLICITY = "D-H03"


APPROVAL = "D-H04"


"""Visit, check and publicity after emergency aid; all are done once the notice is posted; 社会救助暂行办法 §48."""


@dataclass(frozen=True, slots=True)
class Substitute:
    """What is shown instead where the applicant does not consent to a masked name, and who approved it."""

    kind: Alternative
    approved_by: Annotated[OfficerRef, SECOND]


class NotASurname(Rejected):
    code = "not_a_surname"
    says = (
        "The notice shows the surname alone, and this is not known as one. Give only the surname, "
        "or name a second officer who confirms it."
    )


class PublicityNeedsConsent(Rejected):
    """个人信息保护法 §25: publicity only with separate consent."""

    code = "publicity_needs_consent"
    says = "The applicant has not agreed to the notice. Use an alternative that another officer has approved."


class PublicityTooShort(Rejected):
    code = "publicity_too_short"
    says = "The notice must stand for at least {least} days."


class PublicityTooLong(Rejected):
    code = "publicity_too_long"
    says = "The notice may stand until {latest} at the latest."


@dataclass(frozen=True, slots=True, repr=False)
class Publish(Command[Hardship]):
    """The notice holds the masked name, the unit, the category and the kind of aid, and can hold nothing else.

    个人信息保护法 §25: only with separate consent, or by an alternative that another officer has approved. A second
    officer confirms a surname that is not known as one.
    """

    allowed_in: ClassVar = frozenset({Status.UNION_REVIEWED})
    surname: Annotated[str, Text(most=8)]
    aid_kind: AidKind
    place: Place
    posted_on: date
    consented: YesOrNo
    days: Annotated[int | None, Whole(1, 365), MORE] = None
    alternative: Annotated[Substitute | None, MORE] = None
    surname_confirmed_by: Annotated[OfficerRef | None, SECOND, MORE] = None

    def decide(self, state: Hardship, desk: Desk) -> tuple[Published, ...]:
        day = desk.happened("posted_on", self.posted_on, not_before=state.stepped_on)
        self._is_agreed_to(desk)
        take_down_on = day + timedelta(days=desk.parameters(day).publicity_display_max_days)
        clock = self._clock(day, desk)
        if clock.due_on > take_down_on:
            raise PublicityTooLong(latest=take_down_on)
        return (
            Published(
                masked_name=self._masked(state),
                unit=state.known_unit,
                category=state.category,
                aid_kind=self.aid_kind,
                place=self.place,
                alternative=self.alternative.kind if self.alternative else None,
                alternative_approved_by=self.alternative.approved_by if self.alternative else None,
                surname_confirmed_by=self.surname_confirmed_by,
                posted_on=day,
                take_down_on=take_down_on,
                clock=clock,
                stopped=state.stops(day, EMERGENCY_CHECK),
            ),
        )

    def _is_agreed_to(self, desk: Desk) -> None:
        seconds = (self.alternative.approved_by if self.alternative else None, self.surname_confirmed_by)
        if desk.officer in seconds:
            raise SameOfficerProposesAndApproves
        if not self.consented and self.alternative is None:
            raise PublicityNeedsConsent

    def _masked(self, state: Hardship) -> Identity[str] | None:
        masked = masked_name(self.surname, is_confirmed=self.surname_confirmed_by is not None)
        if masked is None:
            raise NotASurname
        return None if self.alternative else Identity(state.known_subject, "masked_name", masked)

    def _clock(self, day: date, desk: Desk) -> Clock:
        rule = rule_for(PUBLICITY, desk.profile, day, desk.calendar.rules)
        if self.days is not None and rule.by_case and not rule.by_case.allows(self.days):
            raise PublicityTooShort(least=rule.by_case.at_least)
        return started(PUBLICITY, day, desk.calendar, desk.profile, length=self.days)


def notice_that_stands(state: Hardship, desk: Desk) -> Clock:
    """The days of the notice as the calendars known now count them."""
    clock = state.clock(PUBLICITY)
    if clock is None:
        raise LookupError("a notice that stands has its days")
    return settled(clock, desk.calendar)


class PublicityNotOver(Rejected):
    code = "publicity_not_over"
    says = "The notice stands until the end of {due_on}. Decide after that day."


class PublicityProvisional(Rejected):
    code = "publicity_provisional"
    says = "The last day of the notice, {due_on}, is provisional. Import the calendar of {year} first."


class ObjectionOpen(Rejected):
    code = "objection_open"
    says = "An objection to the notice is open. Two persons check it before anything is decided."


def publicity_over(state: Hardship, desk: Desk, on: date) -> Iterator[Rejected]:
    """What stands against a decision on that day: an open objection, or a notice that has not stood to its end.

    A notice whose end is recorded stood until that day, and a decision on it would be one while it stood.
    """
    if state.status is Status.OBJECTION:
        yield ObjectionOpen()
    elif state.status is Status.PUBLICITY:
        notice = notice_that_stands(state, desk)
        if notice.provisional:
            yield PublicityProvisional(due_on=notice.due_on, year=notice.waits_for)
        elif on <= notice.due_on:
            yield PublicityNotOver(due_on=notice.due_on, passes_on=notice.due_on + ONE_DAY)
    elif state.status is Status.APPROVAL and on <= state.stepped_on:
        yield PublicityNotOver(due_on=state.stepped_on, passes_on=state.stepped_on + ONE_DAY)


def publicity_ended(state: Hardship, desk: Desk) -> PublicityEnded:
    """The notice stood until the end of its last day; from there run the days for the approval."""
    notice = notice_that_stands(state, desk)
    ended_on = notice.due_on
    clock = started(APPROVAL, ended_on, desk.calendar, desk.profile)
    return PublicityEnded(ended_on, clock, (stopped(notice, ended_on),))


@dataclass(frozen=True, slots=True, repr=False)
class EndPublicity(Command[Hardship]):
    """The notice stood to its end and is taken down; the request waits for its approval."""

    allowed_in: ClassVar = frozenset({Status.PUBLICITY, Status.OBJECTION})

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        yield from publicity_over(state, desk, desk.today)

    def decide(self, state: Hardship, desk: Desk) -> tuple[PublicityEnded, ...]:
        return (publicity_ended(state, desk),)
