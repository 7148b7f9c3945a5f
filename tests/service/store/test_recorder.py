"""The recorder against the library's own test case, and how its statements are planned."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import NotSupportedError, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase

from domain.values import KeyClass, SubjectRef
from service.machine.database import Database, DatabaseRole
from service.machine.statements import Statement
from service.sealing.keys import WrappedKey
from service.store.recorder import APPEND_MANY, LOAD_MANY, PREPARED, Recorder, append_statement, load_statement
from tests.support.databases import Databases

pytestmark = pytest.mark.store


@pytest.fixture
def recorder(database_url: str) -> Iterator[Recorder]:
    database = Database(database_url, DatabaseRole.WRITER)
    yield Recorder(database)
    database.close()


class TestLibraryCases(ApplicationRecorderTestCase[Recorder]):
    """Every case of the library that is run by its name."""

    @pytest.fixture(autouse=True)
    def _of_its_own(self, databases: Databases) -> Iterator[None]:
        url = databases.create()
        self._database = Database(url, DatabaseRole.WRITER)
        yield
        self._database.close()
        databases.drop(url)

    def create_recorder(self) -> Recorder:
        return Recorder(self._database)


def event(name: str = "t") -> StoredEvent:
    return StoredEvent(originator_id=uuid4(), originator_version=1, topic=name, state=b"{}")


def test_subscriptions_do_not_apply_because_nothing_is_notified(recorder: Recorder, database_url: str) -> None:
    """`optional_test_insert_subscribe`: a NOTIFY would make every writer wait for the one before."""
    assert hasattr(ApplicationRecorderTestCase, "optional_test_insert_subscribe")
    with psycopg.connect(database_url, autocommit=True) as listening:
        listening.execute("LISTEN events")
        recorder.insert_events([event()])
        assert list(listening.notifies(timeout=0.1)) == []
    with pytest.raises(NotSupportedError):
        recorder.subscribe(gt=0)


def test_ids_of_one_append_are_not_contiguous_because_nothing_is_locked(database_url: str) -> None:
    """`NonInterleavingNotificationIDsBaseCase`: whoever appends while another does takes ids between the other's."""
    assert hasattr(NonInterleavingNotificationIDsBaseCase, "test")
    with psycopg.connect(database_url) as one, psycopg.connect(database_url) as other:
        ids = [appended(writer) for writer in (one, other, one)]
    assert ids == [1, 2, 3]


def appended(connection: psycopg.Connection[Any]) -> int:
    row = psycopg.RawCursor(connection).execute(append_statement(1).text, (uuid4(), 1, "t", b"{}")).fetchone()
    assert row
    return int(row[0])


def plan(url: str, statement: Statement | str, values: Sequence[object]) -> list[str]:
    with psycopg.connect(url) as connection:
        cursor = psycopg.RawCursor(connection) if isinstance(statement, Statement) else connection.cursor()
        text = statement.text if isinstance(statement, Statement) else statement
        return [str(row[0]) for row in cursor.execute("EXPLAIN (VERBOSE, COSTS OFF) " + text, values)]


@pytest.mark.parametrize(("events", "keys"), [(1, 0), (3, 0), (1, 2), (3, 2)])
def test_ids_are_drawn_row_by_row_as_the_values_stand(database_url: str, events: int, keys: int) -> None:
    """In the projection right below the insert, over the values themselves; once, whatever is inserted beside."""
    values = [each for _ in range(keys) for each in (uuid4(), uuid4(), uuid4(), "content", "m", b"w")]
    values += [each for _ in range(events) for each in (uuid4(), 1, "t", b"{}")]
    lines = plan(database_url, append_statement(events, keys), values)
    drawing = [number for number, line in enumerate(lines) if "nextval" in line]
    assert len(drawing) == 1
    assert lines[drawing[0] - 1].strip() == ("->  Result" if events == 1 else '->  Values Scan on "*VALUES*"')
    assert not any("Sort" in line for line in lines)


def test_ids_of_many_rows_are_drawn_in_the_order_given(database_url: str) -> None:
    """In the projection right above the arrays, which are read in step; nothing sorts them."""
    empty: list[list[object]] = [[] for _ in range(10)]
    lines = plan(database_url, APPEND_MANY, empty)
    drawing = [number for number, line in enumerate(lines) if "nextval" in line]
    assert len(drawing) == 1
    assert lines[drawing[0] + 1].strip() == "->  Function Scan on e"
    assert not any("Sort" in line for line in lines)


@pytest.mark.parametrize(
    ("statement", "streams"), [(load_statement(2), [uuid4(), uuid4()]), (LOAD_MANY, [[uuid4()], [uuid4()]])]
)
def test_streams_are_loaded_by_the_keys_of_their_tables(
    database_url: str, statement: Statement | str, streams: list[Any]
) -> None:
    lines = plan(database_url, statement, streams)
    assert not any("Seq Scan" in line for line in lines), lines


def test_positions_follow_the_order_given(recorder: Recorder) -> None:
    events = [event(str(number)) for number in range(500)]
    assert recorder.insert_events(events[:PREPARED]) == list(range(1, PREPARED + 1))
    assert recorder.insert_events(events[PREPARED:]) == list(range(PREPARED + 1, 501))
    assert [each.topic for each in recorder.select_notifications(1, 500)] == [str(number) for number in range(500)]


@pytest.mark.parametrize("count", [2, PREPARED + 1])
def test_few_streams_and_many_are_loaded_alike(recorder: Recorder, count: int) -> None:
    events = [event() for _ in range(count)]
    recorder.insert_events(events, keys=[a_key(each.originator_id) for each in events])
    loaded = recorder.load([*(each.originator_id for each in events), uuid4()])
    assert [len(rows) for rows in loaded.streams.values()] == [*[1] * count, 0]
    assert {key.stream for key in loaded.keys} == {each.originator_id for each in events}


def a_key(stream: UUID) -> WrappedKey:
    return WrappedKey(uuid4(), SubjectRef(uuid4()), stream, KeyClass.CONTENT, "m", b"w")


def test_nothing_is_stored_when_one_of_several_lost_its_race(recorder: Recorder) -> None:
    taken = event()
    recorder.insert_events([taken])
    with pytest.raises(Exception, match="duplicate key"):
        recorder.insert_events([event(), taken])
    assert len(recorder.select_notifications(1, 10)) == 1
