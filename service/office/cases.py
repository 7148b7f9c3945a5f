"""One case as readers see it: its row, clocks, timeline, what can be done now and what not yet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, tzinfo
from functools import cache, partial
from typing import Any
from uuid import UUID

import msgspec

from domain.cases.marking import superseded
from domain.kernel import Aggregate, Command, Desk, Event, Recorded, Rejected, fold
from domain.levels import ReadFor
from domain.recording import latest
from domain.roles import Held, Role
from domain.values import Personal
from projections.catalogue import CASE_VIEWS
from projections.projection import rows_after
from service.access.case_reader import CaseReader, is_protected, visit_of
from service.access.proof import is_good_for
from service.access.texts import closed_fields, row_told, texts_open, texts_open_at
from service.access.trace import Trace
from service.access.visibility import exists_for, held_in, is_told, part_for, reasons_in, roles_for
from service.kinds.case_file import CaseFile
from service.kinds.reading import Part
from service.office.acting_on import anybody, bar_for, desks_of, held_to_act
from service.office.opening import event_of, opened_rows
from service.office.telling_apart import told_of
from service.sealing.pseudonyms import Pseudonyms
from service.sealing.readers import NOBODY, Chore, Machine, Reader
from service.sealing.seal import Token
from service.sealing.vault import ERASED, SEALED, Vault
from service.store.ledger import Ledger
from service.store.recorder import Recorder
from service.store.steps import Caller, UnknownStream
from service.words.sentences import no_op as _


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point in the life of a case: a moment of recording, a position of the log, or a version; or now."""

    moment: datetime | None = None
    position: int | None = None
    version: int | None = None

    def holds(self, recorded: Recorded, zone: tzinfo) -> bool:
        """Whether the event had been recorded by then; a day alone counts as its last instant in the zone."""
        return (
            (self.moment is None or latest(recorded.at, zone) <= self.moment)
            and (self.position is None or recorded.position <= self.position)
            and (self.version is None or recorded.version <= self.version)
        )


NOW = AsOf()
NAMES = ("name", "representatives")
"""Fields of events that name the persons who filed."""


class AsOfAhead(Exception):
    """A version, position or moment that has not come yet: what will stand there nobody knows."""

    def __init__(self, says: str, **facts: object) -> None:
        super().__init__(says.format(**facts))
        self.says = says
        self.facts = facts


def row_after(
    aggregate: Aggregate[Any], history: Sequence[Recorded], state: Any, part: Part | None = None
) -> Mapping[str, Any]:
    """The row of the case view after the events, which have led to the state; of a part the one that tells it."""
    case = history[0].stream
    return rows_after(CASE_VIEWS[aggregate.kind], history, state)[part.row(case) if part else case]


@dataclass(frozen=True, slots=True)
class NotYet:
    """A command that a visible rule still forbids, and the day from which it will pass, where time alone decides."""

    command: type[Command[Any]]
    rejection: Rejected


def _parts(record: Any, allowed: Mapping[Token, Any]) -> dict[str, Any]:
    return {each.name: _shown(getattr(record, each.name), allowed) for each in fields(record)}


def _shown(value: Any, allowed: Mapping[Token, Any]) -> Any:
    if isinstance(value, Personal):
        found = allowed.get(value.token) if isinstance(value.token, Token) else None
        return SEALED if found is None else found
    if isinstance(value, tuple):
        return tuple(_shown(each, allowed) for each in value)
    return _parts(value, allowed) if is_dataclass(value) else value


def _closed(case: CaseFile, event: Event) -> dict[str, Any]:
    """What stands in the clear in the event and is not for whoever reads the case."""
    return dict.fromkeys(closed_fields(case.opens, type(event)), SEALED)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _tokens(event: object) -> Iterator[Token]:
    found: list[Token] = []

    def collected(value: Any) -> Any:
        if isinstance(value, Personal) and isinstance(value.token, Token):
            found.append(value.token)
            return None
        raise NotImplementedError(type(value))

    msgspec.to_builtins(event, enc_hook=collected)
    return iter(found)


