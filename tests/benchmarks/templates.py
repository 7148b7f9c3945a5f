"""Cases as templates: their stored events cut into what stays and what is new in every copy."""

import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg
from psycopg.rows import tuple_row

from domain.recording import day_alone, moment_alone
from domain.values import SubjectRef
from projections.due_dates import DUE_DATES
from service.sealing.keys import DataKey, MasterKey, wrapped_of
from service.sealing.seal import Token, seal, unseal
from service.store.codec import Codec, personals_in
from service.store.tail import Stored, stored_of
from service.views.naming import table_of

EVENTS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM events
    WHERE split_part(topic, '.', 1) = ANY(%s) ORDER BY notification_id
"""
KEYS = "SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE stream = ANY(%s)"
RUNNING = f"SELECT DISTINCT case_id FROM {table_of(DUE_DATES)}"
KINDS = ["petition", "supervision", "hardship"]
HYPHENED = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PLACES = re.compile(
    rb'(?P<seal>\{"s":"[^{}]*?\})|(?P<commitment>(?<=":")[A-Za-z0-9_-]{43}(?="))|(?P<id>' + HYPHENED + rb")"
    rb'|(?P<hex>(?<=")[0-9a-f]{32}(?="))|(?P<day>(?<=")[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<number>-[0-9]{4}-[0-9A-Z]{8}(?="))'
)
"""What a copy may have to change: sealed values, commitments to keys, ids, days, and the end of a case number."""


class Copy(NamedTuple):
    """One copy of all templates: its number, and by how many days it lies before them."""

    number: int
    earlier: timedelta

    def id(self, known: UUID) -> UUID:
        """The id that stands for a template's in this copy: always the same one."""
        mixed = bytearray(sha256(known.bytes + self.number.to_bytes(8, "big")).digest()[:16])
        mixed[6], mixed[8] = 0x50 | mixed[6] & 0x0F, 0x80 | mixed[8] & 0x3F
        return UUID(bytes=bytes(mixed))

    def key(self, known: DataKey) -> DataKey:
        """The data key that stands for a template's."""
        secret = sha256(known.secret + self.number.to_bytes(8, "big")).digest()
        subject = SubjectRef(self.id(known.subject))
        return DataKey(self.id(known.key_id), subject, self.id(known.stream), known.key_class, secret)


Piece = bytes | Callable[[Copy], bytes]


