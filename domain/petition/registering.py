"""Registering: who petitions, what is demanded, and what of it is sealed as it was written."""

from dataclasses import dataclass
from functools import reduce
from typing import Annotated, ClassVar

from domain.deadlines.clocks import ClockStopped, StopReason, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import (
    Issue,
    NamedStatus,
    PersonStatus,
    Procedure,
    Purpose,
    Status,
)
from domain.petition.events import KeptAsContact, NoticeSent, Registered, RegisteredDemand
from domain.petition.folding import evolve
from domain.petition.notices import FIRST_NOTICE, OWNERS_NOTICE, Notice, PetitionerHasNoContact, notice_sent
from domain.petition.state import Petition
from domain.single_names import is_one_name
from domain.titles import NamesOfPersons, ask_whether_meant
from domain.values import (
    MORE,
    Identity,
    Line,
    Several,
    Shown,
    SubjectRef,
    Text,
    Title,
    Whole,
    content,
    guarded,
    identity,
    sensitive,
)

Entered = Registered | NoticeSent | KeptAsContact


@dataclass(frozen=True, slots=True, repr=False)
class Demand:
    """One demand as it is registered."""

    text: Annotated[str, Text(most=500, long=True)]
    purpose: Purpose
    issue: Issue


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
class Register(Command[Petition]):
    """What is an enquiry or thanks alone is kept as a note of the contact, and closed with it; design."""

    allowed_in: ClassVar = frozenset({Status.RECEIVED})
    registration: Registration

    def decide(self, state: Petition, desk: Desk) -> tuple[Entered, ...]:
        return registered(self.registration, state, desk)


def registered(given: Registration, state: Petition, desk: Desk) -> tuple[Entered, ...]:
    """The registration, the notice where one was handed over at the same time, and the end of a mere contact."""
    _representatives_fit(given, state, desk)
    _real_name_is_complete(given)
    _tells_of_nobody(given)
    subject = state.known_subject
    fact = _registered(given, subject, state, desk)
    if given.notice is not None and not fact.has_contact:
        raise PetitionerHasNoContact
    told = () if given.notice is None else (notice_sent(given.notice, state, desk),)
    return (fact, *told, *_kept_as_contact((fact, *told), state))


def _kept_as_contact(entered: tuple[Registered | NoticeSent, ...], state: Petition) -> tuple[KeptAsContact, ...]:
    """Whoever asks or gives thanks is owed no notice: every term that still runs ends with the contact."""
    after = reduce(evolve, entered, state)
    if after.purposes != {Purpose.P9}:
        return ()
    day = state.received_on
    return (KeptAsContact(day, tuple(stopped(clock, day, StopReason.ENDED) for clock in after.clocks.values())),)


def _registered(given: Registration, subject: SubjectRef, state: Petition, desk: Desk) -> Registered:
    has_contact = bool(given.contact or given.address)
    is_sealed = given.confidentiality_requested or _accuses(given)
    threshold = desk.parameters(state.received_on).collective_threshold
    return Registered(
        registered_by=desk.officer,
        title=guarded(subject, "title", given.title, _accuses(given)),
        demands=tuple(_demand(subject, n, demand, is_sealed) for n, demand in enumerate(given.demands, 1)),
        facts=guarded(subject, "facts", given.facts, is_sealed) if given.facts else None,
        brief_draft=guarded(subject, "brief_draft", given.brief, is_sealed) if given.brief else None,
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
        stopped=_notice_ended(given, state, has_contact=has_contact),
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


def _notice_ended(given: Registration, state: Petition, *, has_contact: bool) -> tuple[ClockStopped, ...]:
    """信访工作条例 §23: no notice is owed where name or address are unknown, nor by this desk of what it refers."""
    clock = state.clock(FIRST_NOTICE) or state.clock(OWNERS_NOTICE)
    if clock is None:
        return ()
    if state.sealing.count and all(demand.purpose is Purpose.P3 for demand in given.demands):
        return (stopped(clock, state.received_on, StopReason.ENDED),)
    return () if has_contact else (stopped(clock, state.received_on, StopReason.EXEMPT),)


class RealNameIncomplete(Rejected):
    """检举控告工作规则: a real name is the own true name plus a contact that works."""

    code = "real_name_incomplete"
    says = "A real-name petition needs the name and a contact or an address."


def _real_name_is_complete(given: Registration) -> None:
    if given.named_status is NamedStatus.REAL_NAME and not _has_real_name(given):
        raise RealNameIncomplete


class RepresentativesExceedLimit(Rejected):
    """信访工作条例 §20(3): at most five representatives; stricter where the profile says so."""

    code = "representatives_exceed_limit"
    says = "A group of {group_size} may be represented by at most {limit} persons; {count} were named."


class RepresentativesWithoutGroup(Rejected):
    code = "representatives_without_group"
    says = "Representatives can only be named for a group of at least two persons."


class SeveralNamesInOneEntry(Rejected):
    """信访工作条例 §20(3): the number of representatives is limited, so each has an entry of his or her own."""

    code = "several_names_in_one_entry"
    says = (
        "Entry {number} of the representatives holds several names. Give each person an entry of its own; "
        "the parts of one name are joined by ·."
    )


def _tells_of_nobody(given: Registration) -> None:
    texts = {"title": given.title, "brief": given.brief}
    names = NamesOfPersons((given.name, *given.representatives))
    ask_whether_meant(texts, names, is_meant=given.title_is_meant)


def _representatives_fit(given: Registration, state: Petition, desk: Desk) -> None:
    count = len(given.representatives)
    if count and given.group_size < 2:
        raise RepresentativesWithoutGroup
    for number, name in enumerate(given.representatives, 1):
        if not is_one_name(name):
            raise SeveralNamesInOneEntry(number=number)
    limit = desk.parameters(state.received_on).max_representatives(given.group_size)
    if count > limit:
        raise RepresentativesExceedLimit(group_size=given.group_size, limit=limit, count=count)
