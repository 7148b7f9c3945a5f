"""Checking the log: a sound one has no findings, and every way of spoiling one is found at its place."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.values import KeyClass, SubjectRef
from service.edge.running import Service
from service.sealing.keys import load_master_key, new_data_key
from service.store.check import Fault, Finding, check_log
from tests.support.filing import UNIT, filed, with_unit, withdrawn

pytestmark = pytest.mark.store

Spoil = Callable[[psycopg.Connection[Any]], psycopg.Cursor[Any]]


@pytest.fixture
def case(service: Service) -> UUID:
    """The case with three events, at positions 2 to 4; three more cases stand around it."""
    case = filed(with_unit(service), key="key").stream
    withdrawn(service, case)
    for _ in range(3):
        filed(service)
    return case


@pytest.fixture
def spoiled(database_url: str) -> Callable[[Spoil], None]:
    """Changes the log as only somebody can who turns its triggers off."""

    def spoil(change: Spoil) -> None:
        with psycopg.connect(database_url) as connection:
            connection.execute("ALTER TABLE events DISABLE TRIGGER ALL")
            assert change(connection).rowcount > 0, "nothing was spoiled"

    return spoil


def found(service: Service) -> list[tuple[Fault, int]]:
    return [(finding.fault, finding.position) for finding in check_log(service.codec, service.reading, service.vault)]


def replaced(position: int, old: str, new: str) -> Spoil:
    query = "UPDATE events SET state = convert_to(replace(convert_from(state, 'UTF8'), %s, %s), 'UTF8')"
    where = " WHERE notification_id = %s AND strpos(convert_from(state, 'UTF8'), %s) > 0"
    return lambda log: log.execute(query + where, (old, new, position, old))


def ran(statement: str, *values: object) -> Spoil:
    return lambda log: log.execute(statement, values)


@pytest.mark.parametrize("page", [1, 2, 3, 1_000])
def test_a_sound_log_has_no_findings_whatever_the_size_of_a_page(service: Service, case: UUID, page: int) -> None:
    assert list(check_log(service.codec, service.reading, service.vault, page)) == []


def test_an_empty_log_has_no_findings(service: Service) -> None:
    assert list(check_log(service.codec, service.reading, service.vault)) == []


SPOILS: dict[str, tuple[Spoil, tuple[Fault, int]]] = {
    "an unknown key": (replaced(3, '"title":', '"x":1,"title":'), (Fault.UNFAITHFUL, 3)),
    "a repeated key": (replaced(3, '"is_collective":', '"is_collective":true,"is_collective":'), (Fault.UNFAITHFUL, 3)),
    "a missing key": (replaced(3, '"is_collective":false,', ""), (Fault.UNDECODABLE, 3)),
    "an unknown name": (ran("UPDATE events SET topic = 'x:1' WHERE notification_id = 3"), (Fault.UNDECODABLE, 3)),
    "a malformed envelope": (ran("UPDATE events SET state = '{' WHERE notification_id = 3"), (Fault.UNDECODABLE, 3)),
    "a missing version": (ran("DELETE FROM events WHERE notification_id = 3"), (Fault.VERSION, 4)),
    "a missing first version": (ran("DELETE FROM events WHERE notification_id = 2"), (Fault.VERSION, 3)),
    "versions out of order": (
        ran("UPDATE events SET notification_id = 40 WHERE notification_id = 3"),
        (Fault.ORDER, 4),
    ),
    "another commitment": (replaced(2, '"keys":{', '"keys":{"00000000000000000000000000000000":"x",'), (Fault.KEY, 2)),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILS)
def test_what_was_spoiled_is_found_at_its_place(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None], how: str
) -> None:
    spoil, expected = SPOILS[how]
    spoiled(spoil)
    assert expected in found(service)


def test_a_key_that_is_missing_is_found_wherever_it_is_needed(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None]
) -> None:
    spoiled(ran("DELETE FROM data_keys WHERE key_class = 'identity' AND stream = %s", case))
    assert set(found(service)) == {(Fault.KEY, 3)}


def test_a_tombstone_that_no_event_orders_is_a_finding_and_nothing_else_about_the_key_is(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None]
) -> None:
    """What the key sealed reads as erased; that somebody destroyed it beside the log is told once for each key."""
    spoiled(ran("UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE stream = %s", case))
    findings = list(check_log(service.codec, service.reading, service.vault))
    assert {(each.fault, each.position, each.stream) for each in findings} == {(Fault.TOMBSTONE, 0, case)}
    assert len(findings) == len(service.recorder.load([case]).keys)


def test_a_key_that_was_exchanged_is_found_by_seal_and_commitment(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None]
) -> None:
    row = service.recorder.load([case]).keys[0]
    other = new_data_key(row.subject, row.stream, row.key_class)
    master = load_master_key(service.settings.master_key_file)
    exchanged = master.wrap(type(other)(row.key_id, row.subject, row.stream, row.key_class, other.secret))
    spoiled(ran("UPDATE data_keys SET wrapped = %s WHERE key_id = %s", exchanged.wrapped, row.key_id))
    assert {Fault.SEAL, Fault.COMMITMENT} == {fault for fault, _ in found(service)}


def test_a_key_that_nobody_committed_to_is_found(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None]
) -> None:
    master = load_master_key(service.settings.master_key_file)
    for stream in (case, uuid4()):
        key = master.wrap(new_data_key(SubjectRef(uuid4()), stream, KeyClass.CONTENT))
        columns = (key.key_id, key.subject, key.stream, str(key.key_class), key.master_key_id, key.wrapped)
        spoiled(
            ran(
                "INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                *columns,
            )
        )
    assert found(service) == [(Fault.COMMITMENT, 0), (Fault.KEY, 0)]


def test_a_value_under_another_subject_is_found(service: Service, case: UUID, spoiled: Callable[[Spoil], None]) -> None:
    """The subject of a sealed value stands outside what its ciphertext authenticates: its key tells it."""
    subject = service.recorder.load([case]).keys[0].subject
    spoiled(replaced(3, f'"s":"{subject.hex}"', f'"s":"{uuid4().hex}"'))
    assert {(Fault.SEAL, 3)} == set(found(service))


def test_an_event_moved_to_another_stream_is_found(
    service: Service, case: UUID, spoiled: Callable[[Spoil], None]
) -> None:
    spoiled(ran("UPDATE events SET originator_id = %s, originator_version = 2 WHERE notification_id = 2", UNIT))
    assert {(Fault.KIND, 2), (Fault.KEY, 2), (Fault.VERSION, 3)} <= set(found(service))


def test_a_finding_names_its_place(service: Service, case: UUID, spoiled: Callable[[Spoil], None]) -> None:
    spoiled(ran("DELETE FROM events WHERE notification_id = 3"))
    finding = next(iter(check_log(service.codec, service.reading, service.vault)))
    assert finding == Finding(4, case, 3, Fault.VERSION, "follows version 1")
