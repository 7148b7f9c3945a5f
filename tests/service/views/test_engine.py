"""The engine: exactly once, in order, and no view holds another back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Timer
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import QueryCanceled

from domain.kernel import Recorded
from domain.petition.events import Received, Withdrawn
from projections.catalogue import VIEWS
from projections.due_dates import DUE_DATES
from projections.projection import Changes, Projection, Rows
from service.edge.running import Service
from service.store.recorder import append_statement
from service.store.tail import Stored
from service.views import engine as engine_module
from service.views.engine import BATCH, NEXT_ROWS, Engine, appended_whole
from service.views.naming import over
from service.views.rebuild import Rebuilder
from tests.support.filing import filed, with_unit, withdrawn
from tests.support.following import end_of, has_followed, random_history, unequal

pytestmark = pytest.mark.store


@dataclass(frozen=True, slots=True)
class CountRow:
    """How often something happened to a case."""

    case_id: UUID
    events: int


def counted(rows: Rows, recorded: Recorded) -> Changes:
    held = rows.get(recorded.stream)
    return {recorded.stream: {"case_id": recorded.stream, "events": (held["events"] if held else 0) + 1}}


def raising(error: Exception) -> Any:
    def fold(rows: Rows, recorded: Recorded) -> Changes:
        raise error

    return fold


COUNTS = Projection("counts", 1, CountRow, "case_id", "case_id", {Received: counted, Withdrawn: counted})


@pytest.fixture(autouse=True)
def _one_unit(service: Service) -> None:
    with_unit(service)


def engine_of(service: Service, *views: Projection) -> Engine:
    engine = Engine(service.reading, service.codec, views, service.vault.for_search)
    engine.prepare()
    return engine


def rows(service: Service, query: str) -> list[Any]:
    with service.reading.get_connection() as connection:
        return [tuple(row.values()) for row in connection.execute(query)]


def standing(engine: Engine, view: str) -> tuple[int, int, str | None]:
    found = next(each for each in engine.standings() if each.view == view)
    return found.version, found.position, found.set_aside


@pytest.mark.parametrize("seed", range(3))
def test_what_was_followed_step_by_step_equals_what_is_built_anew(
    service: Service, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BATCH", 1 + 6 * seed)
    for part in range(3):
        random_history(service, seed * 10 + part, 12)
        service.engine.catch_up()
    assert has_followed(service)
    assert unequal(service) == []


def test_rows_that_an_event_removes_are_gone_also_within_one_batch(service: Service) -> None:
    case = filed(service).stream
    service.engine.catch_up()
    assert rows(service, over("SELECT case_id FROM {due_dates} WHERE rule <> ''", DUE_DATES)) == [(case,)]
    withdrawn(service, case)
    withdrawn(service, filed(service).stream)
    service.engine.catch_up()
    assert rows(service, over("SELECT case_id FROM {due_dates} WHERE rule <> ''", DUE_DATES)) == []


def test_a_view_that_raises_is_set_aside_the_others_go_on_and_a_rebuild_brings_it_back(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(COUNTS, on={Received: raising(LookupError("a fault of the view"))})
    sound = replace(COUNTS, name="sound")
    engine = engine_of(service, broken, sound)
    filed(service)
    engine.catch_up()
    assert standing(engine, "counts")[2] == "LookupError"
    assert standing(engine, "sound") == (1, end_of(service), None)
    assert caplog.text.count("view counts is set aside") == 1
    mended = engine_of(service, COUNTS, sound)
    rebuilt = list(Rebuilder(service.reading, mended).rebuild([COUNTS]))
    assert [(each.rebuilt_rows, each.is_comparable) for each in rebuilt] == [(1, False)]
    withdrawn(service, rows(service, over("SELECT case_id FROM {counts}", COUNTS))[0][0])
    mended.catch_up()
    assert standing(mended, "counts") == (1, end_of(service), None)
    assert rows(service, over("SELECT events FROM {counts}", COUNTS)) == [(2,)]


def test_a_view_that_is_ahead_of_another_in_the_same_batch_is_told_nothing_twice(service: Service) -> None:
    behind = replace(COUNTS, name="behind")
    engine = engine_of(service, COUNTS, behind)
    case = filed(service).stream
    engine.catch_up([COUNTS])
    withdrawn(service, case)
    engine.catch_up([COUNTS, behind])
    assert rows(service, over("SELECT events FROM {counts}", COUNTS)) == [(2,)]
    assert rows(service, over("SELECT events FROM {behind}", behind)) == [(2,)]


def test_trouble_of_the_database_sets_no_view_aside(service: Service) -> None:
    engine = engine_of(service, replace(COUNTS, on={Received: raising(QueryCanceled("too long"))}))
    filed(service)
    with pytest.raises(Exception, match="too long"):
        engine.catch_up()
    assert standing(engine, "counts") == (1, 0, None)


def test_an_event_that_this_version_does_not_know_stops_the_views_instead_of_being_left_out(
    service: Service, database_url: str
) -> None:
    filed(service)
    with psycopg.connect(database_url) as connection:
        append_statement(1).rows(connection, (UUID(int=1), 1, "petition.of_tomorrow:1", b"{}"))
    with pytest.raises(Exception, match=r"petition\.of_tomorrow:1"):
        service.engine.catch_up()
    assert {each.position for each in service.engine.standings()} == {0}
    assert {each.set_aside for each in service.engine.standings()} == {None}


def test_each_release_writes_the_view_in_its_own_version(service: Service) -> None:
    old = engine_of(service, COUNTS)
    newer = replace(COUNTS, version=2)
    filed(service)
    old.catch_up()
    new = engine_of(service, newer)
    assert new.catch_up() == 3
    filed(service)
    assert old.catch_up() == 2
    assert standing(new, "counts") == (2, end_of(service) - 2, None)
    assert new.catch_up() == 2
    assert standing(old, "counts") == (1, end_of(service), None)
    assert standing(new, "counts") == (2, end_of(service), None)


def test_a_view_goes_no_further_than_the_position_it_is_brought_to(service: Service) -> None:
    first = filed(service).position
    filed(service)
    service.engine.catch_up(upto=first)
    assert {each.position for each in service.engine.standings()} == {first}


@pytest.fixture
def slow(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction that has drawn an id and has not ended."""
    with psycopg.connect(database_url) as connection:
        psycopg.RawCursor(connection).execute(append_statement(1).text, (UUID(int=1), 1, "t", b"{}"))
        yield connection
        connection.rollback()


