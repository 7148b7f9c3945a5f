"""Checking: members of the team collect evidence and hold talks, always at least two together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch
from typing import Annotated, ClassVar
from uuid import UUID

from domain.kernel import Command, Desk, Rejected
from domain.separation import at_least_two
from domain.supervision.codes import EvidenceClass, EvidenceKind, Means, Status
from domain.supervision.events import EvidenceAdded, TalkLogged
from domain.supervision.serving import OF_THE_TEAM
from domain.supervision.state import Supervision
from domain.supervision.teams import somebody_from_outside
from domain.values import MORE, Declaration, LongText, OfficerRef, Several, Text, UnitRef, written


class NotInTheTeam(Rejected):
    """Whoever collects, talks or decides for the team has declared that no tie stands in the way."""

    code = "not_in_the_team"
    says = "Only members of the team may take part; somebody named is not one of them."


def two_of_the_team(named: Iterable[OfficerRef], state: Supervision) -> tuple[OfficerRef, ...]:
    """The different officers named: at least two, all of the team; 国有企业管理人员处分条例 §27."""
    present = at_least_two(named)
    if not set(present) <= set(state.team):
        raise NotInTheTeam
    return present


def pair_of_the_team(named: Iterable[OfficerRef], state: Supervision, desk: Desk) -> tuple[OfficerRef, ...]:
    """The same, one of them from outside the supervised unit."""
    present = two_of_the_team(named, state)
    somebody_from_outside((state.team[officer] for officer in present), state, desk)
    return present


def units_of_the_team(state: Supervision) -> tuple[UnitRef, ...]:
    """The units in which the members work."""
    return tuple(dict.fromkeys(state.team.values()))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: what it is, where it comes from, and who obtained it, when and whether lawfully."""

    kind: EvidenceKind
    description: LongText
    origin: Annotated[str, Text(most=200)]
    collectors: Annotated[tuple[OfficerRef, ...], Several(1, 10), OF_THE_TEAM]
    obtained_on: date
    is_lawful: bool
    confidentiality: Annotated[EvidenceClass, MORE] = EvidenceClass.C2
    sha256: Annotated[str | None, Text(most=64, least=64), MORE] = None


class EvidenceNotLawful(Rejected):
    """国有企业管理人员处分条例 §27: what was obtained unlawfully is no evidence."""

    code = "evidence_not_lawful"
    says = "Evidence that was not obtained in a lawful way must not be used and is not recorded."


class HashMalformed(Rejected):
    code = "hash_malformed"
    says = "The SHA-256 of a file is 64 digits from 0 to 9 and a to f."


def evidence_added(given: Evidence, state: Supervision, desk: Desk) -> EvidenceAdded:
    """The piece with the next number; refuses what was obtained unlawfully or by one person alone."""
    if not given.is_lawful:
        raise EvidenceNotLawful
    if given.sha256 is not None and not fullmatch("[0-9a-f]{64}", given.sha256):
        raise HashMalformed
    return EvidenceAdded(
        number=state.evidence_count + 1,
        kind=given.kind,
        confidentiality=given.confidentiality,
        description=written(state.known_subject, "description", given.description),
        origin=written(state.known_subject, "origin", given.origin),
        collectors=pair_of_the_team(given.collectors, state, desk),
        sha256=given.sha256,
        obtained_on=desk.happened("obtained_on", given.obtained_on, not_before=state.started_on),
    )


@dataclass(frozen=True, slots=True, repr=False)
class AddEvidence(Command[Supervision]):
    allowed_in: ClassVar = frozenset({Status.CHECKING})
    evidence: Evidence

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return units_of_the_team(state)

    def decide(self, state: Supervision, desk: Desk) -> tuple[EvidenceAdded, ...]:
        return (evidence_added(self.evidence, state, desk),)


class TalkNotVoluntary(Rejected):
    """国有企业管理人员处分条例 §27: no force, no threat, no enticement."""

    code = "talk_not_voluntary"
    says = "A talk that was not voluntary must not be used and is not recorded."


@dataclass(frozen=True, slots=True, repr=False)
class LogTalk(Command[Supervision]):
    """A talk of at least two members, held of the other's free will."""

    allowed_in: ClassVar = frozenset({Status.CHECKING})
    talked_on: date
    means: Means
    officers: Annotated[tuple[OfficerRef, ...], Several(1, 10), OF_THE_TEAM]
    minutes: LongText
    is_voluntary: Declaration

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return units_of_the_team(state)

    def decide(self, state: Supervision, desk: Desk) -> tuple[TalkLogged, ...]:
        if not self.is_voluntary:
            raise TalkNotVoluntary(flag_field="is_voluntary")
        present = pair_of_the_team(self.officers, state, desk)
        day = desk.happened("talked_on", self.talked_on, not_before=state.started_on)
        return (TalkLogged(self.means, present, written(state.known_subject, "minutes", self.minutes), day),)
