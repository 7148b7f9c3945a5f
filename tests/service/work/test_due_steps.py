"""What days ask of the service is taken once: by the worker or before a command, killed, parked or resumed."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.actors import Cause, ServiceActing
from domain.cases.overdue import FoundOverdue
from domain.cases.reacting import TakeDueSteps
from domain.catalogue import CASES
from domain.deadlines.calendar import YearCalendar
from domain.petition.codes import Delivery
from domain.petition.events import ClocksSettled, NoticeSent, PresumedAccepted
from domain.petition.notices import Notice, SendNotice
from projections.due_dates import DUE_DATES
from projections.petitions import PETITIONS
from service.edge.running import Service
from service.store.steps import Step
from service.store.tasks import Task
from service.views.metrics import figures
from service.views.naming import table_of
from service.work.due_steps import taking
from tests.support.filing import CLERK, filed, with_unit
from tests.support.following import until, working
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store
REPOSITORY = Path(__file__).parents[3]
SEPT_16, DUE_ON, DAY_AFTER = date(2025, 9, 16), date(2025, 10, 9), date(2025, 10, 10)
TAKING = """
import sys
from datetime import date
from pathlib import Path
from tests.support.services import TestClock, service_on

clock = TestClock()
clock.set_day(date(2026, 3, 3))
service = service_on(sys.argv[1], Path(sys.argv[2]), clock)
service.engine.catch_up()
print("ready", flush=True)
while service.due_steps.advance():
    print("taken", flush=True)
