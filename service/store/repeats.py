"""Recognising a repeated request: its key stands in the envelopes it caused, its body is compared by an HMAC."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.catalogue import BY_COMMAND
from domain.kernel import Command, fold
from service.sealing.keys import DataKey
from service.store.codec import Codec
from service.store.steps import KeyReused, Outcome, Step, streams_of
from service.store.tail import Stored
from service.store.work import Work


def body_mac(steps: Sequence[Step], key: DataKey) -> str:
    """`key id:HMAC` of what was asked; it can be compared as long as the data key lives."""
    asked = [(type(step.command).__name__, step.command) for step in steps]
    mac = hmac.new(key.secret, b"body-v1" + msgspec.json.encode(asked, order="deterministic"), hashlib.sha256)
    return f"{key.key_id.hex}:{mac.hexdigest()}"


def digest_of(commands: Sequence[Command[Any]]) -> str:
    """A digest of what is asked of many records, by which a repeat is known; it is stored nowhere as it is."""
    return hashlib.sha256(msgspec.json.encode(commands, order="deterministic")).hexdigest()


def is_repeated(rows: Sequence[Stored], digest: str | None) -> bool:
    """Whether the request with this key recorded something there: who asks was told of it, whatever is hidden since."""
    return digest is not None and any(digest.encode() in row.state for row in rows)


def repeat_of(work: Work, steps: Sequence[Step], digest: str, codec: Codec) -> Outcome | None:
    """What the request with this key stored before, if it did.

    Raises KeyReused for another body, and where the key of the comparison was destroyed.
    """
    caused = {stream: _caused(work.loaded.streams[stream], digest, codec) for stream in streams_of(steps)}
    rows = [row for caused_here in caused.values() for row in caused_here]
    if not rows:
        return None
    _compare(work, steps, rows[0], codec)
    return _told_again(work, steps[0], caused[steps[0].stream], max(row.position for row in rows))


def _told_again(work: Work, step: Step, caused: Sequence[Stored], position: int) -> Outcome:
    version = max((row.version for row in caused), default=work.versions[step.stream])
    history = work.histories[step.stream][:version]
    versions = {row.version for row in caused}
    return Outcome(
        stream=step.stream,
        version=version,
        position=position,
        recorded=tuple(recorded for recorded in history if recorded.version in versions),
        is_repeat=True,
        opening=work.opening(step.stream),
        state=fold(BY_COMMAND[type(step.command)], (recorded.event for recorded in history)),
    )


def _caused(rows: Sequence[Stored], digest: str, codec: Codec) -> list[Stored]:
    """Only what holds the digest's characters at all is decoded."""
    within = digest.encode()
    return [row for row in rows if within in row.state and codec.envelope(row.state).key == digest]


def _compare(work: Work, steps: Sequence[Step], row: Stored, codec: Codec) -> None:
    told = codec.envelope(row.state).body
    key = _named(work, told.partition(":")[0]) if told else None
    if key is None or told is None or not hmac.compare_digest(told, body_mac(steps, key)):
        raise KeyReused


def _named(work: Work, key_id: str) -> DataKey | None:
    keys = (key for stream_keys in work.keys.values() for key in stream_keys.values())
    return next((key for key in keys if key.key_id == UUID(key_id)), None)
