"""One stored sample of every form of every event: `python -m tests.support.samples` adds those that are missing.

A sample is never written again: it stands for events that a log may hold. A form that was stored by anybody changes
only with a new version and an upcast; before that, delete the sample by hand and say in the commit why nobody has it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from domain.actors import OfficerActing
from domain.catalogue import EVENTS
from domain.roles import Role
from domain.values import Content, KeyClass, OfficerRef, SubjectRef, UnitRef
from service.sealing.keys import DataKey
from service.store.codec import Circumstance, Codec, Keys, personals_in
from tests.support.instances import an_instance_of

FOLDER = Path(__file__).parents[1] / "golden" / "events"
STREAM = uuid5(NAMESPACE_URL, "casework:golden/stream")
VERSION = 3
BY = OfficerActing(
    OfficerRef(uuid5(NAMESPACE_URL, "casework:golden/officer")),
    Role.INTAKE,
    UnitRef(uuid5(NAMESPACE_URL, "casework:golden/unit")),
)
AT = datetime(2026, 3, 3, 1, 2, 3, 456789, tzinfo=UTC)


class Sample(msgspec.Struct):
    """An event as a log holds it; `state` is the text of the stored bytes."""

    topic: str
    stream: UUID
    version: int
    state: str


def golden_key(subject: SubjectRef, key_class: KeyClass) -> DataKey:
    """The key that seals what the samples say of the subject: derived, so that samples open for ever."""
    secret = sha256(f"casework:golden/{subject}/{key_class}".encode()).digest()
    return DataKey(uuid5(NAMESPACE_URL, f"casework:golden/{subject}/{key_class}"), subject, STREAM, key_class, secret)


def samples() -> dict[str, Sample]:
    """Every sample there is, by topic."""
    read = (msgspec.json.decode(file.read_bytes(), type=Sample) for file in sorted(FOLDER.glob("*.json")))
    return {sample.topic: sample for sample in read}


def write_missing() -> Iterator[str]:
    """Adds a sample for every form that has none; yields their topics."""
    for topic in sorted(EVENTS.keys() - samples().keys()):
        sample = msgspec.json.format(msgspec.json.encode(_sample(topic)), indent=1)
        (FOLDER / f"{topic.replace(':', '.')}.json").write_bytes(sample + b"\n")
        yield topic


def _sample(topic: str) -> Sample:
    event = an_instance_of(EVENTS[topic])
    reason = Content(SubjectRef(STREAM), "envelope/reason", "because")
    around = Circumstance(BY, AT, "key", "body", reason)
    keys: Keys = {
        (each.subject, each.key_class): golden_key(each.subject, each.key_class)
        for each in (reason, *personals_in(event))
    }
    _, state = Codec().encode(event, (STREAM, VERSION), around, keys, list(keys.values()))
    return Sample(topic, STREAM, VERSION, state.decode())


if __name__ == "__main__":
    for added in write_missing():
        print(added)
