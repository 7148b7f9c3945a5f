"""The ledger: repeats, races, several streams at once, and what it refuses."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from psycopg.errors import CheckViolation, UniqueViolation

from domain.organisation.exclusive import never_together
from domain.organisation.granting import GrantRole
from domain.organisation.officer import AppointOfficer
from domain.organisation.unit import DissolveUnit, FoundUnit, unit_ref
from domain.petition.ending import Withdraw
from domain.roles import Role
from domain.units import UnitNotActive
from domain.values import OfficerRef
from service.edge.running import Service
from service.sealing.keys import KeyDestroyed
from service.store.codec import Envelope
from service.store.steps import (
    Busy,
    KeyReused,
    Outcome,
    StaleVersion,
    Step,
    StoreUnavailable,
    UnknownStream,
    created_stream,
)
from tests.support.filing import CLERK, UNIT, filed, receipt, with_unit, withdrawn
from tests.support.following import until

pytestmark = pytest.mark.store

STORE = "INSERT INTO events (originator_id, originator_version, topic, state) VALUES (%s, 1, 't', '{}')"


@pytest.fixture(autouse=True)
def _one_unit(service: Service) -> None:
    with_unit(service)


def count(service: Service) -> int:
    return len(service.recorder.select_notifications(1, 1_000))


def test_a_repeat_after_a_crash_between_commit_and_answer_gives_what_was_stored(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = created_stream(CLERK, "key")
    insert = service.recorder.insert_events

    def crashing(*events: Any, **keys: Any) -> Sequence[int]:
        insert(*events, **keys)
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(service.recorder, "insert_events", crashing)
    with pytest.raises(StoreUnavailable):
        filed(service, case, "key")
    monkeypatch.undo()
    before = count(service)
    again = filed(service, case, "key")
    assert (again.is_repeat, again.version, again.position, count(service)) == (True, 2, before, before)
    assert [each.event.NAME for each in again.recorded] == ["petition.received", "petition.registered"]


def test_the_same_key_with_another_body_is_refused(service: Service) -> None:
    case = created_stream(CLERK, "key")
    filed(service, case, "key")
    with pytest.raises(KeyReused):
        filed(service, case, "key", text="另一件事")


def test_the_key_of_another_caller_is_another_key(service: Service) -> None:
    other = replace(CLERK, officer=OfficerRef(uuid4()))
    assert created_stream(CLERK, "key") != created_stream(other, "key")
    assert created_stream(CLERK, "key") == created_stream(replace(CLERK, role=Role.PET_HEAD), "key")


def test_the_comparison_of_bodies_dies_with_the_data_key(service: Service, database_url: str) -> None:
    case = created_stream(CLERK, "key")
    filed(service, case, "key")
    told = envelopes(service, case)[0].body
    destroy_keys(database_url, case)
    assert told is not None
    assert told.partition(":")[0] in {key.key_id.hex for key in service.recorder.load([case]).keys}
    with pytest.raises(KeyReused):
        filed(service, case, "key")


def destroy_keys(url: str, stream: UUID, key_class: str = "%") -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE stream = %s AND key_class LIKE %s",
            (stream, key_class),
        )


def envelopes(service: Service, stream: UUID) -> list[Envelope]:
    return [service.codec.envelope(row.state) for row in service.recorder.load([stream]).streams[stream]]


def test_eight_threads_that_repeat_a_creating_command_create_one_case(service: Service) -> None:
    case = created_stream(CLERK, "key")
    together = Barrier(8)

    def file(_: int) -> Outcome:
        together.wait()
        return filed(service, case, "key")

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(file, range(8)))
    assert len({(outcome.stream, outcome.version, outcome.position) for outcome in outcomes}) == 1
    assert sorted(outcome.is_repeat for outcome in outcomes) == [False, *[True] * 7]
    assert len(service.ledger.history(case)) == 2


def test_the_envelope_commits_to_every_key_at_the_first_event_after_it_was_made(service: Service) -> None:
    unit = unit_ref("HS2")
    service.ledger.execute([Step(unit, FoundUnit("HS2", "二厂"))], CLERK)
    service.ledger.execute([Step(unit_ref("HS3"), FoundUnit("HS3", "三厂"))], CLERK)
    service.ledger.execute(
        [Step(unit, DissolveUnit(service.ledger.today(), unit_ref("HS3")))], CLERK, "key", reason="合并"
    )
    committed = [each.keys for each in envelopes(service, unit)]
    assert committed[0] is None
    assert committed[1] is not None
    assert list(committed[1]) == [key.key_id.hex for key in service.recorder.load([unit]).keys]


def test_a_case_whose_content_key_was_destroyed_still_takes_keys_and_reasons(
    service: Service, database_url: str
) -> None:
    officer = uuid4()
    service.ledger.execute([Step(officer, AppointOfficer("李四", UNIT))], CLERK, "key", reason="新任")
    destroy_keys(database_url, officer, "content")
    grant = GrantRole(Role.HANDLER, service.ledger.today())
    assert service.ledger.execute([Step(officer, grant)], CLERK, "another", reason="轮岗").version == 2


def appointed(service: Service) -> UUID:
    return service.ledger.execute([Step(uuid4(), AppointOfficer("李四", UNIT))], CLERK).stream


def granted(service: Service, role: Role, *officers: UUID) -> Outcome:
    command = GrantRole(role, service.ledger.today())
    return service.ledger.execute([Step(officer, command) for officer in officers], CLERK)


def test_what_is_said_of_somebody_whose_key_was_destroyed_is_refused_by_that_name(
    service: Service, database_url: str
) -> None:
    """A key that was destroyed is not made anew: the refusal says so, and is no race to be tried again."""
    case = filed(service).stream
    destroy_keys(database_url, case)
    before = count(service)
    with pytest.raises(KeyDestroyed):
        withdrawn(service, case)
    assert count(service) == before


def test_two_streams_are_written_or_none_and_the_loser_of_a_race_tries_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second stream moves on between loading and appending: nothing is stored, then both are."""
    first, second = appointed(service), appointed(service)
    insert = service.recorder.insert_events

    def overtaken(events: Sequence[Any], **keys: Any) -> Sequence[int]:
        monkeypatch.setattr(service.recorder, "insert_events", insert)
        granted(service, Role.INTAKE, second)
        try:
            return insert(events, **keys)
        finally:
            assert [len(service.ledger.history(officer)) for officer in (first, second)] == [1, 2]

    monkeypatch.setattr(service.recorder, "insert_events", overtaken)
    granted(service, Role.HANDLER, first, second)
    assert [len(service.ledger.history(officer)) for officer in (first, second)] == [2, 3]


