"""Checking the whole log: every event decodes, folds and re-encodes, versions are whole, and seals agree with keys."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.rows import tuple_row

from domain.catalogue import BY_EVENT
from domain.kernel import Aggregate, Recorded, fold
from domain.values import Personal
from service.machine.database import Database
from service.sealing.kept_secret import USES
from service.sealing.keys import KeyUnavailable, WrappedKey, wrapped_of
from service.sealing.seal import SealBroken, Token
from service.sealing.vault import Vault
from service.store.codec import Codec, Undecodable, personals_in
from service.store.tail import Stored, stored_of

PAGE = 1_000
EVENTS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE (originator_id, originator_version) > (%s, %s) ORDER BY originator_id, originator_version LIMIT %s
"""
KEYS = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE stream = ANY(%s)
"""
STRAY_KEYS = """
    SELECT key_id, stream FROM data_keys
    WHERE NOT EXISTS (SELECT FROM events WHERE originator_id = stream) ORDER BY stream
"""


class Fault(StrEnum):
    """What can be wrong with a stored event."""

    UNDECODABLE = "undecodable"
    UNFAITHFUL = "unfaithful"
    VERSION = "version"
    ORDER = "order"
    KIND = "kind"
    FOLD = "fold"
    SEAL = "seal"
    KEY = "key"
    COMMITMENT = "commitment"
    TOMBSTONE = "tombstone"


class Finding(NamedTuple):
    """One thing that is wrong, and where; `position` is 0 for what stands beside the log."""

    position: int
    stream: UUID
    version: int
    fault: Fault
    says: str


class _Page(NamedTuple):
    rows: Sequence[Stored]
    keys: Mapping[UUID, Mapping[UUID, WrappedKey]]


@dataclass(slots=True)
class _Course:
    """How far one stream was followed."""

    stream: UUID
    version: int = 0
    position: int = 0
    aggregate: Aggregate[Any] | None = None
    state: Any = None
    committed: set[UUID] = field(default_factory=set)
    keys: Mapping[UUID, WrappedKey] = field(default_factory=dict)


def check_log(codec: Codec, reading: Database, vault: Vault, page: int = PAGE) -> Iterator[Finding]:
    """Everything that is wrong with the log, stream by stream; holds one page of it and one folded stream at a time."""
    check = _Check(codec, vault)
    course = _Course(UUID(int=0), version=-1)
    while rows := (read := _page(reading, course, page)).rows:
        for row in rows:
            if row.stream != course.stream:
                yield from _closed(course)
                course = _Course(row.stream)
            course.keys = read.keys[row.stream]
            yield from check.event(course, row)
    yield from _closed(course)
    yield from _stray_keys(reading)


class _Check:
    """Checks one event after the other against its stream."""

    def __init__(self, codec: Codec, vault: Vault) -> None:
        self._codec = codec
        self._vault = vault

    def event(self, course: _Course, row: Stored) -> Iterator[Finding]:
        yield from _in_sequence(course, row)
        course.version, course.position = row.version, row.position
        try:
            recorded = self._codec.decode(*row)
            reason = self._codec.reason(row.state, row.stream, row.version, row.topic)
        except (Undecodable, msgspec.MsgspecError, ValueError) as error:
            yield _finding(row, Fault.UNDECODABLE, str(error))
            return
        if not self._codec.is_faithful(row.stream, row.version, row.topic, row.state):
            yield _finding(row, Fault.UNFAITHFUL, "holds an unknown, repeated or missing key, or another spelling")
        yield from _folds(course, row, recorded)
        yield from self._commits(course, row)
        for personal in (*personals_in(recorded.event), *([reason] if reason else [])):
            yield from self._opens(course, row, personal)

    def _commits(self, course: _Course, row: Stored) -> Iterator[Finding]:
        """The envelope's commitments against the keys; nothing can be compared once a key was destroyed."""
        for key_id, told in (self._codec.envelope(row.state).keys or {}).items():
            key = course.keys.get(UUID(key_id))
            if key is None:
                yield _finding(row, Fault.KEY, f"the key {key_id} is missing without a tombstone")
                continue
            course.committed.add(key.key_id)
            try:
                if key.wrapped is not None and self._vault.unwrap(key).commitment() != told:
                    yield _finding(row, Fault.COMMITMENT, f"the key {key_id} is not the one that was committed to")
            except KeyUnavailable as error:
                yield _finding(row, Fault.KEY, str(error))

    def _opens(self, course: _Course, row: Stored, personal: Personal[Any]) -> Iterator[Finding]:
        token = personal.token
        if not isinstance(token, Token):
            yield _finding(row, Fault.SEAL, f"{personal.field} is not sealed")
            return
        key = course.keys.get(_key_id(token))
        if key is None:
            yield _finding(row, Fault.KEY, f"{personal.field}: its key is missing without a tombstone")
        else:
            try:
                self._vault.require_opens(token, key)
            except (SealBroken, KeyUnavailable) as error:
                yield _finding(row, Fault.SEAL, str(error))


