"""The log as JSON Lines: one event per line, every personal value told as sealed."""

from dataclasses import fields
from typing import IO, Any, cast

import msgspec

from domain.kernel import Event
from domain.recording import day_alone, moment_alone
from domain.values import Personal
from service.access.texts import guarded_fields
from service.exports.seen_log import Progress, SeenLog
from service.sealing.vault import SEALED
from service.store.stored_actors import told_actor


def write_jsonl(file: IO[bytes], log: SeenLog, progress: Progress) -> int:
    """Writes each event with its place, when it was recorded and by whom, and its facts; returns their number."""
    count = 0
    for recorded in log.in_order():
        told = {
            "stream": recorded.stream,
            "version": recorded.version,
            "event": recorded.event.NAME,
            "recorded_at": moment_alone(recorded.at),
            "recorded_on": day_alone(recorded.at),
            "by": told_actor(recorded.by),
            "facts": _facts(recorded.event),
        }
        file.write(msgspec.json.encode(told, enc_hook=_hidden) + b"\n")
        count += 1
        progress(recorded.position, log.upto)
    return count


def _facts(event: Event) -> dict[str, Any]:
    """The facts of an event, those that are guarded told as sealed."""
    told = {each.name: getattr(event, each.name) for each in fields(cast(Any, event))}
    return told | dict.fromkeys(guarded_fields(type(event)), SEALED)


def _hidden(value: Any) -> Any:
    if isinstance(value, Personal):
        return SEALED
    raise NotImplementedError(type(value))
