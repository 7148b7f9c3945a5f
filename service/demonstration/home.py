"""The folder of the demonstration: begun, finished, or interrupted and begun anew; real data is never touched."""

import shutil
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path

import psycopg

from projections.catalogue import VIEWS
from service.demonstration.seeding import Seeded, seed
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.machine.settings import Settings
from service.store.codec import Codec
from service.store.facts import declare_demonstration, is_demonstration
from service.store.logins import logins_of, prepare_logins
from service.store.migrate import migrate
from service.views.engine import Engine

BEGUN = "demonstration.begun"
DONE = "demonstration.done"


class NotADemonstration(Exception):
    """The folder holds data that the demonstration did not put there."""


class Condition(StrEnum):
    """In which condition the folder is found."""

    EMPTY = "empty"
    INTERRUPTED = "interrupted"
    SEEDED = "seeded"


def condition_of(home: Path) -> Condition:
    """Whether the demonstration was finished here, begun, or neither."""
    if (home / DONE).exists():
        return Condition.SEEDED
    return Condition.INTERRUPTED if (home / BEGUN).exists() else Condition.EMPTY


def prepare(settings: Settings, stage: Callable[[str], None]) -> Seeded | None:
    """Makes the folder hold a finished demonstration; returns None where it did already.

    `stage` is told the name of each stage as it begins: database, seed. Raises NotADemonstration where events are
    found in a folder in which no demonstration was begun.
    """
    if settings.database_url is not None:
        raise NotADemonstration("the demonstration runs on its own embedded database: unset CASEWORK_DATABASE_URL")
    stage("database")
    found = condition_of(settings.home)
    if found is Condition.INTERRUPTED:
        shutil.rmtree(settings.home / "postgres", ignore_errors=True)
    with embedded(settings.home) as server:
        migrate(server.url)
        prepare_logins(server.url, logins_of(settings, server))
        _create_views(server.url)
        if found is Condition.SEEDED and is_demonstration(server.url):
            return None
        _refuse_foreign_data(server.url, settings.home)
        stage("seed")
        (settings.home / BEGUN).touch()
        declare_demonstration(server.url)
        seeded = seed(settings)
        (settings.home / DONE).touch()
        return seeded


def _create_views(url: str) -> None:
    """Makes the tables of views that are new to the folder, and builds them before anybody looks."""
    with closing(Database(url, DatabaseRole.VIEWS)) as database:
        engine = Engine(database, Codec(), VIEWS)
        if engine.prepare():
            engine.catch_up()


def _refuse_foreign_data(url: str, home: Path) -> None:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT EXISTS (SELECT FROM events)").fetchone()
    if row is not None and row[0]:
        raise NotADemonstration(
            f"{home} holds data that is not the demonstration's; name another folder with CASEWORK_HOME"
        )
