"""The trace that opening a confidential text leaves, written before the text is told, and never changed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, tzinfo
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg.rows import tuple_row

from domain.levels import Level, ReadFor
from service.machine.database import Database

RECORD = """
    INSERT INTO reads (at, reader, roles, level, purpose, kind, case_id, owner, is_own)
    VALUES (%(at)s, %(reader)s, %(roles)s, %(level)s, %(purpose)s, %(kind)s, %(case)s, %(owner)s, %(is_own)s)
"""
SAID = """
    SELECT purpose FROM reads WHERE reader = %(reader)s AND case_id = %(case)s AND level = %(level)s AND at >= %(since)s
    ORDER BY number DESC LIMIT 1
"""
RECORDED = """
    SELECT 1 FROM reads WHERE reader = %(reader)s AND case_id = %(case)s AND kind = %(kind)s AND level = %(level)s
    AND purpose = %(purpose)s AND at >= %(since)s LIMIT 1
"""
OF_CASE = "SELECT at, level FROM reads WHERE case_id = %(case)s ORDER BY number"

BROKEN = """
    SELECT trace, number FROM unnest(ARRAY['reads', 'exports']) trace, broken_links(trace, %(among)s::bigint) number
"""
"""Entries of each trace that do not follow the one before, among so many of the last, or all where that is NULL."""


class TraceUnavailable(Exception):
    """That a text is opened cannot be recorded: nothing is opened."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An officer at a case, and the roles by which it exists for that officer.

    `owner` is the unit whose matter it is; it is the reader's own where it is named for the reader or stands before a
    unit for which the reader holds a role.
    """

    reader: UUID
    roles: tuple[str, ...]
    kind: str
    case: UUID
    owner: UUID | None
    is_own: bool


class Trace:
    """Records openings, by the login that appends to the log and can change nothing."""

    def __init__(self, database: Database, now: Callable[[], datetime], zone: tzinfo) -> None:
        self._database = database
        self._now = now
        self._zone = zone

    def record(self, visit: Visit, level: Level, purpose: ReadFor) -> None:
        """Records that texts of that level are opened. Raises TraceUnavailable."""
        facts = asdict(visit) | {"roles": list(visit.roles)}
        self._do(RECORD, at=self._now(), level=level, purpose=purpose, **facts)

    def said_today(self, visit: Visit) -> ReadFor | None:
        """What the officer said today to open what is sensitive in the case for. Raises TraceUnavailable."""
        rows = self._do(SAID, reader=visit.reader, case=visit.case, level=Level.SENSITIVE, since=self._midnight())
        return ReadFor(rows[0][0]) if rows else None

    def is_recorded(self, visit: Visit, level: Level, purpose: ReadFor) -> bool:
        """Whether the same officer opened the same today, for the same purpose. Raises TraceUnavailable."""
        here = {"reader": visit.reader, "kind": visit.kind, "case": visit.case, "since": self._midnight()}
        return bool(self._do(RECORDED, level=level, purpose=purpose, **here))

    def _midnight(self) -> datetime:
        here = self._now().astimezone(self._zone)
        return datetime.combine(here.date(), time.min, self._zone)

    def of_case(self, case: UUID) -> list[tuple[datetime, Level]]:
        """When what is confidential in the case was opened: what the person concerned is told, and never by whom."""
        return [(at, Level(level)) for at, level in self._do(OF_CASE, case=case)]

    def broken(self) -> list[tuple[str, int]]:
        """Every entry that does not follow the one before it: one was taken out there, or altered."""
        return [(trace, number) for trace, number in self._do(BROKEN, among=None)]

    def _do(self, query: str, **facts: Any) -> Sequence[tuple[Any, ...]]:
        try:
            with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
                cursor.execute(query, facts)
                return cursor.fetchall() if cursor.description else ()
        except (psycopg.Error, PersistenceError) as error:
            raise TraceUnavailable from error
