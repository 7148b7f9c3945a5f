"""Bringing the schema up to date: numbered SQL files, each applied once, under one lock."""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import psycopg
from psycopg import Connection

MIGRATIONS_LOCK = 0x63617365

LEDGER_OF_MIGRATIONS = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the schema."""

    number: int
    name: str
    sql: str


def migrations() -> list[Migration]:
    """Every step that this version of the service knows, in order."""
    folder = files("service.store") / "schema"
    return sorted((_migration(file) for file in folder.iterdir() if file.name.endswith(".sql")), key=_number)


def _number(migration: Migration) -> int:
    return migration.number


def _migration(file: Traversable) -> Migration:
    number, _, name = file.name.removesuffix(".sql").partition("_")
    return Migration(int(number), name, file.read_text(encoding="utf-8"))


def migrate(url: str) -> list[str]:
    """Applies what is missing, each step in its own transaction; returns the names of what was applied."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATIONS_LOCK,))
        connection.execute("SET lock_timeout = '10s'")
        connection.execute(LEDGER_OF_MIGRATIONS)
        connection.execute("GRANT SELECT ON schema_migrations TO PUBLIC")
        return [_apply(connection, step) for step in _missing(connection)]


def missing(url: str) -> list[str]:
    """The names of the steps that the database has not seen yet; all of them for an empty one."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT to_regclass('public.schema_migrations')").fetchone()
        if known is None or known[0] is None:
            return [step.name for step in migrations()]
        return [step.name for step in _missing(connection)]


def _missing(connection: Connection[tuple[object, ...]]) -> list[Migration]:
    rows = connection.execute("SELECT number FROM schema_migrations").fetchall()
    done = {row[0] for row in rows}
    return [step for step in migrations() if step.number not in done]


def _apply(connection: Connection[tuple[object, ...]], step: Migration) -> str:
    with connection.transaction():
        connection.execute(step.sql.encode())
        connection.execute("INSERT INTO schema_migrations (number, name) VALUES (%s, %s)", (step.number, step.name))
    return f"{step.number:04} {step.name}"
