"""Filling an empty service with the demonstration group."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from domain.officers import EVERYTHING
from domain.organisation.officer import LONGEST_TOKEN, AppointOfficer, IssueToken
from domain.organisation.unit import FoundUnit, unit_ref
from service.access.tokens import digest_of, new_token
from service.composition import open_service, utc_now
from service.demonstration.hardships import plan_hardships
from service.demonstration.people import OFFICERS, UNITS
from service.demonstration.petitions import plan_petitions
from service.demonstration.stage import SetClock, Stage, officer_ref
from service.demonstration.supervisions import plan_supervisions
from service.edge.running import Service
from service.machine.settings import Settings, moment_at
from service.store.steps import Step
from service.store.tasks import Task

DAYS = 150
TOKENS = "tokens.txt"
LET_IN = timedelta(days=30)
"""So long before the end everybody gets a token, so that what happened since is what the trail shows first."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was put in place."""

    cases: int
    scenes: int
    refused: tuple[str, ...]
    tokens: Path


def seed(settings: Settings, today: date | None = None) -> Seeded:
    """Plays 150 days of a group's life through commands on a set clock, ending on the day, or today without one."""
    now = moment_at(settings.demonstration_now or utc_now())
    today = today or now.astimezone(settings.timezone).date()
    clock = SetClock(datetime.combine(today - timedelta(days=DAYS + 2), time(8), settings.timezone).astimezone(UTC))
    service = open_service(settings, clock)
    try:
        organise(service, today)
        stage = Stage(service.ledger, clock, settings.timezone, today, begins=service.due_steps.catch_up)
        cases = plan_petitions(stage) + plan_supervisions(stage) + plan_hardships(stage)
        tokens = settings.home / TOKENS
        stage.on_the_day(today - LET_IN, lambda day: _issue(service, tokens, day))
        scenes = stage.play() - 1
        service.engine.catch_up()
        return Seeded(cases, scenes, tuple(stage.refused), tokens)
    finally:
        service.close()


def organise(service: Service, today: date) -> None:
    """Founds the units and appoints the officers."""
    system = Task.DEMONSTRATION_SEED.actor
    founded = today - timedelta(days=DAYS + 2)
    for unit in UNITS:
        parent = unit_ref(unit.parent) if unit.parent else None
        command = FoundUnit(unit.code, unit.name, parent, founded)
        service.ledger.execute([Step(unit.ref, command)], system)
    for officer in OFFICERS:
        appointed = AppointOfficer(officer.name, unit_ref(officer.unit), officer.roles, founded)
        service.ledger.execute([Step(officer_ref(officer.tag), appointed)], system)


def _issue(service: Service, path: Path, today: date) -> None:
    """Writes a token for each officer, good for everything and as long as any, to a file of mode 0600."""
    lines = []
    for officer in OFFICERS:
        issued = IssueToken(digest_of(token := new_token()), today + LONGEST_TOKEN, EVERYTHING)
        service.ledger.execute([Step(officer_ref(officer.tag), issued)], Task.DEMONSTRATION_SEED.actor)
        lines.append(f"{officer.tag}\t{officer.name}\t{','.join(officer.roles)}\t{token}\n")
    path.touch(mode=0o600)
    path.write_text("".join(lines), encoding="utf-8")
