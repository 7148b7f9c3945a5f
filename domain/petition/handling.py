"""Handling: handlers start, the petitioner is heard, and evidence is gathered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import EvidenceKind, Status
from domain.petition.events import (
    EvidenceAdded,
    HandlingStarted,
    SubmitterAsked,
    TalkRecorded,
)
from domain.petition.serving import HANDLER, PRESENT
from domain.petition.state import Petition
from domain.separation import at_least_two
from domain.values import LongText, OfficerRef, Several, Text, written


class ReviewerDoesNotHandle(Rejected):
    """信访工作条例 §35: who reviewed an answer has no part in handling the matter again."""

    code = "reviewer_does_not_handle"
    says = "The officer {officer} is or was named for a review of this matter and does not handle it. Choose another."


def had_no_part_in_a_review(officers: Iterable[OfficerRef], state: Petition, field: str) -> None:
    """Tries whoever is to handle the matter. Raises ReviewerDoesNotHandle."""
    if reviewed := [each for each in officers if each in state.reviewers]:
        raise ReviewerDoesNotHandle(officer=reviewed[0], field=field)


@dataclass(frozen=True, slots=True, repr=False)
class StartHandling(Command[Petition]):
    """At least one handler; one who is named twice counts once."""

    allowed_in: ClassVar = frozenset({Status.ACCEPTED})
    handlers: Annotated[tuple[OfficerRef, ...], Several(1, 10), HANDLER]
    started_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[HandlingStarted, ...]:
        had_no_part_in_a_review(self.handlers, state, "handlers")
        day = desk.happened("started_on", self.started_on, not_before=state.stepped_on)
        return (HandlingStarted(tuple(dict.fromkeys(self.handlers)), day),)


@dataclass(frozen=True, slots=True, repr=False)
class AskSubmitter(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    question: Annotated[str, Text(most=2_000, long=True)]
    asked_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[SubmitterAsked, ...]:
        day = desk.happened("asked_on", self.asked_on, not_before=state.accepted_on)
        return (SubmitterAsked(written(state.known_subject, "question", self.question), day),)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of at least two officers with the petitioner or somebody else who knows."""

    talked_on: date
    officers: Annotated[tuple[OfficerRef, ...], Several(1, 10), PRESENT]
    minutes: LongText


def talk_recorded(talk: Talk, state: Petition, desk: Desk, *, with_petitioner: bool) -> TalkRecorded:
    """The talk as a fact; 国有企业管理人员处分条例 §27 by analogy: at least two persons."""
    present = at_least_two(talk.officers)
    day = desk.happened("talked_on", talk.talked_on, not_before=state.received_on)
    return TalkRecorded(with_petitioner, present, written(state.known_subject, "minutes", talk.minutes), day)


@dataclass(frozen=True, slots=True, repr=False)
class RecordTalk(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    talk: Talk
    with_petitioner: bool = True

    def decide(self, state: Petition, desk: Desk) -> tuple[TalkRecorded, ...]:
        return (talk_recorded(self.talk, state, desk, with_petitioner=self.with_petitioner),)


@dataclass(frozen=True, slots=True, repr=False)
class AddEvidence(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    kind: EvidenceKind
    description: LongText
    obtained_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[EvidenceAdded, ...]:
        day = desk.happened("obtained_on", self.obtained_on)
        return (EvidenceAdded(self.kind, written(state.known_subject, "description", self.description), day),)
