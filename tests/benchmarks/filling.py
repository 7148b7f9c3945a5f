"""Filling a store with many cases in minutes: copies of true ones over the years, written straight into the log."""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby
from pathlib import Path

import psycopg

from service.sealing.keys import MasterKey, load_master_key
from tests.benchmarks.templates import Compiled, Copy, Template, Templates, compiled

WEEKS = 312
"""Six years: so far the oldest copies lie back."""
STILL_RUNNING = 20
"""One copy of so many older ones still has its open cases; in the others every case has ended."""
WEEK = timedelta(weeks=1)
LONGEST = timedelta(days=160)
"""No case among the templates takes longer."""
PROCESSES = 2
EVENT = ("int8", "uuid", "int8", "text", "bytea")
KEY = ("uuid", "uuid", "uuid", "text", "text", "bytea")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which copies are made, of all templates or of the ended ones alone, the oldest first."""

    made: Compiled
    copies: tuple[Copy, ...]
    by_weeks: Mapping[int, Sequence[Copy]]

    def of(self, copy: Copy) -> Templates:
        """The templates of a copy: the newest ones and some older ones hold open cases as well."""
        is_whole = copy.earlier < LONGEST or copy.number % STILL_RUNNING == 0
        return self.made.every if is_whole else self.made.ended

    @property
    def cases(self) -> int:
        """How many cases the copies hold together."""
        return sum(self.of(copy).cases for copy in self.copies)


def planned(made: Compiled, cases: int) -> Plan:
    """Copies, spread evenly over the years, that hold at least so many cases."""
    number = max(1, cases // made.every.cases)
    while (plan := _plan(made, number)).cases < cases:
        number += max(1, (cases - plan.cases) // made.every.cases)
    return plan


def _plan(made: Compiled, number: int) -> Plan:
    weeks = (WEEKS - place * WEEKS // number for place in range(number))
    copies = tuple(Copy(place, back * WEEK) for place, back in enumerate(weeks, 1))
    return Plan(made, copies, {back: list(group) for back, group in groupby(copies, lambda each: each.earlier // WEEK)})


def fill(url: str, key_file: Path, template_url: str, cases: int) -> int:
    """Writes copies of the template database's cases, at least so many; returns how many cases were written.

    The log gets them in the order of their days, kinds among one another, in the stored form that the codec made:
    ids, days, case numbers and data keys are new, and every personal value is sealed anew for its place.
    """
    plan = planned(compiled(template_url, load_master_key(key_file)), cases)
    days = _days(plan)
    counts = [sum(len(_on(plan, copy, day)) for copy in _at_work(plan, day)) for day in days]
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT coalesce(max(notification_id), 0) FROM events").fetchone()
        before = int(row[0]) if row else 0
        starts = [before + 1 + total for total in accumulate([0, *counts])]
        _in_parallel(url, key_file, template_url, cases, days, starts)
        connection.execute("SELECT setval('events_notification_id_seq', %s)", (starts[-1] - 1,))
    return plan.cases


def _days(plan: Plan) -> list[date]:
    events = plan.made.every.events
    first = plan.made.every.first_on - plan.copies[0].earlier
    last = max(each.day for each in events) - plan.copies[-1].earlier
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _in_parallel(
    url: str, key_file: Path, template_url: str, cases: int, days: Sequence[date], starts: Sequence[int]
) -> None:
    context = multiprocessing.get_context("spawn")
    middle = next(place for place, start in enumerate(starts) if start - starts[0] >= (starts[-1] - starts[0]) // 2)
    spans = ((0, middle), (middle, len(days)))
    processes = [
        context.Process(
            target=_write, args=(url, key_file, template_url, cases, days[first:last], starts[first], number)
        )
        for number, (first, last) in enumerate(spans)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit("filling the store failed")


def _write(
    url: str, key_file: Path, template_url: str, cases: int, days: Sequence[date], start: int, number: int
) -> None:
    master_key = load_master_key(key_file)
    plan = planned(compiled(template_url, master_key), cases)
    with psycopg.connect(url) as connection:
        _copy_events(connection, plan, days, start)
        _copy_keys(connection, plan, master_key, plan.copies[number::PROCESSES])


def _copy_events(connection: psycopg.Connection, plan: Plan, days: Sequence[date], start: int) -> None:
    columns = "notification_id, originator_id, originator_version, topic, state"
    with connection.cursor().copy(f"COPY events ({columns}) FROM STDIN (FORMAT BINARY)") as copying:
        copying.set_types(EVENT)
        for position, (copy, event) in enumerate(_in_order(plan, days), start):
            copying.write_row((position, copy.id(event.stream), event.version, event.topic, event.state(copy)))


def _copy_keys(connection: psycopg.Connection, plan: Plan, master_key: MasterKey, copies: Sequence[Copy]) -> None:
    columns = "key_id, subject, stream, key_class, master_key_id, wrapped"
    with connection.cursor().copy(f"COPY data_keys ({columns}) FROM STDIN (FORMAT BINARY)") as copying:
        copying.set_types(KEY)
        for copy in copies:
            for known in plan.of(copy).keys:
                row = master_key.wrap(copy.key(known))
                copying.write_row(
                    (row.key_id, row.subject, row.stream, str(row.key_class), row.master_key_id, row.wrapped)
                )


def _in_order(plan: Plan, days: Sequence[date]) -> Iterator[tuple[Copy, Template]]:
    for day in days:
        for copy in _at_work(plan, day):
            for event in _on(plan, copy, day):
                yield copy, event


def _at_work(plan: Plan, day: date) -> Iterator[Copy]:
    """The copies that may have recorded something on the day, the oldest first."""
    back = plan.made.every.first_on - day
    for weeks in range((back + LONGEST) // WEEK, (back - timedelta(days=1)) // WEEK, -1):
        yield from plan.by_weeks.get(weeks, ())


def _on(plan: Plan, copy: Copy, day: date) -> Sequence[Template]:
    return plan.of(copy).on(day + copy.earlier)
