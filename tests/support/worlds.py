"""Two worlds that differ in one accusation alone: who is asked in both, of what, and what comes back."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import psycopg
from flask import Flask

from domain.actors import OfficerActing
from domain.kernel import Command
from domain.officers import EVERYTHING
from domain.organisation.unit import unit_ref
from domain.petition.accused import Accused
from domain.petition.codes import Channel, Purpose
from domain.petition.reception import Receive, Screen
from domain.petition.registering import Register
from domain.petition.sealing import Seal
from domain.roles import Role
from domain.values import HouseholdRef, OfficerRef, UnitRef
from service.access.tokens import digest_of
from service.edge.running import Service
from service.kinds.catalogue import CASES
from service.store.steps import Step
from service.web.cookies import LOCAL_NAME
from tests.support import hardships, supervision
from tests.support.addresses import paths
from tests.support.applications import application_on
from tests.support.counting import statements
from tests.support.databases import Databases
from tests.support.group import registration
from tests.support.services import TestClock, service_on

GROUP, PLANT, MINE = unit_ref("HS"), unit_ref("HS01"), unit_ref("HS02")
DESK = (Role.INTAKE, Role.PET_HEAD)
FAMILY = HouseholdRef(UUID(int=4, version=4))
ACCUSES, ORDINARY, LATER = (UUID(int=number, version=4) for number in (1, 2, 3))
WORD = "回扣"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,}")
ELSEWHERE = (Role.INTAKE, Role.PET_HEAD, Role.UNIT_LEAD, Role.OWNER_LEAD, Role.HANDLER, Role.UNION_BASE)
"""The roles that somebody holds in the group and in the mine too; in the plant somebody holds every role."""


@dataclass(frozen=True)
class Story:
    """How the accusation came in, or that it is a family's request instead, and how far the views have followed."""

    is_one_step: bool = True
    is_screened: bool = False
    accused: UnitRef | None = None
    follows: bool = True
    is_aside: bool = False
    is_relief: bool = False
    own: str = ""
    """The kind of a matter that some officers filed themselves, instead."""


OWN: Mapping[str, tuple[str, ...]] = {
    "petition": ("INTAKE HS01", "INTAKE HS", "PET_HEAD HS", "UNIT_LEAD HS01", "AUDITOR HS01", "PI_OFFICER HS01"),
    "hardship": ("UNION_BASE HS01", "UNION_BASE HS", "AUDITOR HS01", "PI_OFFICER HS01", "FUND_AUDIT HS01"),
    "supervision": ("TEAM_LEAD HS01", "TEAM_MEMBER HS01", "UNION_BASE HS01", "AUDITOR HS01"),
}
"""By kind: the readers whose own matter it is."""


@dataclass(frozen=True)
class Reader:
    """Somebody who asks, with a token and an open session that are the same in both worlds."""

    name: str
    officer: OfficerRef
    token: str
    session: str


