"""Statements: prepared once in each connection, in the driver's own words where something stands against them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from service.machine.statements import BIGINT, BYTES, IDENTIFIER, TEXT, Statement

pytestmark = pytest.mark.store

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE name = 'casework_tried'"


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def tried() -> Statement:
    return Statement("SELECT $1, $2, $3, $4", (IDENTIFIER, BIGINT, TEXT, BYTES), "tried")


def test_values_come_back_as_they_went(connection: psycopg.Connection[Any]) -> None:
    statement = tried()
    for number in (0, -1, 2**63 - 1, -(2**63)):
        values = (uuid4(), number, "受理 ü", b"\x00\xff")
        assert statement.rows(connection, values) == [values]


def test_a_connection_prepares_it_once_and_another_does_so_anew(
    connection: psycopg.Connection[Any], database_url: str
) -> None:
    statement, values = tried(), (UUID(int=1), 1, "t", b"")
    with psycopg.connect(database_url, autocommit=True) as other:
        for each in (connection, connection, other):
            assert statement.rows(each, values)
            assert each.execute(PREPARED).fetchone() == (1,)


@pytest.mark.parametrize("ending", ["ROLLBACK", "DISCARD ALL"])
def test_names_that_were_given_back_are_taken_anew(connection: psycopg.Connection[Any], ending: str) -> None:
    statement, values = tried(), (UUID(int=1), 1, "t", b"")
    assert statement.rows(connection, values) == [values]
    if ending == "ROLLBACK":
        connection.execute("SELECT 1", prepare=True)
        connection.execute("BEGIN")
    connection.execute(ending)
    connection.execute("SELECT 2")
    assert connection.execute(PREPARED).fetchone() == (0,)
    assert statement.rows(connection, values) == [values]


def test_a_change_that_returns_nothing_has_no_rows(connection: psycopg.Connection[Any]) -> None:
    assert Statement("CREATE TEMPORARY TABLE few (one bigint)", (), "made").rows(connection) == []
    assert Statement("INSERT INTO few VALUES ($1)", (BIGINT,), "few").rows(connection, [1]) == []
    assert connection.execute("SELECT one FROM few").fetchall() == [(1,)]


def test_values_are_as_many_as_there_are_places(connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(ValueError, match="zip"):
        tried().rows(connection, [UUID(int=1)])


def test_a_refusal_is_the_error_of_its_class_and_the_connection_goes_on(connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero, match="division"):
        Statement("SELECT 1 / $1", (BIGINT,), "divided").rows(connection, [0])
    assert tried().rows(connection, (UUID(int=1), 1, "t", b""))


def test_what_cannot_be_prepared_is_tried_again_the_next_time(connection: psycopg.Connection[Any]) -> None:
    statement = Statement("SELECT one FROM later", (), "later")
    with pytest.raises(psycopg.errors.UndefinedTable):
        statement.rows(connection)
    connection.execute("CREATE TEMPORARY TABLE later AS SELECT 1 AS one")
    assert statement.rows(connection) == [(1,)]


def test_a_connection_that_the_server_ended_is_no_answer(
    connection: psycopg.Connection[Any], database_url: str
) -> None:
    statement = tried()
    assert statement.rows(connection, (UUID(int=1), 1, "t", b""))
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (connection.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        statement.rows(connection, (UUID(int=1), 1, "t", b""))
    assert connection.broken
    with pytest.raises(psycopg.OperationalError):
        statement.rows(connection, (UUID(int=1), 1, "t", b""))