@dataclass(frozen=True, slots=True)
class Template:
    """One stored event: the day it was recorded on, its place, and the pieces of its bytes."""

    day: date
    stream: UUID
    version: int
    topic: str
    pieces: tuple[Piece, ...]

    def state(self, copy: Copy) -> bytes:
        """The bytes of the event in a copy."""
        return b"".join(piece if isinstance(piece, bytes) else piece(copy) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Templates:
    """The events and keys of some cases, in the order of the log, and how many cases they are."""

    events: tuple[Template, ...]
    keys: tuple[DataKey, ...]
    cases: int
    first_on: date
    by_day: Mapping[date, Sequence[Template]]

    def on(self, day: date) -> Sequence[Template]:
        """The events of a day."""
        return self.by_day.get(day, ())

    def only(self, streams: frozenset[UUID]) -> "Templates":
        """Those of the streams alone."""
        events = tuple(each for each in self.events if each.stream in streams)
        keys = tuple(key for key in self.keys if key.stream in streams)
        return Templates(events, keys, _cases(events), self.first_on, _by_day(events))


class Compiled(NamedTuple):
    """All templates, and those of cases in which no term runs any more."""

    every: Templates
    ended: Templates


def compiled(url: str, master_key: MasterKey) -> Compiled:
    """The templates made of every case in the database."""
    with psycopg.connect(url, row_factory=tuple_row) as connection:
        rows = [stored_of(row) for row in connection.execute(EVENTS, (KINDS,), binary=True)]
        streams = frozenset(row.stream for row in rows)
        wrapped = connection.execute(KEYS, (list(streams),)).fetchall()
        running = frozenset(row[0] for row in connection.execute(RUNNING))
    keys = {key.key_id: key for key in (master_key.unwrap(wrapped_of(row)) for row in wrapped)}
    ids = streams | {key.subject for key in keys.values()} | keys.keys()
    events = tuple(_template(row, keys, ids) for row in rows)
    every = Templates(events, tuple(keys.values()), _cases(events), min(each.day for each in events), _by_day(events))
    return Compiled(every, every.only(streams - _touching(rows, running)))


def _by_day(events: Iterable[Template]) -> Mapping[date, Sequence[Template]]:
    found: dict[date, list[Template]] = {}
    for each in events:
        found.setdefault(each.day, []).append(each)
    return found


def _cases(events: Sequence[Template]) -> int:
    """How many streams are cases: a household's file belongs to one."""
    return len({each.stream for each in events if each.version == 1 and "household" not in each.topic})


def _touching(rows: Sequence[Stored], running: frozenset[UUID]) -> frozenset[UUID]:
    """The streams that a running case stands in, or that speak of one or are spoken of by one."""
    pairs = {(row.stream, UUID(found.decode())) for row in rows for found in re.findall(HYPHENED, bytes(row.state))}
    streams = {row.stream for row in rows}
    both = {(one, other) for one, other in pairs if other in streams} | {(b, a) for a, b in pairs if b in streams}
    found = set(running)
    while more := {other for one, other in both if one in found} - found:
        found |= more
    return frozenset(found)


def _template(row: Stored, keys: Mapping[UUID, DataKey], ids: Iterable[UUID]) -> Template:
    codec = Codec()
    recorded = codec.decode(*row)
    tokens = [each.token for each in personals_in(recorded.event) if isinstance(each.token, Token)]
    reason = codec.reason(row.state, row.stream, row.version, row.topic)
    tokens += [reason.token] if reason and isinstance(reason.token, Token) else []
    sealed = {msgspec.json.encode(token.sealed): _sealing(token, keys[UUID(token.sealed.k)]) for token in tokens}
    committed = {key.commitment().encode(): _committing(key) for key in keys.values()}
    known = {each.bytes: each for each in ids}
    moment = moment_alone(recorded.at)
    day = moment.date() if moment else day_alone(recorded.at) or date.min
    return Template(day, row.stream, row.version, row.topic, tuple(_pieces(bytes(row.state), sealed, committed, known)))


def _pieces(
    state: bytes, sealed: Mapping[bytes, Piece], committed: Mapping[bytes, Piece], known: Mapping[bytes, UUID]
) -> Iterator[Piece]:
    last = 0
    for found in PLACES.finditer(state):
        piece = _piece(str(found.lastgroup), found[0], sealed, committed, known)
        if piece is not None:
            yield state[last : found.start()]
            yield piece
            last = found.end()
    yield state[last:]


def _piece(
    what: str,
    text: bytes,
    sealed: Mapping[bytes, Piece],
    committed: Mapping[bytes, Piece],
    known: Mapping[bytes, UUID],
) -> Piece | None:
    if what == "seal":
        return sealed[text]
    if what == "commitment":
        return committed.get(text)
    if what == "day":
        day = date.fromisoformat(text.decode())
        return lambda copy: (day - copy.earlier).isoformat().encode()
    if what == "number":
        return lambda copy: _number(text, copy)
    found = known.get(bytes.fromhex(text.decode().replace("-", "")))
    if found is None:
        return None
    return (lambda copy: str(copy.id(found)).encode()) if what == "id" else (lambda copy: copy.id(found).hex.encode())


def _number(text: bytes, copy: Copy) -> bytes:
    """The end of a case number: the year, and eight signs that no other case has."""
    year = (date(int(text[1:5]), 7, 1) - copy.earlier).year
    return b"-%d-%s" % (year, b32encode(sha256(text + copy.number.to_bytes(8, "big")).digest()[:5]))


def _committing(key: DataKey) -> Piece:
    return lambda copy: copy.key(key).commitment().encode()


def _sealing(token: Token, key: DataKey) -> Piece:
    """Seals the same text anew, for the copy's place and with its key."""
    value, field, stream = unseal(token, key), token.sealed.f, UUID(token.stream)

    def piece(copy: Copy) -> bytes:
        said: Any = _Said(SubjectRef(copy.id(key.subject)), field, _told(value, field, copy))
        return msgspec.json.encode(seal(said, copy.key(key), copy.id(stream), token.version, token.topic))

    return piece


def _told(value: Any, field: str, copy: Copy) -> Any:
    """A title tells its copy, so that a search can find one among all."""
    return f"{value[:30]} {copy.number}" if field == "title" and isinstance(value, str) else value


class _Said(NamedTuple):
    """What sealing asks of a personal value."""

    subject: SubjectRef
    field: str
    value: Any
