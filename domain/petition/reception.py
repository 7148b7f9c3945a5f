"""Reception: a petition is received, registered, and screened by the head of the petition office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.parameters import parameters_for
from domain.petition import refusals
from domain.petition.codes import (
    Channel,
    Delivery,
    Issue,
    NamedStatus,
    PersonStatus,
    Procedure,
    Purpose,
    Status,
)
from domain.petition.events import NoticeSent, Received, Registered, RegisteredDemand, Screened
from domain.petition.state import Petition, evolve
from domain.single_names import is_one_name
from domain.titles import NamesOfPersons, ask_whether_meant
from domain.units import active_unit
from domain.values import (
    FIRST,
    MORE,
    Brief,
    Guarded,
    Identity,
    Line,
    Several,
    Shown,
    SubjectRef,
    Text,
    Title,
    UnitRef,
    Whole,
    content,
    guarded,
    identity,
    sensitive,
)

FIRST_NOTICE = "D-P01"
OWNERS_NOTICE = "D-P03"


@dataclass(frozen=True, slots=True, repr=False)
class Demand:
    """One demand as it is registered."""

    text: Annotated[str, Text(most=500, long=True)]
    purpose: Purpose
    issue: Issue


@dataclass(frozen=True, slots=True)
class Notice:
    """A written notice to the petitioner: the day on which it was sent or handed over, and how."""

    sent_on: date
    method: Delivery


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """What is registered of a petition (§2.7 of the field list); nothing beyond it is asked."""

    title: Title
    demands: Annotated[tuple[Demand, ...], Several(1, 20)]
    name: Annotated[str | None, Text(most=60), MORE] = None
    contact: Annotated[str | None, Text(most=100), MORE] = None
    address: Annotated[str | None, Text(most=200), MORE] = None
    named_status: Annotated[NamedStatus | None, MORE] = None
    facts: Annotated[str | None, Text(most=10_000, long=True), MORE] = None
    brief: Annotated[str | None, Text(most=2_000, long=True), Shown(more=True, told_on=True)] = None
    title_is_meant: Annotated[bool, MORE] = False
    person_status: Annotated[PersonStatus | None, MORE] = None
    group_size: Annotated[int, Whole(1, 100_000), MORE] = 1
    representatives: Annotated[tuple[Line, ...], Several(0, 20), MORE] = ()
    confidentiality_requested: Annotated[bool, MORE] = False
    other_procedure: Annotated[Procedure, MORE] = Procedure.NONE
    accessibility: Annotated[str | None, Text(most=200), MORE] = None
    notice: Annotated[Notice | None, MORE] = None


@dataclass(frozen=True, slots=True, repr=False)
class Receive(Command[Petition]):
    """A petition arrives; with `registration` it is registered in the same visit to the desk."""

    allowed_in: ClassVar = frozenset({Status.NEW})
    channel: Channel
    received_on: date
    registration: Registration | None
    unit: Annotated[UnitRef, FIRST]
    origin_ref: Annotated[str | None, Text(most=40), MORE] = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Petition, desk: Desk) -> tuple[Received | Registered | NoticeSent, ...]:
        received = self._received(desk)
        if self.registration is None:
            return (received,)
        return (received, *registered(self.registration, evolve(state, received), desk))

    def _received(self, desk: Desk) -> Received:
        unit = active_unit(desk, self.unit)
        day = desk.happened("received_on", self.received_on)
        return Received(
            case_no=case_number("PET", unit.code, day.year, desk.stream),
            unit=self.unit,
            subject=desk.subject,
            channel=self.channel,
            received_on=day,
            origin_ref=self.origin_ref,
            clock=started(FIRST_NOTICE, day, desk.calendar, desk.profile),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Register(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.RECEIVED})
    registration: Registration

    def decide(self, state: Petition, desk: Desk) -> tuple[Registered | NoticeSent, ...]:
        return registered(self.registration, state, desk)


def registered(given: Registration, state: Petition, desk: Desk) -> tuple[Registered | NoticeSent, ...]:
    """The registration, and the notice where one was handed over at the same time."""
    _representatives_fit(given, state, desk)
    _real_name_is_complete(given)
    _tells_of_nobody(given)
    subject = state.known_subject
    fact = _registered(given, subject, state, desk)
    if given.notice is None:
        return (fact,)
    if not fact.has_contact:
        raise refusals.PetitionerHasNoContact
    return (fact, notice_sent(given.notice, state, desk))


def _registered(given: Registration, subject: SubjectRef, state: Petition, desk: Desk) -> Registered:
    has_contact = bool(given.contact or given.address)
    is_sealed = given.confidentiality_requested or _accuses(given)
    threshold = parameters_for(desk.profile, state.received_on).collective_threshold
    return Registered(
        registered_by=desk.officer,
        title=guarded(subject, "title", given.title, _accuses(given)),
        demands=tuple(_demand(subject, n, demand, is_sealed) for n, demand in enumerate(given.demands, 1)),
        facts=guarded(subject, "facts", given.facts, is_sealed) if given.facts else None,
        brief_draft=guarded(subject, "brief_draft", given.brief, _accuses(given)) if given.brief else None,
        named_status=Identity(subject, "named_status", _named_status(given)),
        has_contact=has_contact,
        name=identity(subject, "name", given.name),
        contact=identity(subject, "contact", given.contact),
        address=identity(subject, "address", given.address),
        person_status=sensitive(subject, "person_status", given.person_status),
        group_size=given.group_size,
        is_collective=given.group_size >= threshold,
        representatives=tuple(
            Identity(subject, f"representatives/{n}", name) for n, name in enumerate(given.representatives, 1)
        ),
        confidentiality_requested=is_sealed,
        other_procedure=given.other_procedure,
        accessibility=content(subject, "accessibility", given.accessibility),
        stopped=() if has_contact else _exempt(state),
    )


def _demand(subject: SubjectRef, number: int, demand: Demand, is_sealed: bool) -> RegisteredDemand:
    text = guarded(subject, f"demands/{number}", demand.text, is_sealed)
    return RegisteredDemand(demand.purpose, demand.issue, text)


def _named_status(given: Registration) -> NamedStatus:
    derived = NamedStatus.REAL_NAME if _has_real_name(given) else NamedStatus.ANONYMOUS
    return given.named_status or derived


def _has_real_name(given: Registration) -> bool:
    return bool(given.name and (given.contact or given.address))


def _accuses(given: Registration) -> bool:
    return any(demand.purpose is Purpose.P3 for demand in given.demands)


def _exempt(state: Petition) -> tuple[ClockStopped, ...]:
    """信访工作条例 §23: no notice is owed where name or address are unknown, so none can be late."""
    clock = state.clock(FIRST_NOTICE)
    return (stopped(clock, state.received_on, StopReason.EXEMPT),) if clock else ()


def _real_name_is_complete(given: Registration) -> None:
    if given.named_status is NamedStatus.REAL_NAME and not _has_real_name(given):
        raise refusals.RealNameIncomplete


def _tells_of_nobody(given: Registration) -> None:
    texts = {"title": given.title, "brief": given.brief}
    names = NamesOfPersons((given.name, *given.representatives))
    ask_whether_meant(texts, names, is_meant=given.title_is_meant)


def _representatives_fit(given: Registration, state: Petition, desk: Desk) -> None:
    count = len(given.representatives)
    if count and given.group_size < 2:
        raise refusals.RepresentativesWithoutGroup
    for number, name in enumerate(given.representatives, 1):
        if not is_one_name(name):
            raise refusals.SeveralNamesInOneEntry(number=number)
    limit = parameters_for(desk.profile, state.received_on).max_representatives(given.group_size)
    if count > limit:
        raise refusals.RepresentativesExceedLimit(group_size=given.group_size, limit=limit, count=count)


def notice_sent(notice: Notice, state: Petition, desk: Desk) -> NoticeSent:
    """The written notice, stopping whichever notice clock runs; 信访工作条例 §23."""
    running = [clock for rule in (FIRST_NOTICE, OWNERS_NOTICE) if (clock := state.clock(rule))]
    arrived = max((clock.started_on for clock in running), default=state.received_on)
    day = desk.happened("sent_on", notice.sent_on, not_before=arrived)
    return NoticeSent(notice.method, day, tuple(stopped(clock, day) for clock in running))


@dataclass(frozen=True, slots=True, repr=False)
class SendNotice(Command[Petition]):
    """The first notice, sent on its own before the petition is accepted or forwarded."""

    allowed_in: ClassVar = frozenset({Status.REGISTERED, Status.ROUTING, Status.AWAITING_OWNER})
    notice: Notice

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not state.has_contact:
            yield refusals.PetitionerHasNoContact()
        if state.is_told:
            yield refusals.NoticeAlreadySent()

    def decide(self, state: Petition, desk: Desk) -> tuple[NoticeSent, ...]:
        return (notice_sent(self.notice, state, desk),)


@dataclass(frozen=True, slots=True, repr=False)
class Screen(Command[Petition]):
    """The head declares that no recusal stands against the desk, and confirms the redacted brief."""

    allowed_in: ClassVar = frozenset({Status.REGISTERED})
    screened_on: date
    brief: Brief | None = None
    title_is_meant: Annotated[bool, MORE] = False

    def decide(self, state: Petition, desk: Desk) -> tuple[Screened, ...]:
        return (screened(self.screened_on, self.brief, state, desk),)


def screened(on: date, brief: str | None, state: Petition, desk: Desk) -> Screened:
    """The screening; a brief is confirmed only by another officer than the one who registered."""
    if brief and desk.officer == state.registered_by:
        raise refusals.SameOfficerRedactsAndConfirms
    day = desk.happened("screened_on", on, not_before=state.received_on)
    return Screened(day, _brief(brief, state) if brief else None)


def _brief(brief: str, state: Petition) -> Guarded[str]:
    return guarded(state.known_subject, "brief", brief, Purpose.P3 in state.purposes)
