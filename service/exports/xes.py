"""The log as XES (IEEE 1849): each case a trace, each of its events an event of the trace."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import groupby
from typing import IO
from xml.sax.saxutils import quoteattr

from domain.actors import Actor, FilerActing, OfficerActing, ServiceActing
from domain.catalogue import BY_EVENT, CASES
from domain.kernel import Recorded
from domain.recording import day_alone, latest
from service.exports.parts import facts
from service.exports.seen_log import Progress, SeenLog
from service.machine.plain_files import texts

CASE_KINDS = frozenset(aggregate.kind for aggregate in CASES)
ELEMENTS = {"string": "string", "integer": "int", "boolean": "boolean"}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/>\
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""


def write_xes(out: IO[bytes], log: SeenLog, progress: Progress) -> int:
    """Writes every case as a trace under its number; returns the number of events.

    The format knows moments alone: an event of which only the day is known stands at its last instant, and names it.
    """
    count, total = 0, log.count()
    with texts(out, "utf-8", "\n") as file:
        file.write(HEAD)
        of_cases = (each for each in log.by_stream() if BY_EVENT[type(each[0].event)].kind in CASE_KINDS)
        for _stream, events in groupby(of_cases, lambda each: each[0].stream):
            count += _write_trace(file, log, events)
            progress(count, total)
        file.write("</log>\n")
    return count


def _write_trace(file: IO[str], log: SeenLog, events: Iterator[tuple[Recorded, bool]]) -> int:
    """The first event names the case, told or not."""
    count = 0
    for recorded, is_told in events:
        if recorded.version == 1:
            file.write("<trace>" + "".join(_about(recorded)) + "\n")
        if is_told:
            file.write("<event>" + "".join(_told(recorded, log.zone)) + "</event>\n")
            count += 1
    file.write("</trace>\n")
    return count


def _about(first: Recorded) -> Iterator[str]:
    yield _attribute("string", "concept:name", str(getattr(first.event, "case_no", first.stream)))
    yield _attribute("string", "case", str(first.stream))
    yield _attribute("string", "kind", BY_EVENT[type(first.event)].kind)


def _told(recorded: Recorded, zone: tzinfo) -> Iterator[str]:
    yield _attribute("string", "concept:name", recorded.event.NAME)
    yield _attribute("date", "time:timestamp", latest(recorded.at, zone).isoformat())
    if day := day_alone(recorded.at):
        yield _attribute("string", "recorded_on", day.isoformat())
    yield from _acting(recorded.by)
    yield from (_attribute(ELEMENTS[each.type], each.name, text) for each, text in facts(recorded.event))


def _acting(actor: Actor) -> Iterator[str]:
    """Who acted, as the organisational extension says it: a resource, its role and its group."""
    match actor:
        case OfficerActing():
            yield _attribute("string", "org:resource", str(actor.officer))
            yield _attribute("string", "org:role", actor.role)
            yield _attribute("string", "org:group", str(actor.unit))
        case FilerActing():
            yield _attribute("string", "org:role", "filer")
        case ServiceActing():
            yield _attribute("string", "org:resource", f"service/{actor.name}")


def _attribute(element: str, key: str, value: str) -> str:
    return f"<{element} key={quoteattr(key)} value={quoteattr(value)}/>"
