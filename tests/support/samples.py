"""One stored sample of every form of every event: `python -m tests.support.samples` adds those that are missing.

A sample is never written again: it stands for events that a log may hold. A form that was stored by anybody changes
only with a new version and an upcast; before that, delete the sample by hand and say in the commit why nobody has it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from domain.actors import Cause, FilerActing, OfficerActing, ServiceActing
from domain.catalogue import EVENTS
from domain.roles import Role
from domain.values import Content, KeyClass, OfficerRef, SubjectRef, UnitRef
from service.sealing.keys import DataKey
from service.store.codec import Circumstance, Codec, personals_in
from tests.support.instances import an_instance_of

FOLDER = Path(__file__).parents[1] / "golden" / "events"
ENVELOPES = Path(__file__).parents[1] / "golden" / "envelopes"
STREAM = uuid5(NAMESPACE_URL, "casework:golden/stream")
VERSION = 3
BY = OfficerActing(
    OfficerRef(uuid5(NAMESPACE_URL, "casework:golden/officer")),
    Role.INTAKE,
    UnitRef(uuid5(NAMESPACE_URL, "casework:golden/unit")),
)
AT = datetime(2026, 3, 3, 1, 2, 3, 456789, tzinfo=UTC)

PLAINEST = "organisation.role_ended:1"
AROUND = {
    "filer": Circumstance(FilerActing(STREAM, SubjectRef(STREAM)), AT),
    "service": Circumstance(ServiceActing("reminder"), AT),
    "service_caused": Circumstance(ServiceActing("reminder", Cause(STREAM, 2)), AT),
    "filer_on_a_day": Circumstance(FilerActing(STREAM, SubjectRef(STREAM)), date(2026, 3, 3)),
    "officer_on_a_day": Circumstance(BY, date(2026, 3, 3)),
}
"""What may stand around an event besides an officer and a moment, which stand around every other sample."""


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
    return {sample.topic: sample for sample in _read(FOLDER).values()}


def envelopes() -> dict[str, Sample]:
    """The samples of what may stand around an event, by their names."""
    return _read(ENVELOPES)


def _read(folder: Path) -> dict[str, Sample]:
    return {file.stem: msgspec.json.decode(file.read_bytes(), type=Sample) for file in sorted(folder.glob("*.json"))}


def write_missing() -> Iterator[str]:
    """Adds a sample for every form and every envelope that has none; yields what they are called."""
    for topic in sorted(EVENTS.keys() - samples().keys()):
        _write(FOLDER / f"{topic.replace(':', '.')}.json", _sample(topic))
        yield topic
    for name in sorted(AROUND.keys() - envelopes().keys()):
        _write(ENVELOPES / f"{name}.json", _sample(PLAINEST, AROUND[name]))
        yield f"envelope {name}"


def _write(file: Path, sample: Sample) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(sample), indent=1) + b"\n")


def _sample(topic: str, around: Circumstance | None = None) -> Sample:
    event = an_instance_of(EVENTS[topic])
    reason = Content(SubjectRef(STREAM), "envelope/reason", "because")
    around = around or Circumstance(BY, AT, "key", "body", reason)
    keys = {
        (each.subject, each.key_class): golden_key(each.subject, each.key_class)
        for each in (reason, *personals_in(event))
    }
    place = (STREAM, VERSION)
    _, state = Codec().encode(event, place, around, lambda *holder: keys[holder], lambda: list(keys.values()))
    return Sample(topic, STREAM, VERSION, state.decode())


if __name__ == "__main__":
    for added in write_missing():
        print(added)