def _key_id(token: Token) -> UUID:
    try:
        return UUID(token.sealed.k)
    except ValueError:
        return UUID(int=0)


def _in_sequence(course: _Course, row: Stored) -> Iterator[Finding]:
    if row.version != course.version + 1:
        yield _finding(row, Fault.VERSION, f"follows version {course.version}")
    if row.position <= course.position:
        yield _finding(row, Fault.ORDER, f"stands before version {course.version}, at {course.position}")


def _folds(course: _Course, row: Stored, recorded: Recorded) -> Iterator[Finding]:
    aggregate = BY_EVENT[type(recorded.event)]
    if course.aggregate is None:
        course.aggregate, course.state = aggregate, aggregate.initial
    if aggregate is not course.aggregate:
        yield _finding(row, Fault.KIND, f"is of a {aggregate.kind} in a stream of a {course.aggregate.kind}")
        return
    try:
        course.state = fold(aggregate, [recorded.event], course.state)
    except Exception as error:
        yield _finding(row, Fault.FOLD, type(error).__name__)


def _closed(course: _Course) -> Iterator[Finding]:
    """A key that no event of its stream commits to was not made by the ledger, and one that is destroyed was not
    destroyed by it: no event there is orders that."""
    for key in sorted(course.keys.keys() - course.committed):
        yield Finding(0, course.stream, course.version, Fault.COMMITMENT, f"no event commits to the key {key.hex}")
    for key in sorted(key for key, row in course.keys.items() if row.wrapped is None):
        says = f"the key {key.hex} is destroyed, and no event orders it"
        yield Finding(0, course.stream, course.version, Fault.TOMBSTONE, says)


def _stray_keys(reading: Database) -> Iterator[Finding]:
    with reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        strays = cursor.execute(STRAY_KEYS).fetchall()
    for key, stream in strays:
        if stream in USES:
            continue  # a secret of the group, which belongs to no stream
        yield Finding(0, stream, 0, Fault.KEY, f"the key {key.hex} belongs to no stream")


def _finding(row: Stored, fault: Fault, says: str) -> Finding:
    return Finding(row.position, row.stream, row.version, fault, says)


def _page(reading: Database, course: _Course, limit: int) -> _Page:
    """The next events, and the keys of their streams as they were at that moment."""
    with reading.get_connection() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        rows = _rows(connection, course, limit)
        streams = {course.stream, *(row.stream for row in rows)}
        keys: dict[UUID, dict[UUID, WrappedKey]] = {stream: {} for stream in streams}
        with connection.cursor(row_factory=tuple_row) as cursor:
            for key in map(wrapped_of, cursor.execute(KEYS, (list(streams),))):
                keys[key.stream][key.key_id] = key
    return _Page(rows, keys)


def _rows(connection: Connection[Any], course: _Course, limit: int) -> list[Stored]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        return [stored_of(row) for row in cursor.execute(EVENTS, (course.stream, course.version, limit))]
