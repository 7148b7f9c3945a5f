"""The codec: what it writes, what it reads for ever, and what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
import pytest

from domain.actors import OfficerActing
from domain.catalogue import BY_EVENT
from domain.kernel import Event
from domain.roles import Role
from domain.values import Content, KeyClass, OfficerRef, SubjectRef, UnitRef
from service.sealing.keys import new_data_key
from service.sealing.seal import Token, unseal
from service.store.codec import Circumstance, Codec, Keys, Undecodable, personals_in
from service.store.stored_actors import stored_actor
from tests.support.instances import an_instance_of

STREAM = UUID(int=1)
PLACE = (STREAM, 3)
BY = OfficerActing(OfficerRef(UUID(int=2)), Role.INTAKE, UnitRef(UUID(int=3)))
AROUND = Circumstance(BY, datetime(2026, 3, 3, 1, tzinfo=UTC), "key", "body")


@dataclass(frozen=True, slots=True)
class MovedOnce:
    """An event of these tests in its first form."""

    NAME: ClassVar = "test.moved"
    VERSION: ClassVar = 1
    day: date
    note: Content[str]


@dataclass(frozen=True, slots=True)
class Moved:
    """The same event in its second form: the day has another name."""

    NAME: ClassVar = "test.moved"
    VERSION: ClassVar = 2
    moved_on: date
    note: Content[str]


def lifted(old: dict[str, Any]) -> dict[str, Any]:
    return {"moved_on": old["day"], "note": old["note"]}


CODEC = Codec({"test.moved:2": Moved}, {"test.moved:1": lifted})


def keys_for(event: Event) -> Keys:
    keys = {
        (each.subject, each.key_class): new_data_key(each.subject, STREAM, each.key_class)
        for each in personals_in(event)
    }
    return lambda *holder: keys[holder]


def stored(event: Event, codec: Codec = CODEC) -> tuple[str, bytes]:
    return codec.encode(event, PLACE, AROUND, keys_for(event))


MOVED = Moved(date(2026, 3, 3), Content(SubjectRef(UUID(int=4)), "note", "umgezogen"))


@pytest.mark.parametrize("event", BY_EVENT, ids=lambda event: event.NAME)
@pytest.mark.parametrize("choose", [0, -1], ids=["first", "last"])
def test_every_event_comes_back_and_is_stored_again_byte_for_byte(event: type[Event], choose: int) -> None:
    codec = Codec()
    made = an_instance_of(event, lambda options: options[choose])
    topic, state = stored(made, codec)
    recorded = codec.decode(1, *PLACE, topic, state)
    assert (recorded.stream, recorded.version, recorded.by, recorded.at) == (*PLACE, BY, AROUND.at)
    assert codec.is_faithful(*PLACE, topic, state)
    assert shown(recorded.event) == shown(made)


def shown(event: Event) -> bytes:
    """The event with every personal value told by subject and field alone."""
    return msgspec.json.encode(event, enc_hook=lambda personal: (personal.subject, personal.field))


def test_an_older_form_is_lifted_and_its_seals_still_open_in_their_place() -> None:
    old = MovedOnce(MOVED.moved_on, MOVED.note)
    keys = keys_for(old)
    topic, state = CODEC.encode(old, PLACE, AROUND, keys)
    event = CODEC.decode(1, *PLACE, topic, state).event
    assert topic == "test.moved:1"
    assert isinstance(event, Moved)
    assert event.moved_on == MOVED.moved_on
    assert isinstance(event.note.token, Token)
    assert unseal(event.note.token, keys(MOVED.note.subject, MOVED.note.key_class)) == MOVED.note.value


def altered(state: bytes, **parts: Any) -> bytes:
    return msgspec.json.encode({**msgspec.json.decode(state), **parts})


BROKEN: Mapping[str, Any] = {
    "no object": b"[]",
    "no JSON": b"{",
    "no envelope": b"{}",
    "a moment without offset": {"at": "2026-03-03T01:00:00"},
    "no data": {"data": {}},
    "a field of another type": {"data": {"moved_on": 3, "note": None}},
    "a personal value in clear": {"data": {"moved_on": "2026-03-03", "note": "in clear"}},
    "a sealed value without digest": {"data": {"moved_on": "2026-03-03", "note": {"s": "1"}}},
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_does_not_fit_its_form_is_refused_with_its_place(how: str) -> None:
    topic, state = stored(MOVED)
    broken = BROKEN[how] if isinstance(BROKEN[how], bytes) else altered(state, **BROKEN[how])
    with pytest.raises(Undecodable, match=r"event 7 \(test\.moved:2, 0{31}1 version 3\)"):
        CODEC.decode(7, *PLACE, topic, broken)


@pytest.mark.parametrize("topic", ["test.moved:3", "test.unknown:1", "test.moved", ""])
def test_an_unknown_topic_is_refused(topic: str) -> None:
    with pytest.raises(Undecodable):
        CODEC.decode(1, *PLACE, topic, stored(MOVED)[1])


def test_an_upcast_that_finds_nothing_to_lift_is_refused() -> None:
    with pytest.raises(Undecodable):
        CODEC.decode(1, *PLACE, "test.moved:1", stored(MOVED)[1])


UNFAITHFUL: Mapping[str, tuple[bytes, bytes]] = {
    "an unknown key": (b'"moved_on":', b'"x":1,"moved_on":'),
    "a repeated key": (b'"moved_on":', b'"moved_on":"2020-01-01","moved_on":'),
    "an unknown key of the envelope": (b'"by":', b'"x":1,"by":'),
    "a repeated key of the envelope": (b'"key":"key"', b'"key":"other","key":"key"'),
    "an unknown key of a sealed value": (b'"s":', b'"x":1,"s":'),
    "another spelling": (b'"moved_on":', b'"moved_on": '),
    "a key that is left out elsewhere": (b'"key":"key"', b'"key":"key","keys":null'),
}


@pytest.mark.parametrize("how", UNFAITHFUL)
def test_what_decodes_and_is_not_what_we_would_store_is_not_faithful(how: str) -> None:
    topic, state = stored(MOVED)
    assert CODEC.is_faithful(*PLACE, topic, state)
    forged = state.replace(*UNFAITHFUL[how], 1)
    assert CODEC.decode(1, *PLACE, topic, forged)
    assert not CODEC.is_faithful(*PLACE, topic, forged)


def test_repeated_keys_are_found_in_older_forms_too() -> None:
    old = b'{"by":%s,"at":"2026-03-03T01:00:00Z","data":{"day":"2026-03-03"%s}}'
    by = msgspec.json.encode(stored_actor(BY))
    assert CODEC.is_faithful(*PLACE, "test.moved:1", old % (by, b""))
    assert not CODEC.is_faithful(*PLACE, "test.moved:1", old % (by, b',"day":"2026-03-03"'))


def test_a_reason_is_sealed_and_read_back_from_the_envelope() -> None:
    key = new_data_key(SubjectRef(UUID(int=4)), STREAM, KeyClass.CONTENT)
    reason = Content(key.subject, "envelope/reason", "weil")
    around = Circumstance(BY, AROUND.at, reason=reason)
    topic, state = CODEC.encode(MOVED, PLACE, around, lambda *_holder: key, lambda: [key])
    read = CODEC.reason(state, *PLACE, topic)
    assert read is not None
    assert (read.subject, read.field, read.value) == (key.subject, "envelope/reason", None)
    assert CODEC.decode(1, *PLACE, topic, state).event == CODEC.decode(2, *PLACE, topic, state).event
    assert CODEC.is_faithful(*PLACE, topic, state)
    assert CODEC.envelope(state).keys == {key.key_id.hex: key.commitment()}


def test_two_personal_values_under_one_field_are_refused() -> None:
    key = new_data_key(SubjectRef(UUID(int=4)), STREAM, KeyClass.CONTENT)
    twice = Circumstance(BY, AROUND.at, reason=Content(key.subject, "note", "weil"))
    with pytest.raises(ValueError, match="twice"):
        CODEC.encode(MOVED, PLACE, twice, lambda *_holder: key)