def test_both_streams_of_one_command_give_one_outcome_also_when_it_is_repeated(service: Service) -> None:
    cases = filed(service).stream, filed(service).stream
    steps = [Step(case, Withdraw("已经解决", service.ledger.today())) for case in cases]
    first = service.ledger.execute(steps, CLERK, "key")
    again = service.ledger.execute(steps, CLERK, "key")
    assert [len(service.ledger.history(case)) for case in cases] == [3, 3]
    assert (again.version, again.position, again.is_repeat) == (first.version, first.position, True)


def test_writers_that_block_each_other_end_as_a_lost_race(service: Service, database_url: str) -> None:
    """PostgreSQL breaks the deadlock by refusing one of the two; the ledger starts anew instead of giving up."""
    one, two = uuid4(), uuid4()
    with psycopg.connect(database_url) as other, ThreadPoolExecutor(1) as thread:
        other.execute(STORE, (two,))
        steps = [Step(case, receipt(service)) for case in (one, two)]
        waiting = thread.submit(service.ledger.execute, steps, CLERK)
        until(lambda: is_blocked(database_url))
        other.execute(STORE, (one,))
        other.rollback()
        assert waiting.result().version == 2


def is_blocked(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is not None


def test_a_stale_version_is_refused_and_tells_both(service: Service) -> None:
    case = filed(service).stream
    with pytest.raises(StaleVersion) as refused:
        service.ledger.execute([Step(case, Withdraw("已经解决", service.ledger.today()))], CLERK, expected_version=1)
    assert (refused.value.seen, refused.value.current) == (1, 2)


def test_an_unknown_stream_is_refused(service: Service) -> None:
    with pytest.raises(UnknownStream):
        withdrawn(service, uuid4())


def test_a_stream_that_does_not_exist_for_whoever_asks_is_unknown_before_anything_else_is_told(
    service: Service,
) -> None:
    case, key = created_stream(CLERK, "key"), "withdrawn"
    filed(service, case, "key")
    withdrawing = [Step(case, Withdraw("已经解决", service.ledger.today()))]
    for seen in (None, 1):
        with pytest.raises(UnknownStream) as refused:
            service.ledger.execute(
                withdrawing, CLERK, key, seen, knows=lambda scope: scope is None or scope.owner is None
            )
        assert refused.value.args == (case.hex,)
    asked: list[int] = []
    done = service.ledger.execute(
        withdrawing, CLERK, key, knows=lambda scope: True, question=lambda history: asked.append(len(history))
    )
    assert (asked, done.version) == ([2], 3)
    assert service.ledger.execute(withdrawing, CLERK, key, knows=lambda scope: False).is_repeat
    with pytest.raises(UnknownStream):
        service.ledger.execute(withdrawing, CLERK, "another", knows=lambda scope: False)
    nothing = uuid4()
    with pytest.raises(UnknownStream):
        service.ledger.execute([Step(nothing, receipt(service))], CLERK, knows=lambda scope: True)


def test_a_stream_of_another_kind_is_not_written_and_is_no_such_thing_where_it_is_read(service: Service) -> None:
    case = filed(service).stream
    with pytest.raises(UnknownStream):
        withdrawn(service, UNIT)
    with pytest.raises(UnitNotActive):
        service.ledger.execute([Step(uuid4(), AppointOfficer("李四", case))], CLERK)  # type: ignore[arg-type]


def test_a_ledger_that_loses_every_race_says_so(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*events: Any, **keys: Any) -> Sequence[int]:
        raise IntegrityError("duplicate key") from UniqueViolation()

    monkeypatch.setattr(service.recorder, "insert_events", lost)
    before = count(service)
    with pytest.raises(Busy):
        filed(service)
    assert count(service) == before


def test_what_the_schema_forbids_is_a_fault_and_no_lost_race(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    appending = service.recorder.insert_events

    def of_no_class(events: Any, keys: Any) -> Sequence[int]:
        return appending(events, keys=[replace(key, key_class="unheard-of") for key in keys])

    monkeypatch.setattr(service.recorder, "insert_events", of_no_class)
    before = count(service)
    with pytest.raises(IntegrityError, match="key_class") as fault:
        filed(service)
    assert isinstance(fault.value.__cause__, CheckViolation)
    assert count(service) == before


def test_twelve_writers_at_one_stream_all_come_through(service: Service) -> None:
    officer = appointed(service)
    roles = [*list(Role)[:11], Role.REVIEWER]
    assert not [(one, other) for one in roles for other in roles if never_together(one, other)]
    with ThreadPoolExecutor(len(roles)) as threads:
        outcomes = list(threads.map(lambda role: granted(service, role, officer), roles))
    assert sorted(outcome.version for outcome in outcomes) == list(range(2, 14))


def test_of_many_steps_those_that_pass_are_stored_at_once_and_each_refusal_is_told(service: Service) -> None:
    """Refused are one in its status and one by its rule; their streams stay as they were."""
    gone = uuid4()
    filed(service, gone)
    service.ledger.execute([Step(unit_ref("OLD"), FoundUnit("OLD", "旧厂"))], CLERK)
    service.ledger.execute([Step(unit_ref("OLD"), DissolveUnit(service.ledger.today(), UNIT))], CLERK)
    steps = [
        Step(uuid4(), receipt(service)),
        Step(gone, receipt(service)),
        Step(uuid4(), replace(receipt(service), unit=unit_ref("OLD"))),
        Step(uuid4(), receipt(service)),
    ]
    before = count(service)
    tried = service.ledger.execute_each(steps, CLERK)
    assert [each.rejection.code if each.rejection else "" for each in tried] == [
        "",
        "not_allowed_in_this_status",
        UnitNotActive.code,
        "",
    ]
    assert [len(each.history) for each in tried] == [0, 2, 0, 0]
    assert count(service) == before + sum(len(each.events) for each in tried) == before + 4
    stored = [[recorded.event for recorded in service.ledger.history(step.stream)] for step in steps]
    assert [len(events) for events in stored] == [2, 2, 0, 2]


def test_what_is_only_tried_is_not_stored(service: Service) -> None:
    before = count(service)
    (tried,) = service.ledger.execute_each([Step(uuid4(), receipt(service))], CLERK, stores=False)
    assert [type(event).__name__ for event in tried.events] == ["Received", "Registered"]
    assert count(service) == before


def test_many_steps_are_tried_anew_where_another_writer_was_faster(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [Step(uuid4(), receipt(service)) for _ in range(2)]
    insert = service.recorder.insert_events

    def late(*events: Any, **keys: Any) -> Sequence[int]:
        monkeypatch.undo()
        filed(service, steps[0].stream)
        return insert(*events, **keys)

    monkeypatch.setattr(service.recorder, "insert_events", late)
    tried = service.ledger.execute_each(steps, CLERK)
    assert [bool(each.rejection) for each in tried] == [True, False]
    assert [len(service.ledger.history(step.stream)) for step in steps] == [2, 2]
