"""The trace that a file leaves which is taken out of the service: recorded before whoever asked for it has it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import psycopg
from eventsourcing.persistence import PersistenceError

from service.access.trace import TraceUnavailable
from service.machine.database import Database
from service.store.steps import Caller

RECORD = """
    INSERT INTO exports (at, reader, roles, what, form, filter, entries, content_digest, units)
    VALUES (%(at)s, %(reader)s, %(roles)s, %(what)s, %(form)s, %(filter)s, %(entries)s, %(content)s, %(units)s)
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken out: a register or the log, in which form, narrowed down by what, and how many entries of it."""

    what: str
    form: str
    entries: int
    filter: str = ""


class Exports:
    """Records files, by the login that appends to the log and can change nothing."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def record(self, caller: Caller, taken: Taken, file: IO[bytes]) -> None:
        """Records the file as it stands, with the digest of its bytes. Raises TraceUnavailable."""
        facts = {
            "at": self._now(),
            "reader": None if caller.is_service else caller.officer,
            "roles": sorted(role.value for role in caller.roles),
            "what": taken.what,
            "form": taken.form,
            "filter": taken.filter,
            "entries": taken.entries,
            "content": digest_of_file(file),
            "units": sorted({held.unit for held in caller.held}),
        }
        try:
            with self._database.get_connection() as connection:
                connection.execute(RECORD, facts)
        except (psycopg.Error, PersistenceError) as error:
            raise TraceUnavailable from error


def digest_of_file(file: IO[bytes]) -> str:
    """SHA-256 of all that was written to the file, in hexadecimal; leaves it at its end."""
    file.flush()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a true file of bytes
