"""Calendars on the command line: plans are recorded, and the due days that waited for them become final."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.deadlines.calendar import YearCalendar
from domain.deadlines.clocks import Clock
from domain.deadlines.festivals import base_days
from domain.organisation.working_days import WORKING_DAYS_STREAM
from domain.petition.carrying import carried_stream
from service.edge.running import Service
from service.office import settling
from service.office.calendars import CODES_BY_WORD, packaged_calendar
from service.store.steps import Step
from tests.service.cli.running import Done
from tests.service.importing.books import HEADER, csv_file, mapping
from tests.support.group import OPERATOR
from tests.support.hardships import apply
from tests.support.services import TestClock

pytestmark = pytest.mark.store
Cli = Callable[..., Done]
UNPUBLISHED = max(packaged_calendar().years) + 1
PLAN = YearCalendar(
    UNPUBLISHED,
    {date(UNPUBLISHED, 1, day): "new_year" for day in (1, 2, 3)} | dict(base_days(UNPUBLISHED)),
    frozenset({date(UNPUBLISHED, 1, 9)}),
)
CASES = 120


@pytest.fixture
def waiting(service: Service, clock: TestClock, tmp_path: Path) -> list[UUID]:
    """Cases received on 20 December of a year whose next has no plan yet: their first notice waits for it."""
    clock.set_day(date(UNPUBLISHED - 1, 12, 21))
    service.people.add_unit("HS", "集团")
    rows = "".join(f"A{n},{UNPUBLISHED - 1}-12-20,,来信,1,x\n" for n in range(CASES))
    service.importing.petitions(csv_file(tmp_path / "r.csv", ",".join(HEADER) + "\n" + rows), mapping())
    return [carried_stream("xinfang-2023", f"A{n}") for n in range(CASES)]


def clock_of(service: Service, case: UUID) -> Clock:
    clocks: tuple[Clock, ...] = service.ledger.history(case)[-1].event.clocks  # type: ignore[attr-defined]
    return clocks[0]


def test_provisional_due_days_become_final(service: Service, waiting: list[UUID]) -> None:
    before = clock_of(service, waiting[0])
    assert before.provisional
    assert service.settling.import_calendar(PLAN)
    assert service.settling.settle_clocks() == settling.Settled(CASES, CASES)
    after = clock_of(service, waiting[0])
    assert not after.provisional
    assert {len(service.ledger.history(case)) for case in waiting} == {2}
    assert service.settling.settle_clocks() == settling.Settled(0, 0)
    assert not service.settling.import_calendar(PLAN)


def test_what_a_killed_run_left_is_done_by_the_next(
    service: Service, waiting: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    service.settling.import_calendar(PLAN)

    def killed(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        service.settling.settle_clocks(progress=killed)
    assert sorted({len(service.ledger.history(case)) for case in waiting}) == [1, 2]
    assert service.settling.settle_clocks() == settling.Settled(CASES - settling.GROUP, CASES - settling.GROUP)
    assert {len(service.ledger.history(case)) for case in waiting} == {2}


def test_a_case_that_nothing_settles_does_not_hold_the_others_up(
    service: Service, waiting: list[UUID], clock: TestClock, tmp_path: Path
) -> None:
    clock.set_day(date(UNPUBLISHED + 1, 1, 4))
    text = ",".join(HEADER) + f"\nB1,{UNPUBLISHED + 1}-01-03,,来信,1,x\n"
    service.importing.petitions(csv_file(tmp_path / "later.csv", text), mapping())
    service.settling.import_calendar(PLAN)
    assert service.settling.settle_clocks() == settling.Settled(CASES + 1, CASES)


def test_the_due_days_of_a_hardship_request_become_final_too(service: Service, clock: TestClock) -> None:
    """First contact within five working days of 28 December lies in the year without a plan."""
    applied_on = date(UNPUBLISHED - 1, 12, 28)
    clock.set_day(applied_on)
    unit, _ = service.people.add_unit("HS", "集团")
    case = uuid4()
    service.ledger.execute([Step(case, apply(applied_on, unit=unit))], OPERATOR)
    service.settling.import_calendar(PLAN)
    assert service.settling.settle_clocks() == settling.Settled(1, 1)
    assert [clock_of(service, case).rule, clock_of(service, case).provisional] == ["D-H01", False]


def test_importing_on_the_command_line_says_what_it_did(cli: Cli, waiting: list[UUID], plan_file: Path) -> None:
    first = cli("calendar", "import", str(plan_file), "--json").facts
    assert first == {"years": [{"year": UNPUBLISHED, "recorded": True}], "provisional": CASES, "settled": CASES}
    again = cli("calendar", "import", str(plan_file), "--json").facts
    assert again == {"years": [{"year": UNPUBLISHED, "recorded": False}], "provisional": 0, "settled": 0}


def test_a_year_is_shown_from_the_package_or_from_the_log(cli: Cli, plan_file: Path) -> None:
    assert cli("calendar", "show", "2025", "--json").facts["is_published"]
    assert not cli("calendar", "show", str(UNPUBLISHED), "--json").facts["is_published"]
    assert "provisional" in cli("calendar", "show", str(UNPUBLISHED)).out
    cli("calendar", "import", str(plan_file))
    shown = cli("calendar", "show", str(UNPUBLISHED))
    assert f"{date(UNPUBLISHED, 1, 1):%Y-%m-%d  %a}  new_year\n" in shown.out
    assert f"{date(UNPUBLISHED, 1, 9):%Y-%m-%d  %a}  make-up working day\n" in shown.out


def test_a_settled_case_can_be_seen_as_it_was(cli: Cli, service: Service, waiting: list[UUID]) -> None:
    service.settling.import_calendar(PLAN)
    service.settling.settle_clocks()
    case = str(waiting[0])
    assert [cli("history", case, "--as-of", t, "--json").facts["version"] for t in ("1", "2")] == [1, 2]
    first = cli("history", case, "--json").facts["events"][0]
    assert cli("history", case, "--as-of", f"p{first['position']}", "--json").facts["version"] == 1


def test_a_known_plan_is_what_decisions_follow(service: Service) -> None:
    assert not service.settling.known_calendar().is_published(UNPUBLISHED)
    service.settling.import_calendar(PLAN)
    assert service.settling.known_calendar().is_day_off(date(UNPUBLISHED, 1, 1) + timedelta(days=2))


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return written(tmp_path / "plan.json", PLAN)


def written(path: Path, plan: YearCalendar) -> Path:
    """The plan as a file."""
    words = {code: word for word, code in CODES_BY_WORD.items()}
    days = [{"name": words.get(code, "?"), "date": str(day), "isOffDay": True} for day, code in plan.off.items()]
    days += [{"name": "元旦", "date": str(day), "isOffDay": False} for day in plan.worked]
    path.write_text(json.dumps({"year": plan.year, "papers": [], "days": days}), encoding="utf-8")
    return path


@pytest.fixture
def due(service: Service, clock: TestClock, tmp_path: Path) -> tuple[UUID, date]:
    """A case with a final due day in a year whose plan is known, and that day."""
    clock.set_day(date(2026, 3, 3))
    service.people.add_unit("HS", "集团")
    text = ",".join(HEADER) + "\nA1,2026-03-03,,来信,1,x\n"
    service.importing.petitions(csv_file(tmp_path / "r.csv", text), mapping())
    case = carried_stream("xinfang-2023", "A1")
    before = clock_of(service, case)
    assert not before.provisional
    return case, before.due_on


def plan_with(day: date) -> YearCalendar:
    """The plan of 2026 imported anew with one day more off."""
    plan = packaged_calendar().years[2026]
    return YearCalendar(2026, {**plan.off, day: "other"}, plan.worked)


def test_a_final_due_day_that_a_plan_makes_a_day_off_moves_and_names_the_plan_that_moved_it(
    cli: Cli, service: Service, due: tuple[UUID, date], tmp_path: Path
) -> None:
    """民法典 §203: a term ends on no day off. A plan that is imported again is a later version of what is followed."""
    case, day = due
    plan = written(tmp_path / "plan.json", plan_with(day))
    tried = cli("calendar", "import", str(plan), "--dry-run", "--json").facts
    assert tried["years"] == [{"year": 2026, "recorded": True}]
    assert [(each["case"], each["rule"], each["due_on"]) for each in tried["moves"]] == [(str(case), "D-P01", str(day))]
    assert len(service.ledger.history(case)) == 1, "a dry run records nothing"
    assert str(day) in cli("calendar", "import", str(plan), "--dry-run").out
    done = cli("calendar", "import", str(plan), "--json").facts
    assert (done["provisional"], done["settled"]) == (1, 1)
    settled = service.ledger.history(case)[-1].event
    assert clock_of(service, case).due_on == date.fromisoformat(tried["moves"][0]["becomes"]) > day
    assert settled.calendar_version == len(service.ledger.history(WORKING_DAYS_STREAM)) == 1  # type: ignore[attr-defined]
    assert cli("calendar", "import", str(plan), "--json").facts["settled"] == 0


def test_a_plan_that_touches_no_counted_day_moves_nothing(
    cli: Cli, service: Service, due: tuple[UUID, date], tmp_path: Path
) -> None:
    case, day = due
    plan = written(tmp_path / "plan.json", plan_with(day + timedelta(days=1)))
    assert cli("calendar", "import", str(plan), "--dry-run", "--json").facts["moves"] == []
    assert cli("calendar", "import", str(plan), "--json").facts["settled"] == 0
    assert len(service.ledger.history(case)) == 1


def test_a_plan_that_leaves_out_days_off_by_law_is_refused_unless_it_is_said(cli: Cli, tmp_path: Path) -> None:
    spring = [day for day, code in PLAN.off.items() if code == "spring_festival" and day.weekday() < 5]
    off = {day: code for day, code in PLAN.off.items() if code != "spring_festival"}
    plan = written(tmp_path / "plan.json", YearCalendar(UNPUBLISHED, off, frozenset()))
    for argv in ([], ["--dry-run"]):
        refused = cli("calendar", "import", str(plan), *argv, "--json")
        assert (refused.code, refused.facts["code"]) == (1, "base_days_left_out")
        assert str(spring[0]) in refused.err
    said = cli("calendar", "import", str(plan), "--left-out", *map(str, spring), "--json")
    assert said.facts["years"] == [{"year": UNPUBLISHED, "recorded": True}]
    assert cli("calendar", "import", str(plan), "--left-out", "soon").code == 2
