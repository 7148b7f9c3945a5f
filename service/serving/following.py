"""Following the log: what the worker does, all the time, one batch after another."""

from collections.abc import Callable
from threading import Event

from eventsourcing.persistence import PersistenceError
from psycopg import Error
from psycopg_pool import PoolTimeout

from service.composition import Service

IDLE_SECONDS = 0.1
AWAY_SECONDS = 2.0


def follow(service: Service, ended: Event, warn: Callable[[str], None]) -> int:
    """Keeps the views at the end of the log until `ended`; returns how many events were read.

    While the database is away it waits; while another worker is at work it stands by.
    """
    total = 0
    is_away = False
    while not ended.is_set():
        try:
            count = service.engine.advance()
            total += count
            is_away = False
        except (Error, PersistenceError, PoolTimeout) as error:
            if not is_away:
                warn(f"the database does not answer ({type(error).__name__}); the worker waits for it")
            is_away, count = True, 0
        if count == 0:
            ended.wait(AWAY_SECONDS if is_away else IDLE_SECONDS)
    return total
