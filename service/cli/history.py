"""The verb that tells the life of one case, event by event; personal texts stay sealed, for every operator."""

import argparse
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.catalogue import BY_EVENT
from domain.kernel import Recorded, fold
from domain.numbers import CROCKFORD
from domain.recording import day_alone, moment_alone
from domain.values import Personal
from projections.catalogue import CASE_VIEWS
from service.cli.console import Answer, Console, Refused, Verbs, add_verb
from service.cli.life import say_life, told_at
from service.cli.opening import opened
from service.edge.running import Service
from service.kinds.case_file import CaseFile
from service.office.cases import AsOf, AsOfAhead, row_after
from service.sealing.vault import SEALED
from service.store.stored_actors import told_actor
from service.words.sentences import LANGUAGES, language_of

CASE_NUMBER = re.compile(rf"[A-Z]+-[A-Z0-9-]+-\d{{4}}-([{CROCKFORD}]{{8}})")
NUMBER_BITS = 40


def add_verbs(verbs: Verbs) -> None:
    """`history`."""
    parser = add_verb(verbs, "history", "tell a case event by event, and its state then", _history)
    parser.add_argument("case", metavar="CASE", help="a case number or an id")
    parser.add_argument(
        "--as-of",
        metavar="T",
        type=as_of,
        default=AsOf(),
        help="as it was at a moment such as 2026-03-03T09:00:00+08:00, a version such as 3, or a position such as p120",
    )
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=language_of(os.environ),
        help="of what is told (default: the terminal's, as LC_ALL, LC_MESSAGES or LANG name it)",
    )


def as_of(text: str) -> AsOf:
    """The point that was meant; a moment needs its offset."""
    if re.fullmatch(r"[0-9]{1,18}", text):
        return AsOf(version=int(text))
    if re.fullmatch(r"p[0-9]{1,18}", text):
        return AsOf(position=int(text[1:]))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} is no version, no position and no moment with an offset")
    return AsOf(moment=moment)


def _history(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        stream, told = _told(service, arguments.case)
        _require_reached(service, arguments.as_of, len(told))
        known = tuple(recorded for recorded in told if arguments.as_of.holds(recorded, service.settings.timezone))
        if not known:
            first = told_at(told[0].at, service.settings.timezone)
            raise Refused(f"the case was not there yet then: its first event was recorded at {first}")
        aggregate = BY_EVENT[type(known[0].event)]
        state = fold(aggregate, (recorded.event for recorded in known))
        if not console.wants_json:
            row = row_after(aggregate, known, state) if aggregate.kind in CASE_VIEWS else {}
            say_life(service, console, CaseFile(stream, aggregate, known, state, row), arguments.language)
    return Answer(
        {
            "case": stream,
            "kind": aggregate.kind,
            "version": known[-1].version,
            "status": aggregate.status_of(state),
            "events": [_event_facts(recorded) for recorded in known],
            "state": _plain(state),
        }
    )


def _told(service: Service, given: str) -> tuple[UUID, Sequence[Recorded]]:
    """The stream that was meant and everything recorded in it."""
    for stream in _candidates(service, given):
        told = service.ledger.history(stream)
        if told and (_is_id(given) or getattr(told[0].event, "case_no", None) == given.strip().upper()):
            return stream, told
    raise Refused(f"there is no case {given}: give its number or its id")


def _require_reached(service: Service, point: AsOf, version: int) -> None:
    try:
        service.cases.require_reached(point, version)
    except AsOfAhead as ahead:
        raise Refused(str(ahead)) from None


def _candidates(service: Service, given: str) -> list[UUID]:
    """The streams that may be meant: a case number holds the first forty bits of the case's id."""
    if _is_id(given):
        return [UUID(given)]
    found = CASE_NUMBER.fullmatch(given.strip().upper())
    if found is None:
        return []
    bits = 0
    for character in found[1]:
        bits = bits << 5 | CROCKFORD.index(character)
    lowest = bits << (128 - NUMBER_BITS)
    query = "SELECT DISTINCT originator_id AS id FROM events WHERE originator_id BETWEEN %s AND %s"
    highest = lowest | ((1 << (128 - NUMBER_BITS)) - 1)
    with service.reading.get_connection() as connection:
        return [row["id"] for row in connection.execute(query, (UUID(int=lowest), UUID(int=highest)))]


def _is_id(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


def _event_facts(recorded: Recorded) -> dict[str, Any]:
    return {
        "version": recorded.version,
        "position": recorded.position,
        "event": recorded.event.NAME,
        "by": told_actor(recorded.by),
        "at": moment_alone(recorded.at),
        "on": day_alone(recorded.at),
        "facts": _plain(recorded.event),
    }


def _plain(facts: Any) -> dict[str, Any]:
    """A fact or a state as values that JSON knows, every personal text hidden."""
    return {each.name: _value(getattr(facts, each.name)) for each in fields(facts)}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _value(one) for key, one in value.items()}
    return msgspec.to_builtins(value, enc_hook=_hide)


def _key(key: Any) -> str:
    return "/".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)


def _hide(value: Any) -> Any:
    if isinstance(value, Personal):
        return SEALED
    if isinstance(value, Mapping):
        return _value(value)
    raise NotImplementedError(type(value))
