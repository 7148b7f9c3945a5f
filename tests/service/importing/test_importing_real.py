"""Three real registers, imported whole: exact counts, nothing twice, and lateness as computed without us."""

import csv
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.deadlines.rules import REGISTER
from service.edge.running import Service
from service.importing.mapping import read_mapping
from tests.service.importing.imports import carried_events, counts, last_position

ROOT = Path(__file__).parents[3]
REGISTERS = ROOT.parent / "shared" / "data" / "registers"
MAPPINGS = ROOT / "service" / "importing" / "mappings"
COUNCIL = REGISTERS / "nyc_council_casework" / "nycomplaints_sample5040.csv"
NYC = REGISTERS / "nyc311" / "311_subset.micro.csv"
BOSTON = REGISTERS / "boston311" / "boston311-100-20dupes-random.csv"

pytestmark = [
    pytest.mark.store,
    pytest.mark.skipif(not REGISTERS.is_dir(), reason="the real registers are not beside the repository"),
]


@pytest.fixture(autouse=True)
def _unit(service: Service) -> None:
    service.people.add_unit("HS", "集团")


@pytest.mark.parametrize(
    ("file", "by", "expected"),
    [
        (COUNCIL, "nyc_council_casework", (5040, 5020, 0, 20, 0)),
        (NYC, "nyc311", (2000, 1999, 0, 0, 1)),
        (BOSTON, "boston311", (100, 80, 0, 20, 0)),
    ],
)
def test_real_registers_are_imported_whole_and_once(
    service: Service, file: Path, by: str, expected: tuple[int, ...]
) -> None:
    began = time.perf_counter()
    first = service.importing.petitions(file, read_mapping(MAPPINGS / f"{by}.toml"))
    assert time.perf_counter() - began < 60
    assert counts(first) == expected
    position = last_position(service)
    again = service.importing.petitions(file, read_mapping(MAPPINGS / f"{by}.toml"))
    assert counts(again) == (expected[0], 0, expected[1], expected[3], expected[4])
    assert "differs_from_imported" not in again.notes()
    assert last_position(service) == position


def test_lateness_of_nyc311_agrees_with_an_independent_computation(service: Service) -> None:
    service.importing.petitions(NYC, read_mapping(MAPPINGS / "nyc311.toml"))
    stopped = [clock for event in carried_events(service) for clock in event.stopped if clock.rule == REGISTER]
    late = {(clock.due_on, clock.stopped_on) for clock in stopped if clock.late_days}
    expected = list(finished_late())
    assert sum(clock.late_days > 0 for clock in stopped) == len(expected) == 267
    assert late == set(expected)
    assert sum(clock.late_days for clock in stopped) == sum((ended - due).days for due, ended in expected)


def finished_late() -> Iterator[tuple[date, date]]:
    """Due day and last day of each closed request that ended late, straight from the file."""
    with NYC.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            due = day_of(row["Due Date"])
            ended = day_of(row["Resolution Action Updated Date"]) or day_of(row["Closed Date"])
            if row["Status"] == "Closed" and due and ended and ended > due:
                yield due, ended


def day_of(text: str) -> date | None:
    day = datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").date() if text else None  # noqa: DTZ007 -- a wall clock
    return day if day and day.year > 1900 else None


def test_a_dry_run_decides_the_same_and_stores_nothing(service: Service) -> None:
    position = last_position(service)
    tried = service.importing.petitions(BOSTON, read_mapping(MAPPINGS / "boston311.toml"), dry_run=True)
    assert counts(tried) == (100, 80, 0, 20, 0)
    assert last_position(service) == position