def test_whoever_needs_a_position_waits_for_the_transaction_before_it(
    service: Service, slow: psycopg.Connection[Any]
) -> None:
    filing = filed(service).position
    Timer(0.2, slow.rollback).start()
    service.engine.catch_up(upto=filing)
    assert has_followed(service, filing)


def test_the_wait_for_a_transaction_has_an_end(
    service: Service, slow: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "PATIENCE", 0.1)
    filing = filed(service).position
    service.engine.catch_up(upto=filing)
    assert not has_followed(service, filing)


def test_the_lag_is_the_age_of_the_oldest_event_not_shown_and_names_who_holds_it_back(
    service: Service, slow: psycopg.Connection[Any]
) -> None:
    filed(service)
    service.engine.catch_up()
    later = service.now() + timedelta(seconds=7)
    lag = service.engine.lag(later)
    assert (lag.seconds, lag.position) == (7.0, 1)
    assert lag.gap is not None
    assert lag.gap.processes == (slow.info.backend_pid,)
    slow.rollback()
    assert service.engine.lag(later).gap is None
    service.engine.catch_up()
    lag = service.engine.lag(later)
    assert (lag.seconds, lag.position, lag.gap) == (0.0, end_of(service), None)


def test_an_engine_with_nothing_to_do_locks_nothing(service: Service) -> None:
    filed(service)
    service.engine.catch_up()
    locks = "SELECT view, xmax::text, ctid::text FROM views.positions ORDER BY view"
    before = rows(service, locks)
    for _ in range(3):
        assert service.engine.advance() == 0
        assert service.engine.catch_up(VIEWS[:2]) == 0
    assert rows(service, locks) == before


def test_views_that_another_process_is_at_work_on_are_left_out_without_waiting(
    service: Service, database_url: str
) -> None:
    filed(service)
    with psycopg.connect(database_url) as other:
        other.execute("SELECT FROM views.positions WHERE view = 'petitions' FOR UPDATE")
        service.engine.catch_up(wait=False)
        behind = [each.view for each in service.engine.standings() if each.position < end_of(service)]
    assert behind == ["petitions"]


def test_a_full_batch_ends_where_no_stream_goes_on_so_that_what_was_appended_together_is_shown_together() -> None:
    def log(*streams: int) -> list[Stored]:
        return [Stored(place, UUID(int=stream), 1, "", b"") for place, stream in enumerate(streams, 1)]

    alone = range(10, 10 + BATCH)
    few = log(1, 1, 2)
    assert appended_whole(few) == few
    end = BATCH - NEXT_ROWS
    assert len(appended_whole(log(*alone))) == end
    split = log(*alone[: end - 3], 1, 7, 1, 1, *alone[end + 1 :])
    assert appended_whole(split) == split[: end - 3]
    one = log(*[1] * BATCH)
    assert appended_whole(one) == one
