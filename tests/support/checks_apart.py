"""Two worlds that differ in what a supervised unit is not told of a check, and what its contact may ask in both."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Flask

from domain.cases.codes import AskedBy, Tie
from domain.kernel import Command
from domain.roles import Role
from domain.supervision.checking import AddEvidence, Evidence, LogTalk
from domain.supervision.codes import EvidenceKind, Means, Trade, TriageDecision
from domain.supervision.finding import DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Triage
from domain.supervision.noting import WriteNote
from domain.supervision.preparing import AssignTeam, Member
from domain.supervision.recusing import AskRecusal, DeclareTie
from domain.values import OfficerRef
from tests.support import supervision
from tests.support.addresses import paths
from tests.support.databases import Databases
from tests.support.worlds import MINE, PLANT, Asking, Base, Reader, World, world_on

CHECK, WITHOUT = UUID(int=11, version=4), UUID(int=12, version=4)
"""The check that differs, and one of the same unit that is the same in both worlds and did not begin."""
CONTACT = "SUPERVISED HS02"


@dataclass(frozen=True)
class Untold:
    """Up to which step the unit is told, and whether the team agreed on its findings since, or only worked on."""

    is_heard: bool


@dataclass(frozen=True)
class Team:
    """Who does what in the check."""

    base: Base

    def by(self, role: Role) -> Reader:
        return self.base.readers[f"{role} HS01"]

    @property
    def both(self) -> tuple[OfficerRef, ...]:
        return (self.by(Role.TEAM_LEAD).officer, self.by(Role.TEAM_MEMBER).officer)

    def members(self) -> tuple[Member, ...]:
        trades = (Trade.ENGINEERING, Trade.FRONT_LINE)
        none = supervision.TEAM[0].conflict
        return tuple(Member(who, PLANT, trade, none) for who, trade in zip(self.both, trades, strict=True))


@contextmanager
def checks_apart(databases: Databases, base: Base, untold: Untold) -> Iterator[tuple[World, World]]:
    """The same check in two worlds; in the second one things happened of which the unit is told nothing."""
    with ExitStack() as stack:
        both = [world_on(stack, databases, base) for _ in range(2)]
        for number, world in enumerate(both):
            today = world.service.ledger.today()
            _begin(world, Team(base), today)
            if untold.is_heard:
                _hear(world, Team(base), today)
            if number:
                _go_on(world, Team(base), today, untold)
            world.service.engine.catch_up()
        yield both[0], both[1]


def _do(world: World, team: Team, role: Role, command: Command[object], check: UUID = CHECK) -> None:
    world.do(team.by(role), role, check, command)


def _begin(world: World, team: Team, today: date) -> None:
    lead = supervision.lead(
        today,
        supervised_unit=MINE,
        unit=PLANT,
        confirmed_by=team.by(Role.UNION_CHAIR).officer,
        registered_on=today,
    )
    for check in (CHECK, WITHOUT):
        _do(world, team, Role.TEAM_MEMBER, lead, check)
    _do(world, team, Role.TEAM_LEAD, Triage(TriageDecision.DEMOCRATIC_SUPERVISION, today))
    _do(world, team, Role.UNION_CHAIR, supervision.plan(today, ends_on=date(today.year, 12, 31)))
    start = supervision.start(today)
    _do(world, team, Role.UNION_CHAIR, AssignTeam(today, team.members(), team.both[0], start=start))


def _evidence(team: Team, today: date) -> Evidence:
    return Evidence(EvidenceKind.DOC, "合同", "物资科", team.both, today, is_lawful=True)


def _hear(world: World, team: Team, today: date) -> None:
    found = supervision.finding(responsible_unit=MINE)
    _do(world, team, Role.TEAM_LEAD, DraftFindings(today, (found,), (_evidence(team, today),)))
    _do(world, team, Role.TEAM_LEAD, HearUnit(today, "无异议"))


def _go_on(world: World, team: Team, today: date, untold: Untold) -> None:
    _do(world, team, Role.TEAM_MEMBER, WriteNote("再看一次现场", today))
    if untold.is_heard:
        _do(world, team, Role.TEAM_LEAD, Finalise(today, team.both))
    else:
        _do(world, team, Role.TEAM_LEAD, AddEvidence(_evidence(team, today)))
        _do(world, team, Role.TEAM_LEAD, LogTalk(today, Means.INDIVIDUAL, team.both, "说明", is_voluntary=True))
    asked = AskRecusal(team.both[0], Tie.RELATIVE, AskedBy.INFORMANT, "亲属", today)
    _do(world, team, Role.TEAM_MEMBER, asked)
    _do(world, team, Role.TEAM_MEMBER, DeclareTie(Tie.INTEREST, today))


def askings(app: Flask) -> Iterator[Asking]:
    """What a contact may ask: every address with the check in it, its commands, and every list by what it knows."""
    yield from (Asking("GET", path) for path in paths(app, CHECK, WITHOUT))
    at = f"/api/v1/supervision-cases/{CHECK}"
    yield from (Asking("GET", f"{at}{rest}?as_of={version}") for rest in ("", "/timeline") for version in range(1, 6))
    for noun, body in COMMANDS.items():
        yield Asking("POST", f"{at}/{noun}", body)
        yield Asking("POST", f"/supervision-cases/{CHECK}/{noun}")
    queries = ("limit=1", "q=SUP", "due_until=2027-01-01", *(f"status={status}" for status in STATUSES), *ORDERS)
    for path in ("/api/v1/supervision-cases", "/supervision-cases", "/api/v1/supervision-board", "/supervision-board"):
        yield from (Asking("GET", f"{path}?{query}") for query in queries)
    yield from (Asking("GET", f"/api/v1/{path}") for path in ("due-dates", "due-dates?rule=D-C01", "audit-trail"))


STATUSES = ("CHECKING", "FINDINGS_DRAFT", "UNIT_HEARD", "FINDINGS_FINAL")
ORDERS = ("sort=next_due_on", "sort=-recorded_on", "sort=-changed_at")
COMMANDS = {
    "reply": {"replied_on": "2026-03-03", "answers": [{"item": 1, "answer": "PLAN", "text": "照办"}]},
    "rectification": {"item": 1, "evidence": "制度", "submitted_on": "2026-03-03"},
    "hearing": {"heard_on": "2026-03-03"},
}
