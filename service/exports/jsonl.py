"""The log as JSON Lines: one event per line, every personal value told as sealed."""

from typing import IO, Any

import msgspec

from domain.values import Personal
from service.exports.seen_log import Progress, SeenLog
from service.sealing.vault import SEALED


def write_jsonl(file: IO[bytes], log: SeenLog, progress: Progress) -> int:
    """Writes `stream`, `version`, `event`, `recorded_at`, `by` and `facts` of each event; returns their number."""
    count = 0
    for recorded in log.in_order():
        told = {
            "stream": recorded.stream,
            "version": recorded.version,
            "event": recorded.event.NAME,
            "recorded_at": recorded.at,
            "by": recorded.by,
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
