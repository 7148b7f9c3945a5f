"""Between events and the bytes in the log: names, versions, upcasts, and the sealing of every personal value."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Annotated, Any
from uuid import UUID

import msgspec

from domain.actors import Actor
from domain.catalogue import EVENTS, topic_of
from domain.kernel import Event, Recorded
from domain.recording import RecordedAt, day_alone, moment_alone
from domain.values import Content, KeyClass, Personal, SubjectRef
from service.sealing.keys import DataKey
from service.sealing.seal import Sealed, Token, seal
from service.store.stored_actors import StoredActor, actor_from, stored_actor

Keys = Callable[[SubjectRef, KeyClass], DataKey]
"""The key that seals what is said of the subject, by its class."""
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Upcast = Callable[[dict[str, Any]], dict[str, Any]]


def with_every_scope(data: dict[str, Any]) -> dict[str, Any]:
    """Before version 2 a token was good for whatever its officer may do."""
    return {**data, "scopes": ["READ", "FILE", "ACT", "PROVEN"]}


def with_level(data: dict[str, Any]) -> dict[str, Any]:
    """Before version 2 approvers approved every aid, leaders emergencies; whose fund paid is not told."""
    return {**data, "asks": "UNIT_LEAD" if data["is_emergency"] else "AID_APPROVER", "fund_unit": None}


def with_who_returned(data: dict[str, Any]) -> dict[str, Any]:
    """Before version 2 a returned draft did not tell who had returned it."""
    return {**data, "returned_by": None}


UPCASTS: Mapping[str, Upcast] = {
    "organisation.token_issued:1": with_every_scope,
    "hardship.aid_planned:1": with_level,
    "petition.decision_returned:1": with_who_returned,
}
"""From the topic of an older form to a function that brings its JSON to the next version."""


class Undecodable(Exception):
    """A stored event cannot be read; names its place and why."""


class Envelope(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What is stored of every event: who recorded it, when, under which idempotency key, and its data.

    Either `at` or `on` is there: a moment with its offset, or a day alone where the minute would tell who it was.
    `body` is an HMAC of the request's body (`key id:hex`), `keys` commits to the data keys made with the event.
    """

    by: StoredActor
    at: Moment | None = None
    on: date | None = None
    data: msgspec.Raw
    key: str | None = None
    body: str | None = None
    reason: Sealed | None = None
    keys: dict[str, str] | None = None

    @property
    def recorded(self) -> RecordedAt:
        """The moment or the day. Raises LookupError where it tells both or neither."""
        if self.at is not None and self.on is None:
            return self.at
        if self.on is not None and self.at is None:
            return self.on
        raise LookupError("an envelope tells either a moment or a day")


class Circumstance(msgspec.Struct, frozen=True):
    """What surrounds a decision and goes into the envelope of its events."""

    by: Actor
    at: RecordedAt
    key: str | None = None
    body: str | None = None
    reason: Content[str] | None = None


