"""What the trace shows to whoever protects personal information: counts, patterns, files and gaps, never a text."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg.rows import class_row

from domain.catalogue import BY_KIND, EVENTS
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from service.access.scopes import free
from service.access.trace import BROKEN, TraceUnavailable
from service.kinds.catalogue import EXCERPTS, KEPT_APART
from service.machine.database import Database
from service.sealing.pseudonyms import marks_in
from service.store.existing import Existing
from service.store.steps import Caller
from service.views.conditions import Condition, is_any
from service.views.queries import Queries

MANY = 20
"""Cases of others that somebody opens within the days asked about, from which it is pointed out."""
CHECKED = 10_000
"""Entries of each trace that a report holds against the ones before them; `casework check-log` takes all."""
SHOWN = 200
"""Openings and files that are listed, the newest first; the counts are of all."""

READERS = """
    SELECT reader, count(*) AS openings, count(DISTINCT case_id) AS cases,
           count(DISTINCT case_id) FILTER (WHERE NOT is_own) AS others, count(*) FILTER (WHERE level = 'C4') AS sealed,
           max(at) AS last_at
    FROM reads WHERE owner = ANY(%(units)s) AND at >= %(since)s AND NOT case_id = ANY(%(hidden)s)
    GROUP BY reader ORDER BY others DESC, openings DESC, reader
"""
OPENINGS = """
    SELECT * FROM (
        SELECT row_number() OVER (ORDER BY number) AS number,
               at, reader, roles, level, purpose, kind, case_id AS case, is_own
        FROM reads WHERE owner = ANY(%(units)s) AND at >= %(since)s AND NOT case_id = ANY(%(hidden)s)
    ) told WHERE %(reader)s::uuid IS NULL OR reader = %(reader)s
    ORDER BY number DESC LIMIT %(most)s
"""
SEALED = """
    SELECT case_id, kind FROM (
        SELECT DISTINCT case_id, kind FROM reads WHERE owner = ANY(%(units)s) AND at >= %(since)s
    ) AS opened
    WHERE EXISTS (SELECT FROM events WHERE originator_id = case_id AND topic = ANY(%(topics)s))
"""
"""The cases among those that were opened that are kept from somebody, as the log tells it: no view may lag behind."""
FILES = """
    SELECT number, at, reader, roles, what, form, filter, entries, content_digest AS digest FROM exports
    WHERE (units && %(units)s OR units = '{}' AND %(is_whole)s) AND at >= %(since)s ORDER BY number DESC LIMIT %(most)s
"""


TOPICS = [topic for topic, form in EVENTS.items() if marks_in(form)]
STEPS = KEPT_APART.steps
OF_PAPERS = {each.path: each.kind for each in EXCERPTS}
"""By what papers are called in the trace: the kind of case that they are of."""


@dataclass(frozen=True, slots=True)
class ReaderCount:
    """How much an officer opened: how often, in how many cases, in how many of others, and how often what is sealed."""

    reader: UUID
    openings: int
    cases: int
    others: int
    sealed: int
    last_at: datetime

    @property
    def is_many(self) -> bool:
        """Whether so many cases of others should be asked about."""
        return self.others >= MANY


@dataclass(frozen=True, slots=True)
class Opening:
    """One entry of the trace."""

    number: int
    at: datetime
    reader: UUID
    roles: list[str]
    level: str
    purpose: str
    kind: str
    case: UUID
    is_own: bool


@dataclass(frozen=True, slots=True)
class File:
    """One file that left; `reader` is None where the service itself wrote it, at its command line."""

    number: int
    at: datetime
    reader: UUID | None
    roles: list[str]
    what: str
    form: str
    filter: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry before which one was taken out, or which was altered."""

    trace: str
    number: int


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How often in a month, such as 2026-03, it was asked to open what is sealed, and what became of it."""

    month: str
    requested: int
    approved: int
    refused: int
    released: int


@dataclass(frozen=True, slots=True)
class _Sealed:
    case_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What the trace shows of some units since a moment."""

    since: datetime
    readers: Sequence[ReaderCount]
    openings: Sequence[Opening]
    files: Sequence[File]
    broken: Sequence[Broken]
    unsealings: Sequence[Unsealed]


class Reports:
    """Reads the trace for those who are appointed to."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], zone: tzinfo, existing: Existing, queries: Queries
    ) -> None:
        self._database = database
        self._now = now
        self._zone = zone
        self._existing = existing
        self._queries = queries

    def of(self, caller: Caller, days: int, reader: UUID | None = None) -> TraceReport:
        """The last days in the units for which the caller protects personal information, and those below them.

        `reader` narrows the openings down to one officer. Raises TraceUnavailable.
        """
        units = protected_by(caller)
        since = self._now() - timedelta(days=days)
        asked = {
            "units": sorted(units),
            "since": since,
            "reader": reader,
            "is_whole": units >= caller.units.known,
            "most": SHOWN,
        }
        asked["hidden"] = self._hidden(caller, asked)
        return TraceReport(
            since,
            self._all(ReaderCount, READERS, asked),
            self._all(Opening, OPENINGS, asked),
            self._all(File, FILES, asked),
            self._all(Broken, BROKEN, {"among": CHECKED}),
            tuple(self._unsealings(caller, units)),
        )

    def _hidden(self, caller: Caller, asked: dict[str, Any]) -> list[UUID]:
        """The cases of which the caller learns nothing, not even that they were opened: they accuse the own line,
        or are the caller's own."""
        sealed = ((each.case_id, each.kind) for each in self._all(_Sealed, SEALED, asked | {"topics": TOPICS}))
        scopes = ((case, self._existing.scope(BY_KIND[OF_PAPERS.get(kind, kind)], case)) for case, kind in sealed)
        return [case for case, scope in scopes if scope is not None and caller.is_kept_away(scope.kept_from)]

    def _unsealings(self, caller: Caller, units: frozenset[UUID]) -> Iterator[Unsealed]:
        """By month, the newest first: how often what is sealed was asked for, approved, refused and released."""
        told = [is_any("event", STEPS), Condition("owner = ANY(%s)", sorted(units)), free(caller)]
        rows = self._queries.all(AUDIT_TRAIL, told)
        counted = Counter((self._month(row["recorded_at"]), STEPS[row["event"]]) for row in rows if row["recorded_at"])
        for month in sorted({month for month, _step in counted}, reverse=True):
            yield Unsealed(month, **{step: counted[month, step] for step in STEPS.values()})

    def _month(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m}"

    def _all(self, row: type[Any], query: str, asked: dict[str, Any]) -> list[Any]:
        try:
            with self._database.get_connection() as connection, connection.cursor(row_factory=class_row(row)) as cursor:
                return cursor.execute(query, asked).fetchall()
        except (psycopg.Error, PersistenceError) as error:
            raise TraceUnavailable from error


def protected_by(caller: Caller) -> frozenset[UUID]:
    """The units for which the caller protects personal information, and those below them."""
    roots: Iterable[UUID] = (held.unit for held in caller.held if held.role is Role.PI_OFFICER)
    return frozenset(unit for root in roots for unit in caller.units.subtree(root))