@dataclass(frozen=True)
class Answer:
    """What came back, opaque tokens told by their length, and what the database was asked for it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Asking:
    """One request."""

    method: str
    path: str
    body: Any = None


@dataclass(frozen=True)
class Base:
    """What both worlds begin with: a database that nobody is connected to, and who asks."""

    url: str
    home: Path
    readers: Mapping[str, Reader]


class World:
    """One of the two, with an application on it."""

    def __init__(self, service: Service, app: Flask) -> None:
        self.service = service
        self.app = app

    def do(self, reader: Reader, role: Role, stream: UUID, command: Command[Any]) -> None:
        """Somebody of the plant carries a command out."""
        self.service.ledger.execute([Step(stream, command)], OfficerActing(reader.officer, role, PLANT))

    def ask(self, reader: Reader, asking: Asking) -> Answer:
        """What the reader is answered."""
        client = self.app.test_client()
        headers = {"Accept-Language": "en"}
        if asking.path.startswith("/api/"):
            headers["Authorization"] = f"Bearer {reader.token}"
        else:
            client.set_cookie(LOCAL_NAME, reader.session)
        if asking.method == "POST":
            headers |= {"Idempotency-Key": "two worlds", "If-Match": '"1"'}
        with statements() as told:
            answer = client.open(asking.path, method=asking.method, headers=headers, json=asking.body)
        shown = sorted((name, _veiled(name, value)) for name, value in answer.headers if name != "Date")
        body = TOKEN.sub(_length, _book(answer.data) if answer.mimetype == BOOK else answer.text)
        return Answer(answer.status_code, tuple(shown), body, tuple(told))


def _book(packed: bytes) -> str:
    """What stands in a workbook, and when each part of it is said to have been made."""
    with ZipFile(BytesIO(packed)) as book:
        return "\n".join(f"{part.date_time} {book.read(part).decode()}" for part in book.infolist())


def _veiled(name: str, value: str) -> str:
    return TOKEN.sub(_length, value) if name in ("Casework-Position", "Set-Cookie") else value


def differing(one: Answer, other: Answer) -> dict[str, Any]:
    """In what two answers differ: by part, what each says there; of the statements those that only one asked."""
    found: dict[str, Any] = {}
    for part in ("status", "headers", "body"):
        if getattr(one, part) != getattr(other, part):
            found[part] = (getattr(one, part), getattr(other, part))
    if one.statements != other.statements:
        asked, besides = Counter(one.statements), Counter(other.statements)
        found["statements"] = (list(asked - besides), list(besides - asked))
    return found


def _length(token: re.Match[str]) -> str:
    return f"({len(token[0])} characters)"


@contextmanager
def base_on(databases: Databases, home: Path) -> Iterator[Base]:
    """A group with two plants, a petition, a request and a check; nobody is connected to it when it is handed on."""
    url = databases.create()
    with closing(service_on(url, home, TestClock())) as service:
        readers = _appointed(service)
        _furnish(service, readers)
        service.engine.catch_up()
    yield Base(url, home, readers)
    databases.drop(url)


def _appointed(service: Service) -> dict[str, Reader]:
    for code, above in (("HS", None), ("HS01", "HS"), ("HS02", "HS")):
        service.people.add_unit(code, f"单位{code}", above)
    wanted = [
        *(("HS01", role) for role in Role),
        *((code, role) for code in ("HS", "HS02") for role in ELSEWHERE),
        ("HS02", Role.SUPERVISED),
    ]
    return {f"{role} {code}": _reader(service, f"{role} {code}", code, role) for code, role in wanted}


def _reader(service: Service, name: str, code: str, role: Role) -> Reader:
    officer = service.people.add_officer(name, code, [role])
    token = service.people.issue_token(officer, scopes=EVERYTHING).token
    return Reader(name, officer, token, service.sessions.begin(officer, digest_of(token)))


def _furnish(service: Service, readers: Mapping[str, Reader]) -> None:
    today = service.ledger.today()
    world = World(service, Flask("nobody"))
    clerk, union, member = (readers[f"{role} HS01"] for role in (Role.INTAKE, Role.UNION_BASE, Role.TEAM_MEMBER))
    world.do(clerk, Role.INTAKE, ORDINARY, Receive(Channel.LETTER, today, registration(), PLANT))
    world.do(readers["PET_HEAD HS01"], Role.PET_HEAD, ORDINARY, Screen(today))
    world.do(union, Role.UNION_BASE, uuid4(), hardships.apply(today, unit=PLANT))
    lead = supervision.lead(today, supervised_unit=MINE, unit=PLANT, confirmed_by=readers["UNION_CHAIR HS01"].officer)
    world.do(member, Role.TEAM_MEMBER, uuid4(), lead)


@contextmanager
def worlds(databases: Databases, base: Base, story: Story) -> Iterator[tuple[World, World]]:
    """The world without the accusation, and the one with it; afterwards an ordinary letter came into both."""
    with ExitStack() as stack:
        both = [world_on(stack, databases, base) for _ in range(2)]
        _added(story)(both[1], base, story)
        for world in both:
            today = world.service.ledger.today()
            later = Receive(Channel.LETTER, today, registration(title="后来的信"), PLANT)
            world.do(base.readers["INTAKE HS01"], Role.INTAKE, LATER, later)
            if story.follows:
                world.service.engine.catch_up()
            if story.is_aside:
                _set_aside(world.service.url)
        yield both[0], both[1]


def world_on(stack: ExitStack, databases: Databases, base: Base) -> World:
    url = databases.copied(base.url)
    stack.callback(databases.drop, url)
    service = stack.enter_context(closing(service_on(url, base.home, TestClock())))
    return World(service, stack.enter_context(application_on(service)))


def _added(story: Story) -> Callable[[World, Base, Story], None]:
    if story.own:
        return _own
    return _applied if story.is_relief else _accused


def _own(world: World, base: Base, story: Story) -> None:
    """A matter of those readers' own, which somebody else recorded."""
    today = world.service.ledger.today()
    concerns = tuple(base.readers[name].officer for name in OWN[story.own])
    head, chair = base.readers["PET_HEAD HS01"], base.readers["UNION_CHAIR HS01"]
    match story.own:
        case "petition":
            letter = Receive(Channel.LETTER, today, registration(title=f"{WORD}问题"), PLANT, concerns=concerns)
            world.do(base.readers["INTAKE HS02"], Role.INTAKE, ACCUSES, letter)
            world.do(head, Role.PET_HEAD, ACCUSES, Screen(today))
        case "hardship":
            family = hardships.apply(today, unit=PLANT, household=FAMILY, name="另一户", concerns=concerns)
            world.do(base.readers["AID_CENTER HS01"], Role.AID_CENTER, ACCUSES, family)
        case "supervision":
            lead = supervision.lead(
                today, supervised_unit=MINE, unit=PLANT, confirmed_by=chair.officer, concerns=concerns
            )
            world.do(base.readers["INTAKE HS01"], Role.INTAKE, ACCUSES, lead)


