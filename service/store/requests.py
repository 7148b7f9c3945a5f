"""What one request to the ledger carries, what it needs of the streams as loaded, and what is told and kept of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.actors import Actor, officer_of
from domain.agreements import Part, parts_of
from domain.catalogue import BY_KIND
from domain.kernel import Command, Desk, Recorded
from domain.organisation.officer import OFFICER
from domain.organisation.unit import UNIT
from domain.unit_tree import UnitTree
from domain.values import Content
from service.store.codec import Circumstance
from service.store.existing import Knows
from service.store.repeats import body_mac
from service.store.steps import Outcome, Step
from service.store.work import NotLoaded, Work

Allows = Callable[[Any, Callable[[], Desk]], bool]
"""Tells of a state whether whoever asks may give the command on it, and where it is to be decided."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, by whom, and the digest of its idempotency key."""

    steps: Sequence[Step]
    by: Actor
    digest: str | None
    expected_version: int | None
    reason: str | None
    knows: Knows | None
    allows: Allows | None
    question: Callable[[Sequence[Recorded]], None]
    places: UnitTree
    told: Callable[[Any], Any] | None = None

    @property
    def first(self) -> UUID:
        return self.steps[0].stream


def no_question(_history: Sequence[Recorded]) -> None:
    """Nothing is asked."""


def parts_of_step(work: Work, step: Step) -> Sequence[Part]:
    """What an agreement carries out together with the step, in the state that the streams have reached."""
    return parts_of(step.stream, work.states[step.stream], step.command)


def require_loaded(work: Work, parts: Sequence[Part]) -> None:
    """Raises NotLoaded for streams that the parts write and that were not loaded."""
    missing = {part.stream: BY_KIND[part.kind] for part in parts if part.stream not in work.subjects}
    if missing:
        raise NotLoaded(missing)


def require_actor(work: Work, command: Command[Any], by: Actor) -> None:
    """Raises NotLoaded where the command reads the officer who acts and that was not loaded."""
    officer = officer_of(by)
    if command.reads_actor and officer is not None and officer not in work.states:
        raise NotLoaded({officer: OFFICER})


def require_read(work: Work, streams: Iterable[tuple[str, UUID]]) -> None:
    """Raises NotLoaded for streams that were not loaded."""
    missing = {stream: BY_KIND[kind] for kind, stream in streams if stream not in work.states}
    if missing:
        raise NotLoaded(missing)


def require_units(work: Work, units: Iterable[UUID]) -> None:
    """Raises NotLoaded for units that were not loaded."""
    missing = {unit: UNIT for unit in units if unit not in work.states}
    if missing:
        raise NotLoaded(missing)


def outcome_of(work: Work, first: UUID, recorded: tuple[Recorded, ...], position: int) -> Outcome:
    """What is told of the first stream once everything is decided, and stored where there was anything to store."""
    return Outcome(
        stream=first,
        version=work.versions[first],
        position=position,
        recorded=recorded,
        is_repeat=False,
        opening=work.opening(first),
        state=work.states[first],
    )


def circumstance_of(work: Work, request: Request, now: datetime) -> Circumstance:
    """What the envelopes say of the request: by whom and when, and sealed or as digests its key, body and reason."""
    if not (request.digest or request.reason):
        return Circumstance(request.by, now)
    key = work.envelope_key(request.first)
    body = body_mac(request.steps, key) if request.digest else None
    reason = Content(key.subject, "envelope/reason", request.reason) if request.reason else None
    return Circumstance(request.by, now, request.digest, body, reason)
