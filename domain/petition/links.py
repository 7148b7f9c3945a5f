"""What a petition hands on to work of another kind: slips that lie before another desk, without the source."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar, assert_never

from domain.cases.subjects import SubjectCode
from domain.growing import Growing
from domain.petition.codes import SlipStatus
from domain.scopes import Excerpt, Laid, Scope
from domain.values import Content, Identity, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class LeadSuggested:
    """What a petition says of a system, told of nobody: a second officer confirms that it is (§1.7)."""

    NAME: ClassVar = "petition.lead_suggested"
    VERSION: ClassVar = 1
    CONFIRM: ClassVar = ("confirmed_by",)
    slip: int
    to_unit: UnitRef
    supervised_unit: UnitRef
    subjects: tuple[SubjectCode, ...]
    title: Content[str]
    text: Content[str]
    suggested_by: OfficerRef
    confirmed_by: OfficerRef
    suggested_on: date


@dataclass(frozen=True, slots=True)
class AssistanceWished:
    """The petitioner agreed that the union is told how to reach them, and that they wish to apply for assistance."""

    NAME: ClassVar = "petition.assistance_wished"
    VERSION: ClassVar = 1
    slip: int
    to_unit: UnitRef
    contact: Identity[str]
    recorded_by: OfficerRef
    agreed_on: date


@dataclass(frozen=True, slots=True)
class SlipScheduled:
    """A slip may go, on a day of its own: nothing that happens to the petition happens together with it."""

    NAME: ClassVar = "petition.slip_scheduled"
    VERSION: ClassVar = 1
    slip: int
    lies_from: date


@dataclass(frozen=True, slots=True)
class SlipDelivered:
    """A slip lies before the other desk, which is told neither of the petition nor of its number."""

    NAME: ClassVar = "petition.slip_delivered"
    VERSION: ClassVar = 1
    slip: int
    paper: Excerpt
    to_unit: UnitRef
    about: UnitRef | None
    laid_on: date
    lies_until: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.laying(Laid(self.paper, self.slip, self.to_unit, self.about))


@dataclass(frozen=True, slots=True)
class SlipTakenDown:
    """A slip lies there no more: whatever came of it is the other desk's own matter, and is not told here."""

    NAME: ClassVar = "petition.slip_taken_down"
    VERSION: ClassVar = 1
    slip: int
    paper: Excerpt
    taken_down_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.taking_down(self.paper, self.slip)


LinkFact = LeadSuggested | AssistanceWished | SlipScheduled | SlipDelivered | SlipTakenDown


@dataclass(frozen=True, slots=True)
class Slip:
    """Which paper it is, for whom, since when it may go, and where it stands; `date.min` is a day that has not come."""

    number: int
    paper: Excerpt
    to_unit: UnitRef
    about: UnitRef | None
    ready_on: date
    lies_from: date = date.min
    lies_until: date = date.min

    @property
    def status(self) -> SlipStatus:
        return SlipStatus.WAITING if self.lies_until == date.min else SlipStatus.LYING


@dataclass(frozen=True, slots=True)
class Links:
    """The slips that still have a way to go, and how many went."""

    sent: int = 0
    underway: Growing[int, Slip] = field(default_factory=Growing)

    def unscheduled(self) -> Iterator[Slip]:
        return (each for each in self.underway.values() if each.lies_from == date.min)

    def unlaid(self) -> Iterator[Slip]:
        return (each for each in self.underway.values() if each.lies_until == date.min < each.lies_from)

    def lying(self) -> Iterator[Slip]:
        return (each for each in self.underway.values() if each.lies_until != date.min)


NO_LINKS = Links()


def links_after(known: Links, fact: LinkFact) -> Links:
    """The same after one more fact."""
    match fact:
        case LeadSuggested():
            slip = Slip(fact.slip, Excerpt.LEAD_SLIP, fact.to_unit, fact.supervised_unit, fact.suggested_on)
            return _with(known, slip)
        case AssistanceWished():
            return _with(known, Slip(fact.slip, Excerpt.AID_WISH, fact.to_unit, None, fact.agreed_on))
        case SlipTakenDown():
            return replace(known, underway=known.underway.without(fact.slip))
        case SlipScheduled() | SlipDelivered():
            return _moved(known, fact)
    assert_never(fact)


def _moved(known: Links, fact: SlipScheduled | SlipDelivered) -> Links:
    slip = known.underway.get(fact.slip)
    if slip is None:
        return known
    if isinstance(fact, SlipScheduled):
        return _with(known, replace(slip, lies_from=fact.lies_from))
    return replace(_with(known, replace(slip, lies_until=fact.lies_until)), sent=known.sent + 1)


def _with(known: Links, slip: Slip) -> Links:
    return replace(known, underway=known.underway.holding(slip.number, slip))
