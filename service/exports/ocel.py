"""The log as OCEL 2.0 (https://www.ocel-standard.org): events of cases, units, officers and funds, in one JSON file."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import IO, Any
from uuid import UUID

import msgspec

from domain.actors import OfficerActing, ServiceActing, officer_of, role_of
from domain.catalogue import BY_EVENT, BY_KIND, CASES
from domain.kernel import Recorded
from domain.recording import day_alone, latest
from service.exports.parts import Reference, attributes, facts, references
from service.exports.seen_log import Progress, SeenLog

OBJECTS = {
    **{aggregate.kind: ("case_no",) for aggregate in CASES},
    "unit": ("code", "name"),
    "officer": (),
    "fund": ("source", "period"),
}
"""The kinds of objects and what their first event tells of them; officers are known by their references alone."""
FEW = ("unit", "officer", "fund")
"""Kinds of which a group has so few that their references are kept in memory; of cases nothing is."""


def write_ocel(file: IO[bytes], log: SeenLog, progress: Progress) -> int:
    """Writes every event with the objects it belongs to, then every object; returns the number of events."""
    named: dict[UUID, str] = {}
    file.write(b'{"objectTypes":' + msgspec.json.encode(_object_types()))
    file.write(b',"eventTypes":' + msgspec.json.encode(list(_event_types(log))))
    count = _write_list(file, "events", _events(log, named, progress))
    _write_list(file, "objects", _objects(log, named))
    file.write(b"}\n")
    return count


def _object_types() -> list[dict[str, Any]]:
    return [
        {"name": kind, "attributes": [{"name": name, "type": "string"} for name in told]}
        for kind, told in OBJECTS.items()
    ]


def _event_types(log: SeenLog) -> Iterator[dict[str, Any]]:
    for event in BY_EVENT:
        if log.sees(event):
            told = [{"name": name, "type": "string"} for name in CIRCUMSTANCES]
            told += [{"name": each.name, "type": each.type} for each in attributes(event)]
            yield {"name": event.NAME, "attributes": told}


def _write_list(file: IO[bytes], name: str, members: Iterable[dict[str, Any]]) -> int:
    file.write(f',"{name}":['.encode())
    count = 0
    for count, member in enumerate(members, 1):
        file.write((b",\n" if count > 1 else b"\n") + msgspec.json.encode(member))
    file.write(b"]")
    return count


def _events(log: SeenLog, named: dict[UUID, str], progress: Progress) -> Iterator[dict[str, Any]]:
    for recorded in log.in_order():
        told = dict.fromkeys(each for each in _references(recorded) if _is_there(log, each))
        named.update((each.target, each.kind) for each in told if each.kind in FEW)
        yield {
            "id": f"{recorded.stream}/{recorded.version}",
            "type": recorded.event.NAME,
            "time": latest(recorded.at, log.zone),
            "attributes": [*_circumstances(recorded), *_facts(recorded)],
            "relationships": [{"objectId": str(each.target), "qualifier": each.qualifier} for each in told],
        }
        progress(recorded.position, log.upto)


def _is_there(log: SeenLog, reference: Reference) -> bool:
    """Whether what is referred to is among the objects: a request is not, for whom requests are not."""
    return reference.kind in FEW or log.sees(BY_KIND[reference.kind].events[0])


CIRCUMSTANCES = ("by_role", "by_service", "recorded_on")
"""What every event tells beside its facts, where there is such: a role, what the service did, a day without moment."""


def _circumstances(recorded: Recorded) -> list[dict[str, Any]]:
    by = recorded.by
    told = (role_of(by), by.name if isinstance(by, ServiceActing) else None, day_alone(recorded.at))
    return [{"name": name, "value": str(value)} for name, value in zip(CIRCUMSTANCES, told, strict=True) if value]


def _facts(recorded: Recorded) -> list[dict[str, Any]]:
    return [{"name": each.name, "value": text} for each, text in facts(recorded.event)]


def _references(recorded: Recorded) -> Iterator[Reference]:
    """The object that the event happened to, who recorded it, and what its facts name."""
    kind = BY_EVENT[type(recorded.event)].kind
    if kind in OBJECTS:
        yield Reference("of", kind, recorded.stream)
    if officer := officer_of(recorded.by):
        yield Reference("by", "officer", officer)
    if isinstance(recorded.by, OfficerActing):
        yield Reference("for", "unit", recorded.by.unit)
    yield from references(recorded.event)


def _objects(log: SeenLog, named: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Every object as its first event tells it; then those that are named and whose first event is not seen."""
    for recorded in log.openings():
        kind = BY_EVENT[type(recorded.event)].kind
        if kind in OBJECTS:
            units = [each for each in references(recorded.event) if each.kind == "unit"]
            named.update((each.target, each.kind) for each in units if each.target not in named)
            named[recorded.stream] = ""
            yield _object(recorded, kind, units, log.zone)
    yield from ({"id": str(target), "type": kind} for target, kind in named.items() if kind)


def _object(recorded: Recorded, kind: str, units: Iterable[Reference], zone: tzinfo) -> dict[str, Any]:
    event, at = recorded.event, latest(recorded.at, zone)
    return {
        "id": str(recorded.stream),
        "type": kind,
        "attributes": [{"name": name, "value": str(getattr(event, name)), "time": at} for name in OBJECTS[kind]],
        "relationships": [{"objectId": str(each.target), "qualifier": each.qualifier} for each in units],
    }
