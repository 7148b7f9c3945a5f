"""What days ask of the service in cases: taken by the worker in the order of the days, found by an index."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import InterfaceError, OperationalError
from psycopg.rows import class_row, tuple_row

from domain.cases.reacting import NothingDue, TakeDueSteps
from domain.catalogue import BY_KIND, CASES
from domain.kernel import Rejected
from projections.catalogue import CASE_VIEWS
from service.machine.database import Database
from service.store.ledger import Ledger
from service.store.steps import Busy, OutcomeUnknown, Step, StoreUnavailable
from service.store.tasks import Task
from service.views.engine import Engine
from service.views.naming import table_of
from service.work.worker import Task as Work

BATCH = 50
REST = 1.0
"""Seconds between two looks for days that have come: a command takes the steps of its own record before it anyway."""
DUE = """
    SELECT case_id, version, wakes_on FROM {view} due
    WHERE wakes_on <= %s AND NOT EXISTS (
        SELECT FROM parked_steps parked WHERE parked.case_id = due.case_id AND parked.version = due.version
    )
    ORDER BY wakes_on, case_id LIMIT %s
"""
PARK = """
    INSERT INTO parked_steps (case_id, kind, version, due_on, why) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (case_id) DO UPDATE SET
        (version, due_on, why, parked_at) = (EXCLUDED.version, EXCLUDED.due_on, EXCLUDED.why, now())
"""
PARKED = "SELECT case_id, kind, version, due_on, why, parked_at FROM parked_steps ORDER BY due_on, case_id"
AWAY = (OperationalError, InterfaceError, StoreUnavailable, OutcomeUnknown, Busy)
"""The database's trouble, or other writers', and not the case's: tried again as it is."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parked:
    """A case in which the service could not take its step, at the version at which it tried; `why` is a code."""

    case_id: UUID
    kind: str
    version: int
    due_on: date
    why: str
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class _Due:
    case: UUID
    kind: str
    version: int
    on: date


def taking(kind: str) -> type[TakeDueSteps[Any]]:
    """The command of that kind of case by which the service takes its steps."""
    return next(each for each in BY_KIND[kind].commands if issubclass(each, TakeDueSteps))


class DueSteps:
    """Takes the steps that are due; any number of processes may, for each step is taken once."""

    def __init__(self, ledger: Ledger, engine: Engine, reading: Database) -> None:
        self._ledger = ledger
        self._engine = engine
        self._reading = reading

    def task(self) -> Work:
        """A task of the worker."""
        return Work(Task.DUE_STEPS, self.advance, rest=REST)

    def advance(self) -> int:
        """One batch of cases, those that have waited longest first; returns in how many a step was taken.

        A case that refuses or fails is parked at its version and holds up no other.
        """
        due = sorted(self._due(), key=lambda each: (each.on, each.case))[:BATCH]
        taken = sum(self._takes(each) for each in due)
        if taken:
            self._engine.catch_up(CASE_VIEWS.values())
        return taken

    def catch_up(self) -> int:
        """All that is due by now; returns in how many cases."""
        self._engine.catch_up(CASE_VIEWS.values())
        done = 0
        while taken := self.advance():
            done += taken
        return done

    def parked(self) -> list[Parked]:
        """The cases in which a step could not be taken, those that have waited longest first."""
        with self._reading.get_connection() as connection, connection.cursor(row_factory=class_row(Parked)) as cursor:
            return cursor.execute(PARKED).fetchall()

    def resume(self, cases: Iterable[UUID]) -> int:
        """Lets the worker try these cases again; returns how many were parked."""
        with self._reading.get_connection() as connection:
            return connection.execute("DELETE FROM parked_steps WHERE case_id = ANY(%s)", (list(cases),)).rowcount

    def _due(self) -> Iterator[_Due]:
        today = self._ledger.today()
        with self._reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            for kind in (aggregate.kind for aggregate in CASES):
                found = cursor.execute(DUE.format(view=table_of(CASE_VIEWS[kind])), (today, BATCH))
                yield from (_Due(case, kind, version, on) for case, version, on in found.fetchall())

    def _takes(self, due: _Due) -> bool:
        """Whether a step was taken, and by nobody before."""
        try:
            self._ledger.execute([Step(due.case, taking(due.kind)())], Task.DUE_STEPS.actor)
        except NothingDue:
            return False
        except AWAY:
            raise
        except Rejected as refusal:
            self._park(due, refusal.code)
        except Exception as error:
            logger.exception("a step that is due in a case since %s cannot be taken", due.on)
            self._park(due, type(error).__name__)
        else:
            self.resume([due.case])
            return True
        return False

    def _park(self, due: _Due, why: str) -> None:
        with self._reading.get_connection() as connection:
            connection.execute(PARK, (due.case, due.kind, due.version, due.on, why))
