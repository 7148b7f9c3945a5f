"""States that views are told of: the same whether kept from the batch before or read from the log."""

import psycopg
import pytest

from domain.catalogue import BY_EVENT, CASES
from domain.kernel import fold
from projections.catalogue import VIEWS
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.store.codec import Codec
from service.store.tail import Tail, passed
from service.views import states
from service.views.engine import Engine
from service.views.states import BEFORE, States
from tests.support.filing import filed, with_unit, withdrawn
from tests.support.following import random_history, unequal

pytestmark = pytest.mark.store


@pytest.mark.parametrize("kept", [0, 1, 1_000])
@pytest.mark.parametrize("size", [1, 7])
def test_states_are_those_of_whole_histories(
    service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch, kept: int, size: int
) -> None:
    monkeypatch.setattr(states, "KEPT", kept)
    random_history(with_unit(service), 5, 20)
    found, codec = States(Codec()), Codec()
    with psycopg.connect(database_url) as connection:
        after = 0
        while rows := passed(connection, after, 1_000_000, size):
            news = [codec.decode(*row) for row in rows]
            last = {each.stream: each for each in news if BY_EVENT[type(each.event)] in CASES}
            told = found.after(connection, news)
            assert told.keys() == last.keys()
            for stream, each in last.items():
                history = service.ledger.history(stream)[: each.version]
                assert told[stream] == fold(BY_EVENT[type(each.event)], (one.event for one in history))
            after = rows[-1].position
    assert after > 20


def test_a_worker_that_starts_anew_at_every_batch_keeps_the_same_views(service: Service, database_url: str) -> None:
    with_unit(service)
    stream = filed(service).stream
    for step in (lambda: filed(service), lambda: withdrawn(service, stream), lambda: random_history(service, 2, 10)):
        step()
        database = Database(database_url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS, service.vault.for_search, Tail()).catch_up()
        database.close()
    assert unequal(service) == []


def test_what_came_before_is_read_by_the_key_of_the_log(service: Service, database_url: str) -> None:
    stream = filed(with_unit(service)).stream
    with psycopg.connect(database_url) as connection:
        lines = [row[0] for row in connection.execute("EXPLAIN (COSTS OFF) " + BEFORE, ([stream], [2]))]
    assert not any("Seq Scan" in line for line in lines), lines