def _accused(world: World, base: Base, story: Story) -> None:
    today = world.service.ledger.today()
    clerk, head = base.readers["INTAKE HS01"], base.readers["PET_HEAD HS01"]
    written = registration(title=f"{WORD}问题", purpose=Purpose.P3, name=None, contact=None)
    received_on = today - timedelta(days=20)
    accused = (Accused(story.accused),) if story.accused else ()
    if story.is_one_step:
        letter = Receive(Channel.LETTER, received_on, written, PLANT, accused=accused)
        world.do(clerk, Role.INTAKE, ACCUSES, letter)
    else:
        world.do(clerk, Role.INTAKE, ACCUSES, Receive(Channel.LETTER, received_on, None, PLANT))
        world.do(clerk, Role.INTAKE, ACCUSES, Register(written))
        if accused:
            world.do(clerk, Role.INTAKE, ACCUSES, Seal(accused, today))
    if story.is_screened:
        world.do(head, Role.PET_HEAD, ACCUSES, Screen(today, brief="反映采购程序问题"))


def _applied(world: World, base: Base, _story: Story) -> None:
    """A second family of the plant, of which emergency aid is nobody's yet."""
    today = world.service.ledger.today()
    family = hardships.apply(today, unit=PLANT, household=FAMILY, name="另一户")
    world.do(base.readers["UNION_BASE HS01"], Role.UNION_BASE, ACCUSES, family)


def _set_aside(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE views.positions SET set_aside = 'Broken' WHERE view = 'petitions' AND slot = 'live'")


def others(base: Base, story: Story) -> list[Reader]:
    """Everybody but those who know of what is more, and those who know of structure or of numbers; of a matter of some
    readers' own these alone."""
    if story.own:
        return [base.readers[name] for name in OWN[story.own]]
    desk = "HS" if story.accused == PLANT else "HS01"
    at_desk = {f"{role} {desk}" for role in (*DESK, Role.AUDITOR, Role.ID_CUSTODIAN)}
    union = {"UNION_BASE HS01", "UNION_BASE HS", "AID_CENTER HS01", "AUDITOR HS01"}
    knowing = union if story.is_relief else at_desk
    return [reader for name, reader in base.readers.items() if name not in knowing]


def askings(app: Flask) -> list[Asking]:
    """Every address that the application answers to, lists with what could tell of the accusation, and its own."""
    found = [Asking("GET", path) for path in paths(app, ACCUSES, ORDINARY)]
    for kind in CASES:
        orders = (f"sort={order}" for order in kind.listing.orders)
        for query in ("limit=1", f"q={WORD}", "status=REGISTERED&status=ROUTING", *orders):
            found.append(Asking("GET", f"/api/v1/{kind.name}?{query}"))
            found.append(Asking("GET", f"/{kind.name}?{query}"))
    found += [Asking("GET", f"/api/v1/{view}?limit=1") for view in ("due-dates", "audit-trail")]
    found += [Asking("POST", f"/api/v1/petitions/{ACCUSES}/screening", {"screened_on": "2026-03-03"})]
    return [*found, Asking("POST", f"/petitions/{ACCUSES}/screening"), Asking("POST", "/api/v1/petitions", {})]
