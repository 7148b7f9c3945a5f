"""The facts of an unsealing, and of the question whether two matters are one person's; and what rules read of them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, assert_never

from domain.growing import Growing
from domain.levels import ReadFor
from domain.petition.codes import UnsealedField
from domain.roles import Role
from domain.scopes import Scope
from domain.values import Content, OfficerRef


@dataclass(frozen=True, slots=True)
class UnsealingRequested:
    """Somebody asks to read, for so many hours, what is sealed; counted from 1 within the matter."""

    NAME: ClassVar = "petition.unsealing_requested"
    VERSION: ClassVar = 1
    unsealing: int
    fields: tuple[UnsealedField, ...]
    purpose: ReadFor
    hours: int
    reason: Content[str]
    requested_by: OfficerRef
    requested_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.DI_HEAD, Role.ID_CUSTODIAN)


@dataclass(frozen=True, slots=True)
class UnsealingApproved:
    """The first of two keys."""

    NAME: ClassVar = "petition.unsealing_approved"
    VERSION: ClassVar = 1
    unsealing: int
    approved_by: OfficerRef
    approved_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.DI_HEAD)


@dataclass(frozen=True, slots=True)
class UnsealingRefused:
    """Refused by whoever would approve or release it; kept with its grounds."""

    NAME: ClassVar = "petition.unsealing_refused"
    VERSION: ClassVar = 1
    unsealing: int
    grounds: Content[str]
    refused_by: OfficerRef
    refused_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.DI_HEAD)


@dataclass(frozen=True, slots=True)
class IdentityReleased:
    """The second key: what was asked for opens for the officer who asked, until the moment told."""

    NAME: ClassVar = "petition.identity_released"
    VERSION: ClassVar = 1
    unsealing: int
    released_by: OfficerRef
    until: datetime


@dataclass(frozen=True, slots=True)
class SamePersonAsked:
    """Whether another matter, named by its number, is the same person's; counted from 1 within the matter."""

    NAME: ClassVar = "petition.same_person_asked"
    VERSION: ClassVar = 1
    question: int
    other_no: Content[str]
    asked_by: OfficerRef
    asked_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.ID_CUSTODIAN)


@dataclass(frozen=True, slots=True)
class SamePersonAnswered:
    """Yes or no, and nothing else."""

    NAME: ClassVar = "petition.same_person_answered"
    VERSION: ClassVar = 1
    question: int
    is_same: bool
    answered_by: OfficerRef
    answered_on: date


UnsealingFact = (
    UnsealingRequested | UnsealingApproved | UnsealingRefused | IdentityReleased | SamePersonAsked | SamePersonAnswered
)


@dataclass(frozen=True, slots=True)
class Unsealing:
    """One request: what opens for whom, who approved it, and until when it is released."""

    fields: frozenset[UnsealedField]
    hours: int
    by: OfficerRef
    requested_on: date
    approved_by: OfficerRef | None = None
    approved_on: date = date.min
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unsealings:
    """Requests that were not refused, and questions that nobody has answered, by their numbers."""

    count: int = 0
    kept: Growing[int, Unsealing] = field(default_factory=Growing)
    questions: int = 0
    unanswered: Growing[int, date] = field(default_factory=Growing)


NO_UNSEALINGS = Unsealings()


def unsealings_after(known: Unsealings, fact: UnsealingFact) -> Unsealings:
    """The same after one more fact."""
    match fact:
        case UnsealingRequested():
            asked = Unsealing(frozenset(fact.fields), fact.hours, fact.requested_by, fact.requested_on)
            return replace(known, count=known.count + 1, kept=known.kept.holding(fact.unsealing, asked))
        case UnsealingApproved():
            return _with(known, fact.unsealing, approved_by=fact.approved_by, approved_on=fact.approved_on)
        case UnsealingRefused():
            return replace(known, kept=known.kept.without(fact.unsealing))
        case IdentityReleased():
            return _with(known, fact.unsealing, until=fact.until)
        case SamePersonAsked():
            unanswered = known.unanswered.holding(fact.question, fact.asked_on)
            return replace(known, questions=known.questions + 1, unanswered=unanswered)
        case SamePersonAnswered():
            return replace(known, unanswered=known.unanswered.without(fact.question))
    assert_never(fact)


def _with(known: Unsealings, number: int, **columns: Any) -> Unsealings:
    """One request changed; nothing where it is unknown, which no decision lets happen."""
    one = known.kept.get(number)
    return known if one is None else replace(known, kept=known.kept.holding(number, replace(one, **columns)))