class Cases:
    """Opens cases for readers, and says what each may do."""

    def __init__(
        self,
        ledger: Ledger,
        recorder: Recorder,
        vault: Vault,
        trace: Trace,
        now: Callable[[], datetime],
        zone: tzinfo,
        pseudonyms: Pseudonyms,
    ) -> None:
        self._ledger = ledger
        self._recorder = recorder
        self._vault = vault
        self._trace = trace
        self._now = now
        self._zone = zone
        self._pseudonyms = pseudonyms

    def require_reached(self, as_of: AsOf, version: int = 0) -> None:
        """Raises AsOfAhead for a point that lies ahead of the present moment, of the log, or of the case's version."""
        if as_of.version is not None and as_of.version > version:
            raise AsOfAhead(
                _("The case has come to version {reached}; it has no version {asked} yet."),
                reached=version,
                asked=as_of.version,
            )
        now = self._now().astimezone(self._zone)
        if as_of.moment is not None and as_of.moment > now:
            raise AsOfAhead(
                _("The moment {asked} lies in the future; it is {reached} now."),
                reached=now.isoformat(timespec="seconds"),
                asked=as_of.moment.isoformat(),
            )
        if as_of.position is not None and as_of.position > (self._recorder.max_notification_id() or 0):
            raise AsOfAhead(_("The log has not come to this position yet."))

    def open(
        self,
        aggregate: Aggregate[Any],
        stream: UUID,
        caller: Caller,
        as_of: AsOf = NOW,
        purpose: ReadFor | None = None,
    ) -> CaseFile:
        """The case as it was, for one answer; without a purpose what is confidential stays closed.

        Raises UnknownStream where there is none of that kind, was none then, or none that the caller may know of now;
        AsOfAhead for a point that has not come yet, and TraceUnavailable.
        """
        whole = self._ledger.existing.history(aggregate, stream, partial(exists_for, caller, aggregate.kind))
        whole_state = fold(aggregate, (recorded.event for recorded in whole))
        roles = roles_for(caller, aggregate.kind, whole_state)
        part = part_for(caller, aggregate.kind, roles)
        told = told_of(part, whole) if part else whole
        self.require_reached(as_of, len(told))
        history = tuple(recorded for recorded in told if as_of.holds(recorded, self._zone))
        if not history:
            raise UnknownStream(stream.hex)
        stored, state = whole, whole_state
        if as_of != NOW:
            stored = [recorded for recorded in whole if recorded.position <= history[-1].position]
            state = fold(aggregate, (recorded.event for recorded in stored))
        row = row_after(aggregate, stored, state, part)
        reader = self._reader(aggregate, whole, whole_state, caller, purpose)
        opens = texts_open_at(caller, aggregate.kind, whole_state, self._now())
        view = CASE_VIEWS[aggregate.kind]
        rows = opened_rows(self._vault, view, [row_told(opens, view, row)], lambda _row: opens, reader)
        reasons = reasons_in(caller, aggregate.kind, whole_state)
        as_told = part.state(state) if part else state
        return CaseFile(stream, aggregate, history, as_told, rows[0], as_of != NOW, roles, reasons, reader, opens)

    def _reader(
        self, aggregate: Aggregate[Any], whole: Sequence[Recorded], state: Any, caller: Caller, purpose: ReadFor | None
    ) -> Reader:
        if caller.is_service:
            return NOBODY
        held = held_in(caller, aggregate.kind, state)
        visit = visit_of(caller, held, aggregate.kind, whole[0].stream, state)
        return CaseReader(self._trace, visit, is_protected(state, whole[0].event), purpose)

    def possible(self, case: CaseFile, caller: Caller) -> tuple[list[type[Command[Any]]], list[NotYet]]:
        """What the caller may do now, and what is worth waiting for because only a visible rule still forbids it.

        Never what access forbids, nor what has nothing to act upon; and nothing on a case as it was in the past.
        """
        if case.is_past:
            return [], []
        desk = cache(lambda: self._ledger.desk(case.stream, anybody(Role.AUDITOR)))
        now: list[type[Command[Any]]] = []
        later: list[NotYet] = []
        for command in case.aggregate.commands:
            held = self._held(case, command, caller, desk)
            if not held:
                continue
            rejection = bar_for(command, case.state, desks_of(caller, held, desk()))
            if rejection is None:
                now.append(command)
            elif rejection.is_visible and not rejection.is_moot:
                later.append(NotYet(command, rejection))
        return now, later

    def _held(
        self, case: CaseFile, command: type[Command[Any]], caller: Caller, desk: Callable[[], Desk]
    ) -> list[Held]:
        """The roles in which the caller may give the command where the case stands, with what the caller came with."""
        is_possible = case.aggregate.status_of(case.state) in command.allowed_in
        if not is_possible or not is_good_for(caller, command):
            return []
        return held_to_act(command, case.state, caller, desk)

    def facts_for(self, case: CaseFile, caller: Caller) -> list[dict[str, Any]]:
        """The data of each event, as JSON values: texts opened where the caller may read them, else marked sealed."""
        return [msgspec.to_builtins(facts) for facts in self._opened_for(case, caller)]

    def _opened_for(self, case: CaseFile, caller: Caller) -> list[dict[str, Any]]:
        """The data of each event that the caller is told of, personal values in the form that their fields declare."""
        replaced = {text.token for text in superseded((each.version, each.event) for each in case.history)}
        tokens = {token for recorded in case.history for token in _tokens(recorded.event)} - replaced
        allowed = self._vault.open_allowed(
            tokens, lambda token, key_class: case.opens(key_class, event_of(token), token.sealed.f), case.reader
        )
        told = [(recorded.event, is_told(caller, recorded.event.NAME, case.roles)) for recorded in case.history]
        veiled = self._pseudonyms.event
        return [
            _parts(veiled(caller.who, event), allowed) | _closed(case, event) if is_open else {}
            for event, is_open in told
        ]

    def names_in(self, aggregate: Aggregate[Any], history: Sequence[Recorded], caller: Caller) -> list[str]:
        """The names of persons in the case that the caller may read, an erased one left out."""
        state = fold(aggregate, (recorded.event for recorded in history))
        roles = roles_for(caller, aggregate.kind, state)
        opens, asking = texts_open(caller, aggregate.kind, state), Machine(Chore.ASKING)
        case = CaseFile(
            history[0].stream, aggregate, tuple(history), state, {}, roles=roles, reader=asking, opens=opens
        )
        facts = self._opened_for(case, caller)
        found = (text for each in facts for name in NAMES if name in each for text in _several(each[name]))
        return [text for text in found if isinstance(text, str) and text != ERASED]

    def events_for(self, case: CaseFile, caller: Caller) -> list[tuple[Recorded, Mapping[str, Any]]]:
        """The events that the caller is told of, as they are told, each with its data."""
        told = zip(case.history, self._opened_for(case, caller), strict=True)
        return [
            (replace(recorded, event=self._pseudonyms.event(caller.who, recorded.event)), facts)
            for recorded, facts in told
            if is_told(caller, recorded.event.NAME, case.roles)
        ]