class Codec:
    """Encodes events to readable JSON and reads every version ever stored."""

    def __init__(self, events: Mapping[str, type[Event]] = EVENTS, upcasts: Mapping[str, Upcast] = UPCASTS) -> None:
        self._events = events
        self._upcasts = upcasts
        self._found = threading.local()

    def encode(
        self,
        event: Event,
        place: tuple[UUID, int],
        around: Circumstance,
        keys: Keys,
        created: Callable[[], Sequence[DataKey]] = tuple,
    ) -> tuple[str, bytes]:
        """The topic and the bytes to store; every personal value sealed for `place` = (stream, version).

        `created` is asked once all is sealed: for the keys that the envelope commits to.
        """
        topic = topic_of(type(event))
        sealed = _sealing(topic, place, keys)
        data = msgspec.Raw(msgspec.json.encode(event, enc_hook=sealed))
        reason = sealed(around.reason) if around.reason else None
        return topic, msgspec.json.encode(
            Envelope(
                by=stored_actor(around.by),
                at=moment_alone(around.at),
                on=day_alone(around.at),
                key=around.key,
                body=around.body,
                reason=reason,
                keys={key.key_id.hex: key.commitment() for key in created()} or None,
                data=data,
            )
        )

    def decode(self, position: int, stream: UUID, version: int, topic: str, state: bytes) -> Recorded:
        """The recorded event; personal values come back sealed. Raises Undecodable."""
        try:
            envelope = _ENVELOPES.decode(state)
            event = self._event(topic, envelope.data, stream, version)
        except (msgspec.MsgspecError, LookupError, ValueError, TypeError, AttributeError) as error:
            raise Undecodable(f"event {position} ({topic}, {stream.hex} version {version}): {error}") from error
        return Recorded(position, stream, version, actor_from(envelope.by), envelope.recorded, event)

    def form_of(self, topic: str) -> type[Event] | None:
        """What events stored under the topic are decoded to; None for a topic that this version does not know."""
        if form := self._events.get(topic):
            return form
        while topic not in self._events and topic in self._upcasts:
            topic = _next_version(topic)
        return self._events.get(topic)

    def envelope(self, state: bytes) -> Envelope:
        """The envelope alone, its data left as bytes."""
        return _ENVELOPES.decode(state)

    def reason(self, state: bytes, stream: UUID, version: int, topic: str) -> Content[str] | None:
        """The sealed reason that was given for recording the event."""
        sealed = _ENVELOPES.decode(state).reason
        if sealed is None:
            return None
        return Content(_subject(sealed.s), sealed.f, None, token=Token(sealed, stream.hex, version, topic))

    def is_faithful(self, stream: UUID, version: int, topic: str, state: bytes) -> bool:
        """Whether the stored bytes hold exactly what the event's form says: nothing unknown, repeated or missing.

        Of an older form only repeated keys are found: what it may hold is known to its upcast alone.
        """
        envelope = _ENVELOPES.decode(state)
        form: Any = self._events.get(topic)
        data = self._bound(envelope.data, form, stream, version, topic) if form else msgspec.json.decode(envelope.data)
        envelope.data = msgspec.Raw(_REWRITING.encode(data))
        return msgspec.json.encode(envelope) == state

    def _event(self, topic: str, data: msgspec.Raw, stream: UUID, version: int) -> Event:
        current, raw = self._upcasted(topic, data)
        event: Event = self._bound(raw, self._events[current], stream, version, topic)
        return event

    def _upcasted(self, topic: str, data: msgspec.Raw) -> tuple[str, msgspec.Raw]:
        while topic not in self._events and topic in self._upcasts:
            lifted = self._upcasts[topic](msgspec.json.decode(data))
            topic, data = _next_version(topic), msgspec.Raw(msgspec.json.encode(lifted))
        return topic, data

    def _bound(self, raw: msgspec.Raw, form: Any, stream: UUID, version: int, topic: str) -> Any:
        """Decodes and binds each sealed value found on the way to its place in the log."""
        self._found.sealed = []
        value = _decoder(form, self._found_personal).decode(raw)
        if found := self._found.sealed:
            place = stream.hex
            for personal, sealed in found:
                personal.token = Token(sealed, place, version, topic)
        return value

    def _found_personal(self, form: type, value: Any) -> Any:
        kind = getattr(form, "__origin__", form)
        if not issubclass(kind, Personal):
            raise NotImplementedError(form)
        sealed = msgspec.convert(value, Sealed)
        personal: Personal[Any] = kind(_subject(sealed.s), sealed.f, None)
        self._found.sealed.append((personal, sealed))
        return personal


_ENVELOPES = msgspec.json.Decoder(Envelope)


def _next_version(topic: str) -> str:
    name, _, number = topic.rpartition(":")
    return f"{name}:{int(number) + 1}"


@cache
def _decoder(form: Any, hook: Callable[[type, Any], Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(form, dec_hook=hook)


@lru_cache(maxsize=1_024)
def _subject(text: str) -> SubjectRef:
    return SubjectRef(UUID(text))


def _sealing(topic: str, place: tuple[UUID, int], keys: Keys) -> Callable[[Any], Sealed]:
    fields: set[str] = set()

    def sealed(value: Any) -> Sealed:
        if not isinstance(value, Personal):
            raise NotImplementedError(type(value))
        if value.field in fields:
            raise ValueError(f"{topic} holds the personal field {value.field} twice")
        fields.add(value.field)
        return seal(value, keys(value.subject, value.key_class), place[0], place[1], topic)

    return sealed


def _as_stored(value: Any) -> Any:
    if isinstance(value, Personal) and isinstance(value.token, Token):
        return value.token.sealed
    raise NotImplementedError(type(value))


_REWRITING = msgspec.json.Encoder(enc_hook=_as_stored)


def personals_in(event: object) -> list[Personal[Any]]:
    """Every personal value that stands in an event, at any depth."""
    found: list[Personal[Any]] = []
    msgspec.json.encode(event, enc_hook=lambda value: _collected(value, found))
    return found


def _collected(value: Any, found: list[Personal[Any]]) -> None:
    if not isinstance(value, Personal):
        raise NotImplementedError(type(value))
    found.append(value)