"""


@pytest.fixture
def letters(service: Service, clock: TestClock) -> list[UUID]:
    """Three letters that came on 16 September 2025, whose petitioners nobody told anything."""
    clock.set_day(SEPT_16)
    with_unit(service)
    return [filed(service).stream for _ in range(3)]


def facts(service: Service, case: UUID) -> list[str]:
    return [type(each.event).__name__ for each in service.ledger.history(case)][2:]


def row(service: Service, view: Any, case: UUID) -> dict[str, Any]:
    with service.reading.get_connection() as connection:
        query = f"SELECT * FROM {table_of(view)} WHERE case_id = %s ORDER BY 1"
        return dict(connection.execute(query, (case,)).fetchall()[0])


def test_they_are_taken_when_their_day_has_come_and_found_by_it(
    service: Service, clock: TestClock, letters: list[UUID]
) -> None:
    clock.set_day(DUE_ON)
    assert service.due_steps.catch_up() == 0
    clock.set_day(DAY_AFTER)
    assert service.due_steps.catch_up() == len(letters)
    assert service.due_steps.catch_up() == 0
    overdue, presumed = service.ledger.history(letters[0])[2:]
    assert isinstance(overdue.event, FoundOverdue)
    assert overdue.by == presumed.by == ServiceActing(Task.DUE_STEPS, Cause(letters[0], 1))
    assert overdue.at == clock()
    assert isinstance(presumed.event, PresumedAccepted)
    shown = row(service, PETITIONS, letters[0])
    assert (shown["overdue_rules"], shown["wakes_on"]) == ("D-P01", date(2025, 12, 2))
    service.engine.catch_up()
    assert row(service, DUE_DATES, letters[0])["overdue_on"] == DAY_AFTER


def test_a_command_finds_the_record_brought_to_its_day_whether_or_not_the_worker_came(
    service: Service, clock: TestClock, letters: list[UUID]
) -> None:
    clock.set_day(DAY_AFTER)
    told = service.ledger.execute([Step(letters[0], SendNotice(Notice(DAY_AFTER, Delivery.POST)))], CLERK, "key")
    assert facts(service, letters[0]) == ["FoundOverdue", "PresumedAccepted", "NoticeSent"]
    by_itself = ServiceActing(Task.DUE_STEPS, Cause(letters[0], 1))
    assert [each.by for each in service.ledger.history(letters[0])][-3:] == [by_itself, by_itself, CLERK]
    assert (told.version, [type(each.event) for each in told.recorded]) == (5, [NoticeSent])
    again = service.ledger.execute([Step(letters[0], SendNotice(Notice(DAY_AFTER, Delivery.POST)))], CLERK, "key")
    assert (again.is_repeat, again.recorded) == (True, told.recorded)
    service.due_steps.catch_up()
    service.ledger.execute([Step(letters[1], SendNotice(Notice(DAY_AFTER, Delivery.POST)))], CLERK)
    assert facts(service, letters[1]) == facts(service, letters[0])


def test_a_refused_command_leaves_the_step_to_the_worker(
    service: Service, clock: TestClock, letters: list[UUID]
) -> None:
    clock.set_day(DAY_AFTER)
    tomorrow = SendNotice(Notice(date(2025, 10, 11), Delivery.POST))
    (tried,) = service.ledger.execute_each([Step(letters[0], tomorrow)], CLERK)
    assert tried.rejection is not None
    assert facts(service, letters[0]) == []
    assert service.due_steps.catch_up() == len(letters)


def test_workers_at_once_take_every_step_once(
    service: Service, database_url: str, clock: TestClock, letters: list[UUID], tmp_path: Path
) -> None:
    clock.set_day(DAY_AFTER)
    service.engine.catch_up()
    with closing(service_on(database_url, tmp_path, clock)) as other, ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda each: each.due_steps.advance(), (service, other)))
    assert sum(taken) == len(letters)
    assert [facts(service, case) for case in letters] == [["FoundOverdue", "PresumedAccepted"]] * len(letters)


def test_the_worker_takes_them_beside_the_views(service: Service, clock: TestClock, letters: list[UUID]) -> None:
    clock.set_day(DAY_AFTER)
    with working(service, others=[service.due_steps.task()]):
        until(lambda: all(facts(service, case) for case in letters))


def test_a_worker_that_is_killed_doubles_and_forgets_nothing(
    service: Service, clock: TestClock, letters: list[UUID], tmp_path: Path
) -> None:
    clock.set_day(SEPT_16)
    cases = [*letters, *(filed(service).stream for _ in range(12))]
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", TAKING, service.url, tmp_path], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            process.stdout.readline()
            until(lambda: bool(taken(service, cases)))
            process.kill()
    clock.set_day(date(2026, 3, 3))
    service.due_steps.catch_up()
    assert {tuple(facts(service, case)) for case in cases} == {("FoundOverdue", "PresumedAccepted", "FoundOverdue")}


def taken(service: Service, cases: list[UUID]) -> list[UUID]:
    return [case for case in cases if facts(service, case)]


@contextmanager
def without_its_key(service: Service, case: UUID) -> Iterator[None]:
    """The data keys of the case cannot be opened, as where a page of the disk went bad."""
    spoil = "UPDATE data_keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 255) WHERE stream = %s"
    with psycopg.connect(service.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE data_keys DISABLE TRIGGER USER")
        connection.execute(spoil, (case,))
        yield
        connection.execute(spoil, (case,))
        connection.execute("ALTER TABLE data_keys ENABLE TRIGGER USER")


def test_one_that_cannot_be_taken_is_parked_told_of_and_holds_up_no_other(
    service: Service, clock: TestClock, letters: list[UUID]
) -> None:
    clock.set_day(DAY_AFTER)
    service.engine.catch_up()
    with without_its_key(service, letters[0]):
        assert service.due_steps.catch_up() == len(letters) - 1
        (parked,) = service.due_steps.parked()
        assert (parked.case_id, parked.kind, parked.version, parked.due_on) == (letters[0], "petition", 2, DAY_AFTER)
        assert parked.why
        assert figures(service.reading, service.engine, service.now()).parked_steps == 1
        assert service.due_steps.catch_up() == 0, "it is not tried again and again"
    assert facts(service, letters[0]) == []
    assert service.due_steps.resume([letters[0]]) == 1
    assert service.due_steps.catch_up() == 1
    assert service.due_steps.parked() == []
    assert facts(service, letters[0]) == ["FoundOverdue", "PresumedAccepted"]


def test_terms_are_counted_anew_by_the_worker_where_whoever_recorded_the_plan_could_not(
    service: Service, clock: TestClock, letters: list[UUID]
) -> None:
    """Trial 1: a running term is due on a day that a plan recorded later takes off."""
    plan = service.settling.known_calendar().years[2025]
    service.settling.import_calendar(YearCalendar(2025, {**plan.off, DUE_ON: "other"}, plan.worked))
    service.followers.prepare()
    while service.followers.advance("plans"):
        pass
    settled = service.ledger.history(letters[0])[-1]
    assert isinstance(settled.event, ClocksSettled)
    assert settled.event.clocks[0].due_on == DAY_AFTER
    assert isinstance(settled.by, ServiceActing)
    assert settled.by.cause is not None
    clock.set_day(DAY_AFTER)
    assert service.due_steps.catch_up() == 0
    clock.set_day(date(2025, 10, 11))
    assert service.due_steps.catch_up() == len(letters)


def test_every_kind_of_case_has_a_command_by_which_its_steps_are_taken() -> None:
    assert all(issubclass(taking(aggregate.kind), TakeDueSteps) for aggregate in CASES)
