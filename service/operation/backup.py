"""Backups: the log in one file, the wrapped data keys in another, the master key in neither; views are rebuilt.

The first file is a custom-format archive of `pg_dump` with the schema and every table but the views and the rows of
`data_keys`; the second, beside it with the ending `.keys`, is described in `service/operation/backup_keys.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, IsolationLevel, sql
from psycopg.conninfo import conninfo_to_dict

from service.operation.backup_keys import (
    BackupUnusable,
    Contents,
    digest_of,
    keys_file_of,
    load_keys,
    read_keys_file,
    require_as_written,
    write_keys_file,
)
from service.operation.backup_programs import Programs
from service.sealing.keys import MasterKey

Progress = Callable[[int], None]

CONTENTS = "SELECT count(*), coalesce(max(notification_id), 0) FROM events"
KEYS = "SELECT count(*) FROM data_keys"
ROLES = r"SELECT rolname FROM pg_roles WHERE rolname ~ '^casework_[a-z_]+$' AND NOT rolcanlogin ORDER BY rolname"
VIEW_TABLES = r"""
    SELECT format('views.%I', c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'views' AND c.relkind = 'r' AND EXISTS (
        SELECT FROM views.positions p WHERE starts_with(c.relname, p.view || '_v' || p.version)
    )
"""
RELATIONS = r"""
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds and where it lies."""

    file: Path
    keys_file: Path
    contents: Contents
    keys: int


def back_up(programs: Programs, file: Path, master_key: MasterKey, progress: Progress = lambda done: None) -> Backup:
    """Writes both files, each readable by its owner alone, of one and the same moment; never overwrites one.

    Raises BackupUnusable when a file is there already or `pg_dump` fails.
    """
    keys_file = keys_file_of(file)
    for path in (file, keys_file):
        if path.exists():
            raise BackupUnusable(f"{path} exists already and is not overwritten: name another file")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with _snapshot(programs.url) as (connection, snapshot):
            _dump(programs, connection, snapshot, unfinished, progress)
            contents = _contents(connection, digest_of(unfinished))
            write_keys_file(keys_file, connection, contents, master_key)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(file, keys_file, contents, contents.keys)


def restore(programs: Programs, file: Path, master_key: MasterKey) -> Backup:
    """Brings a backup back into an empty database: everything that can be tried is tried before anything is written.

    Raises BackupUnusable for a file that is damaged, keys that belong to another backup or another master key, and a
    database that is not empty. Newer steps of the schema and the views are still to come: `casework migrate`.
    """
    keys_file = keys_file_of(file)
    contents, keys = read_keys_file(keys_file, file)
    opened = load_keys(keys, master_key)
    require_as_written(keys_file, contents, master_key)
    with psycopg.connect(programs.url, autocommit=True) as connection:
        _require_empty(connection)
        with _roles(connection, contents.roles):
            _load(programs, file)
        with connection.transaction():
            _insert_keys(connection, opened)
            _require_complete(connection, contents)
    return Backup(file, keys_file, contents, len(opened))


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[Connection[Any], str]]:
    """A moment of the database that other connections may share; it holds no writer back."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, row[0] if row else ""


def _dump(programs: Programs, connection: Connection[Any], snapshot: str, file: Path, progress: Progress) -> None:
    left_out = [row[0] for row in connection.execute(VIEW_TABLES)]
    options = [f"--exclude-table={table}" for table in left_out]
    options += [
        "--exclude-table-data=*.data_keys",
        "--exclude-table-data=public.sessions",
        "--exclude-table-data=public.answered_challenges",
        "--exclude-table-data=views.*",
    ]
    options += ["--format=custom", f"--snapshot={snapshot}", f"--file={file}"]
    programs.run("pg_dump", options, lambda: progress(file.stat().st_size if file.exists() else 0))


def _contents(connection: Connection[Any], digest: str) -> Contents:
    count, last = connection.execute(CONTENTS).fetchone() or (0, 0)
    roles = tuple(row[0] for row in connection.execute(ROLES))
    keys = (connection.execute(KEYS).fetchone() or (0,))[0]
    return Contents(archive=digest, events=count, last_position=last, roles=roles, keys=keys)


def _require_empty(connection: Connection[Any]) -> None:
    row = connection.execute(RELATIONS).fetchone()
    if row is None or row[0]:
        raise BackupUnusable("the database is not empty: restore into a new one, or drop this one and create it anew")


@contextmanager
def _roles(connection: Connection[Any], roles: tuple[str, ...]) -> Iterator[None]:
    """The roles that own what is restored; while it is created they may create in the schema, and not afterwards."""
    names = [sql.Identifier(role) for role in roles]
    for role, name in zip(roles, names, strict=True):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
        member = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", (role,)).fetchone()
        if member is None or not member[0]:
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
        connection.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(name))
    try:
        yield
    finally:
        for name in names:
            connection.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(name))


def _load(programs: Programs, file: Path) -> None:
    database = conninfo_to_dict(programs.url).get("dbname", "")
    options = ["--single-transaction", "--exit-on-error", f"--dbname={database}", str(file)]
    programs.run("pg_restore", options)


def _insert_keys(connection: Connection[Any], keys: list[tuple[Any, ...]]) -> None:
    columns = "key_id, subject, stream, key_class, master_key_id, wrapped, created_at, destroyed_at"
    with connection.cursor() as cursor, cursor.copy(f"COPY data_keys ({columns}) FROM STDIN") as copy:
        for row in keys:
            copy.write_row(row)


def _require_complete(connection: Connection[Any], contents: Contents) -> None:
    count, last = connection.execute(CONTENTS).fetchone() or (0, 0)
    if (count, last) != (contents.events, contents.last_position):
        raise BackupUnusable(
            f"restored {count} events up to position {last}; the backup says {contents.events} up to "
            f"{contents.last_position}: drop this database and do not use the backup"
        )
