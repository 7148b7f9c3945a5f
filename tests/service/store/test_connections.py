"""Connections: each thread has its own, keeps it, and gets another where the server has ended it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from eventsourcing.persistence import OperationalError

from service.machine.database import Database, DatabaseRole
from tests.support.databases import OTHER_CLIENTS, away
from tests.support.following import until

pytestmark = pytest.mark.store

OURS = f"SELECT count(*) FROM pg_stat_activity WHERE {OTHER_CLIENTS}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, DatabaseRole.WRITER)
    yield opened
    opened.close()


def used(database: Database) -> int:
    """The server's process behind the connection that this thread gets."""
    with database.get_connection() as connection:
        return connection.info.backend_pid


def test_a_thread_keeps_its_connection_and_shares_it_with_no_other(database: Database) -> None:
    with ThreadPoolExecutor(1) as other:
        here, there = used(database), other.submit(used, database).result()
        assert here != there
        assert (used(database), other.submit(used, database).result()) == (here, there)


def test_what_is_asked_for_while_one_is_used_is_another_one(database: Database) -> None:
    with database.get_connection() as connection:
        assert used(database) != connection.info.backend_pid


def test_connections_end_with_their_thread_and_all_of_them_when_the_database_is_closed(
    database: Database, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as watching:

        def count() -> int:
            row = watching.execute(OURS).fetchone()
            return int(row[0]) if row else 0

        with ThreadPoolExecutor(2) as others:
            used(database)
            others.submit(used, database).result()
            assert count() == 2
        until(lambda: count() == 1)
        with database.get_connection():
            database.close()
        until(lambda: count() == 0)


def test_a_connection_that_the_server_has_ended_or_that_is_left_in_a_transaction_is_replaced(
    database: Database, database_url: str
) -> None:
    before = used(database)
    with away(database_url):
        database.pool.timeout = 0.1
        with pytest.raises(OperationalError):
            used(database)
    assert used(database) != before
    with database.get_connection() as connection:
        connection.execute("BEGIN")
    assert connection.closed
    assert used(database) != before


def test_what_the_writer_executes_keeps_its_plan_and_what_reads_views_does_not(database_url: str) -> None:
    for role, mode in ((DatabaseRole.WRITER, "force_generic_plan"), (DatabaseRole.VIEWS, "auto")):
        database = Database(database_url, role)
        with database.get_connection() as connection:
            assert connection.execute("SHOW plan_cache_mode").fetchone() == {"plan_cache_mode": mode}
        database.close()
