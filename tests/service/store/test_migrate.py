"""Bringing the schema up to date: several at once, once each, and never half."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from service.store import migrate as module
from service.store.migrate import Migration, migrate, migrations, missing
from tests.support.databases import Databases

pytestmark = pytest.mark.store


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    url = databases.empty()
    yield url
    databases.drop(url)


def test_whoever_comes_first_applies_every_step_and_the_others_find_nothing_missing(empty: str) -> None:
    names = [step.name for step in migrations()]
    assert missing(empty) == names
    with ThreadPoolExecutor(4) as threads:
        applied = sorted(threads.map(migrate, [empty] * 4))
    assert [len(each) for each in applied] == [0, 0, 0, len(names)]
    assert missing(empty) == []


def test_steps_are_numbered_without_gaps_or_doubles() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_step_that_fails_leaves_nothing_of_itself(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(empty)
    broken = Migration(9_999, "broken", "CREATE TABLE half (); SELECT 1 / 0")
    known = migrations()
    monkeypatch.setattr(module, "migrations", lambda: [*known, broken])
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(empty)
    assert missing(empty) == ["broken"]
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)
