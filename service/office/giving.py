"""Carrying out what a caller asks of a record, the same way through every door."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from domain.actors import Actor
from domain.catalogue import BY_EVENT
from domain.kernel import Aggregate, Command, Recorded, fold
from domain.organisation.unit import UNIT
from domain.titles import NamesOfPersons, ask_whether_meant
from domain.units import active
from projections.catalogue import showing
from service.access.acting import RoleRefused, actor_for, meant, opening_scope
from service.access.decisions import Denied
from service.access.visibility import may_act, scope_of
from service.kinds.kind import Kind
from service.machine.database import Database
from service.office.cases import Cases
from service.office.telling_apart import is_told_whole, outcome_told, stale_for, version_stored
from service.office.titles import OfficersNames, texts_asked_about
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.steps import Caller, KeyReused, Outcome, StaleVersion, Step, UnknownStream, created_stream
from service.views.engine import Engine


@dataclass(frozen=True, slots=True)
class Asked:
    """A command of a kind, who asks for it, and the key by which a repeat is known.

    `stream` is the record that it changes and `seen` the version that the caller saw of it; where both are None the
    command opens a record.
    """

    kind: Kind
    command: Command[Any]
    caller: Caller
    key: str
    stream: UUID | None = None
    seen: int | None = None
    reason: str | None = None

    @property
    def settles(self) -> bool:
        """Whether the command changes for whom a case exists."""
        return any(offer.settles for offer in self.kind.offers if offer.command is type(self.command))


class Giving:
    """Gives commands: finds who acts and on what, tries who is named, executes, and settles what decides on access."""

    def __init__(self, ledger: Ledger, reading: Database, engine: Engine, cases: Cases, vault: Vault) -> None:
        self._ledger = ledger
        self._officers = OfficersNames(reading, vault)
        self._engine = engine
        self._cases = cases

    def give(self, asked: Asked) -> Outcome:
        """What was stored. Raises Denied, RoleNeeded and RoleRefused, and whatever the ledger raises."""
        by = self._actor(asked)
        target = _target(asked, by)
        outcome = self._executed(asked, by, target)
        if asked.kind.settles:
            self._engine.catch_up(asked.kind.settles)
        if asked.settles:
            self._engine.catch_up(showing(asked.kind.aggregate.kind), outcome.position)
        return outcome

    def target(self, asked: Asked) -> UUID:
        """The record that the command changes or opens. Raises Denied, RoleNeeded, RoleRefused and UnknownStream."""
        return _target(asked, self._actor(asked))

    def _actor(self, asked: Asked) -> Actor:
        """Who acts: where several roles allow it somewhere, the one that allows it on this record."""
        command = type(asked.command)
        if asked.stream is None:
            return self._opener(asked)
        if asked.caller.is_service or len(meant(asked.caller, command)) == 1:
            return actor_for(asked.caller, command)
        state = self._state(asked.kind.aggregate, asked.stream)
        try:
            return actor_for(asked.caller, command, scope=scope_of(state))
        except (Denied, RoleRefused):
            raise UnknownStream(asked.stream.hex) from None

    def _opener(self, asked: Asked) -> Actor:
        """Who opens a record; of a unit that nobody can act for, the one who named it is told so."""
        try:
            return actor_for(asked.caller, type(asked.command), scope=opening_scope(asked.command))
        except (Denied, RoleRefused):
            if unit := getattr(asked.command, "unit", None):
                active(self._state(UNIT, unit), unit)
            raise

    def _state(self, aggregate: Aggregate[Any], stream: UUID) -> Any:
        """The state of the record, the first one where it is of another kind."""
        history = self._ledger.history(stream)
        is_such = bool(history) and BY_EVENT[type(history[0].event)] is aggregate
        return fold(aggregate, (each.event for each in history if is_such))

    def _executed(self, asked: Asked, by: Actor, target: UUID) -> Outcome:
        if asked.stream is not None and not is_told_whole(asked.caller.roles, asked.kind.aggregate.kind):
            return self._executed_apart(asked, by, target)
        return self._stored(asked, by, target, asked.seen)

    def _executed_apart(self, asked: Asked, by: Actor, target: UUID) -> Outcome:
        """The same where some readers are told a part of the record: versions are those that the caller counts."""
        kind, history = asked.kind.aggregate.kind, self._ledger.history(target)
        state = fold(asked.kind.aggregate, (each.event for each in history))
        seen = asked.seen
        if seen is not None and history:
            seen = version_stored(asked.caller, kind, state, history, seen)
        try:
            outcome = self._stored(asked, by, target, seen)
        except StaleVersion as stale:
            raise stale_for(asked.caller, kind, state, history, asked.seen or stale.seen) from None
        return outcome_told(asked.caller, kind, outcome, self._ledger.history(target))

    def _stored(self, asked: Asked, by: Actor, target: UUID, seen: int | None) -> Outcome:
        try:
            return self._ledger.execute(
                [Step(target, asked.command)],
                by,
                asked.key,
                seen,
                asked.reason,
                knows=None if asked.stream is None else _knowing(asked, by),
                question=self._question(asked),
                places=asked.caller.units if asked.caller.units.known else None,
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


def _knowing(asked: Asked, by: Actor) -> Callable[[Any], bool]:
    """Tells of a state whether a record of the kind exists for the caller in the role that acts."""
    return partial(may_act, asked.caller, by, asked.kind.aggregate.kind, type(asked.command))


def _target(asked: Asked, by: Actor) -> UUID:
    if asked.stream is not None:
        return asked.stream
    named = asked.kind.stream_of
    return named(asked.command) if named else created_stream(by, asked.key)
