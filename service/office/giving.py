"""Carrying out what a caller asks of a record, the same way through every door."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from domain.actors import Actor, OfficerActing
from domain.catalogue import BY_EVENT
from domain.kernel import Aggregate, Command, Recorded, fold
from domain.organisation.unit import UNIT
from domain.roles import Held, Role
from domain.titles import NamesOfPersons, ask_whether_meant
from domain.units import active
from projections.catalogue import showing
from service.access.acting import RoleRefused, actor_for, meant, opening_scope
from service.access.decisions import Denied
from service.access.proof import require_proof
from service.access.visibility import exists_for, may_act, scope_of
from service.kinds.kind import CaseKind, Kind
from service.machine.database import Database
from service.office.acting_on import anybody, held_to_act, unable_to
from service.office.cases import Cases
from service.office.telling_apart import Partly, partly
from service.office.titles import OfficersNames, texts_asked_about
from service.sealing.vault import Vault
from service.store.existing import Knows
from service.store.ledger import Ledger
from service.store.requests import Allows
from service.store.steps import Busy, Caller, KeyReused, Outcome, StaleVersion, Step, UnknownStream, created_stream
from service.views.engine import Engine

RACES = 16
"""How often somebody is overtaken by what he or she is not told of, before it is told that the record is busy."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command of a kind, who asks for it, and the key by which a repeat is known.

    `stream` is the record that it changes and `seen` the version that the caller saw of it; where both are None the
    command opens a record. `also` are steps of the service's own that are stored with it or not at all.
    """

    kind: Kind
    command: Command[Any]
    caller: Caller
    key: str
    stream: UUID | None = None
    seen: int | None = None
    reason: str | None = None
    also: tuple[Step, ...] = ()


class Giving:
    """Gives commands: finds who acts and on what, tries who is named, executes, and settles what decides on access."""

    def __init__(self, ledger: Ledger, reading: Database, engine: Engine, cases: Cases, vault: Vault) -> None:
        self._ledger = ledger
        self._officers = OfficersNames(reading, vault)
        self._engine = engine
        self._cases = cases

    def give(self, asked: Asked) -> Outcome:
        """What was stored. Raises Denied, RoleNeeded, RoleRefused and ProofLacking, and whatever the ledger raises."""
        outcome = self.store(asked)
        self.settle(asked.kind, type(asked.command), outcome.position)
        return outcome

    def store(self, asked: Asked) -> Outcome:
        """The same, without settling: whoever stores several settles them at once."""
        by = self._actor(asked)
        require_proof(asked.caller, type(asked.command))
        return self._executed(asked, by, _target(asked, by))

    def settle(self, kind: Kind, command: type[Command[Any]], position: int) -> None:
        """Brings up to date what such a command changes of who may do what, and for whom records exist."""
        if kind.settles:
            self._engine.catch_up(kind.settles)
        if any(offer.settles for offer in kind.offers if offer.command is command):
            self._engine.catch_up(showing(kind.aggregate.kind), position)

    def target(self, asked: Asked) -> UUID:
        """The record that the command changes or opens. Raises Denied, RoleNeeded, RoleRefused and UnknownStream."""
        return _target(asked, self._actor(asked))

    def is_known(self, asked: Asked) -> bool:
        """Whether the record that the command changes exists for whoever asks, whatever may be done there."""
        if asked.stream is None:
            return False
        kind = asked.kind.aggregate
        try:
            self._ledger.existing.history(kind, asked.stream, partial(exists_for, asked.caller, kind.kind))
        except UnknownStream:
            return False
        return True

    def _actor(self, asked: Asked) -> Actor:
        """Who acts: where several roles allow it somewhere, the one that allows it on this record."""
        command = type(asked.command)
        if asked.stream is None:
            return self._opener(asked)
        if asked.caller.is_service or len(meant(asked.caller, command)) == 1:
            return actor_for(asked.caller, command)
        scope = self._ledger.existing.scope(asked.kind.aggregate, asked.stream)
        try:
            return actor_for(asked.caller, command, scope=scope)
        except (Denied, RoleRefused):
            return self._standing_in(asked, asked.stream)

    def _standing_in(self, asked: Asked, stream: UUID) -> Actor:
        """Who acts for the unit above where a rule about persons keeps everybody of the unit from it."""
        kind, command = asked.kind.aggregate, type(asked.command)
        history = self._ledger.existing.history(kind, stream, partial(exists_for, asked.caller, kind.kind))
        state = fold(kind, (each.event for each in history))
        unable = unable_to(command, state, asked.caller, lambda: self._ledger.desk(stream, anybody(Role.AUDITOR)))
        try:
            return actor_for(asked.caller, command, scope=scope_of(state), unable=unable)
        except (Denied, RoleRefused):
            raise UnknownStream(stream.hex) from None

    def _opener(self, asked: Asked) -> Actor:
        """Who opens a record; of a unit that nobody can act for, the one who named it is told so."""
        try:
            return actor_for(asked.caller, type(asked.command), scope=opening_scope(asked.command))
        except (Denied, RoleRefused):
            if unit := getattr(asked.command, "unit", None):
                active(self._state(UNIT, unit), unit)
            raise

    def _state(self, aggregate: Aggregate[Any], stream: UUID) -> Any:
        """The state of the record."""
        return _folded(aggregate, self._ledger.history(stream))

    def _executed(self, asked: Asked, by: Actor, target: UUID) -> Outcome:
        kind = asked.kind.aggregate.kind
        part = asked.kind.reading.part
        is_told_all = part is not None and not asked.caller.roles & part.roles and not _acts_on_papers(asked)
        if asked.stream is None or is_told_all or not _is_told_in_parts(asked.kind):
            return self._stored(asked, by, target, asked.seen)
        history = self._history_for(asked, by, target)
        known = partly(asked.caller, kind, _folded(asked.kind.aggregate, history), history, asked.command)
        return self._stored(asked, by, target, asked.seen) if known is None else self._executed_partly(asked, by, known)

    def _history_for(self, asked: Asked, by: Actor, target: UUID) -> list[Recorded]:
        """The history of the record for whoever acts on it.

        Steps on papers may take them from who took the steps: the ledger tells whether it is a repeat.
        """
        if asked.kind.reading.part is None:
            return self._ledger.history(target)
        return self._ledger.existing.history(asked.kind.aggregate, target, _knowing(asked, by))

    def _executed_partly(self, asked: Asked, by: Actor, known: Partly) -> Outcome:
        """The same for whoever is told a part of the record: versions, states and refusals are those of that part."""
        target = known.history[0].stream
        for _attempt in range(RACES):
            seen = None if asked.seen is None else known.version_stored(asked.seen)
            try:
                outcome = self._stored(asked, by, target, seen, known.part.state)
            except StaleVersion as stale:
                known = replace(known, history=self._ledger.history(target))
                if asked.seen != known.version:
                    raise StaleVersion(asked.seen or stale.seen, known.version) from None
            else:
                return replace(known, history=self._ledger.history(target)).outcome(outcome)
        raise Busy

    def _stored(
        self, asked: Asked, by: Actor, target: UUID, seen: int | None, told: Callable[[Any], Any] | None = None
    ) -> Outcome:
        try:
            return self._ledger.execute(
                [Step(target, asked.command), *asked.also],
                by,
                asked.key,
                seen,
                asked.reason,
                knows=None if asked.stream is None else _knowing(asked, by),
                allows=None if asked.stream is None else _allowing(asked, by),
                question=self._question(asked),
                places=asked.caller.units if asked.caller.units.known else None,
                told=told,
            )
        except UnknownStream as error:
            if asked.stream is not None or error.args != (target.hex,):
                raise
            raise KeyReused from error  # the key opened a record of another kind before

    def _question(self, asked: Asked) -> Callable[[Sequence[Recorded]], None]:
        """Asks whether a name of a person in a title or brief is meant to stand there.

        Names are those of officers, which all may know, and those in the case that the caller may read: the question
        tells nobody what is sealed from them.
        """
        texts = texts_asked_about(asked.command)

        def ask(history: Sequence[Recorded]) -> None:
            for names in self._names_for(asked, history) if texts else ():
                ask_whether_meant(texts, names, is_meant=False)

        return ask

    def _names_for(self, asked: Asked, history: Sequence[Recorded]) -> Iterator[NamesOfPersons]:
        yield self._officers.all()
        if history:
            yield NamesOfPersons(self._cases.names_in(asked.kind.aggregate, history, asked.caller))


def _is_told_in_parts(kind: Kind) -> bool:
    """Whether some who act on records of the kind are told a part of them."""
    return kind.reading.part is not None or (isinstance(kind, CaseKind) and bool(kind.excerpts))


def _acts_on_papers(asked: Asked) -> bool:
    """Whether the command is one that the caller may give on a paper of the record, and know of nothing else of it."""
    papers = asked.kind.excerpts if isinstance(asked.kind, CaseKind) else ()
    return any(type(asked.command) in each.commands and asked.caller.roles & each.roles for each in papers)


def _folded(aggregate: Aggregate[Any], history: Sequence[Recorded]) -> Any:
    """The state after the history, the first one where it is of another kind."""
    is_such = bool(history) and BY_EVENT[type(history[0].event)] is aggregate
    return fold(aggregate, (each.event for each in history if is_such))


def _knowing(asked: Asked, by: Actor) -> Knows:
    """Tells of a scope whether a record of the kind exists for the caller, to read or in the role that acts."""
    caller, kind, command = asked.caller, asked.kind.aggregate.kind, type(asked.command)
    return lambda scope: may_act(caller, by, kind, command, scope) or exists_for(caller, kind, scope)


def _allowing(asked: Asked, by: Actor) -> Allows:
    """Tells of a state whether the caller may give the command on it in the role that acts."""
    caller, command = asked.caller, type(asked.command)
    if not isinstance(by, OfficerActing):
        return lambda _state, _desk: True
    held = Held(by.role, by.unit)
    return lambda state, desk: held in held_to_act(command, state, caller, desk)


def _target(asked: Asked, by: Actor) -> UUID:
    if asked.stream is not None:
        return asked.stream
    named = asked.kind.stream_of
    return named(asked.command) if named else created_stream(by, asked.key)
