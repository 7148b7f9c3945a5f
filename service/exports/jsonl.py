"""The log as JSON Lines: one event per line, every personal value told as sealed."""

from typing import IO, Any

import msgspec

from domain.recording import day_alone, moment_alone
from domain.values import Personal
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
            "facts": recorded.event,
        }
        file.write(msgspec.json.encode(told, enc_hook=_hidden) + b"\n")
        count += 1
        progress(recorded.position, log.upto)
    return count


def _hidden(value: Any) -> Any:
    if isinstance(value, Personal):
        return SEALED
    raise NotImplementedError(type(value))
