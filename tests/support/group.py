"""A small group on a real service: units, an officer for every role with a token, and petitions at several stages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.actors import OfficerActing, ServiceActing
from domain.cases.second import days_in
from domain.kernel import Command
from domain.officers import EVERYTHING
from domain.organisation.officer import LONGEST_TOKEN, AppointOfficer, IssueToken
from domain.organisation.unit import FoundUnit, unit_ref
from domain.petition.codes import Channel, Delivery, Issue, Outcome, Purpose
from domain.petition.deciding import ApproveDecision, ProposeDecision, RecordDelivery, Result
from domain.petition.handling import Talk
from domain.petition.mending import Confirm
from domain.petition.notices import Notice
from domain.petition.reception import Receive, Screen
from domain.petition.registering import Demand, Registration
from domain.petition.routing import Accept
from domain.roles import Held, Role
from domain.values import OfficerRef, UnitRef
from service.access.tokens import digest_of, new_token
from service.edge.running import Service
from service.store.steps import Caller, Step

OPERATOR = ServiceActing("tests")
GROUP, PLANT = unit_ref("HS"), unit_ref("HS01")
PETITIONER = "王建国"
CONTACT = "13900000000"

LONG_AGO = date(2025, 1, 2)
"""When everybody was appointed."""


@contextmanager
def on_the_day_of(command: Command[Any], service: Service) -> Iterator[None]:
    """On the last day that the command names, where that has passed, and back: facts are recorded soon."""
    clock: Any = service.ledger._now
    now, today = clock(), service.ledger.today()
    day = max(days_in(command), default=today)
    if day < today:
        clock.set_day(day)
    yield
    clock.moment = now


@dataclass(frozen=True)
class Group:
    """The officers by role, and their tokens."""

    service: Service
    officers: dict[Role, OfficerRef]
    tokens: dict[Role, str]

    def caller(self, role: Role) -> Caller:
        """The officer with that role, and only that one."""
        return Caller(self.officers[role], frozenset({Held(role, GROUP)}))

    def acting(self, role: Role) -> OfficerActing:
        """The officer with that role, in that role."""
        return OfficerActing(self.officers[role], role, GROUP)

    def do(self, role: Role, stream: UUID, *commands: Command[Any]) -> UUID:
        """The officer carries the commands out, one after another."""
        for command in commands:
            with on_the_day_of(command, self.service):
                self.service.ledger.execute([Step(stream, command)], self.acting(role))
        return stream


def founded(service: Service) -> Group:
    """The group with its plant; each role is held by one officer."""
    _do(service, GROUP, FoundUnit("HS", "华盛集团"))
    _do(service, PLANT, FoundUnit("HS01", "第一机械厂", GROUP))
    group = Group(service, {}, {})
    for number, role in enumerate(Role, 1):
        stream, token = uuid4(), new_token()
        _do(service, stream, AppointOfficer(f"赵{number}", GROUP if number % 3 else PLANT, (role,), LONG_AGO))
        _do(service, stream, IssueToken(digest_of(token), service.ledger.today() + LONGEST_TOKEN, EVERYTHING))
        group.officers[role], group.tokens[role] = OfficerRef(stream), token
    service.engine.catch_up()
    return group


def _do(service: Service, stream: UUID, command: Command[Any]) -> None:
    service.ledger.execute([Step(stream, command)], OPERATOR)


def registration(title: str = "住房补贴问题", purpose: Purpose = Purpose.P1, **changes: Any) -> Registration:
    """Somebody with a name and a telephone asks for one thing."""
    demands = (Demand("请求补发2023年住房补贴", purpose, Issue.I12),)
    return Registration(**{"title": title, "demands": demands, "name": PETITIONER, "contact": CONTACT, **changes})


def received(group: Group, on: date, unit: UnitRef = GROUP, **changes: Any) -> UUID:
    """A letter that the clerk received and registered."""
    command = Receive(Channel.LETTER, on, registration(**changes), unit)
    return group.do(Role.INTAKE, uuid4(), command)


def screened(group: Group, on: date, **changes: Any) -> UUID:
    """A petition that the head has screened, so that it exists for others than the desk."""
    return group.do(Role.PET_HEAD, received(group, on, **changes), Screen(on))


def handling(group: Group, on: date, **changes: Any) -> UUID:
    """A petition that is being handled."""
    case = received(group, on, **changes)
    accept = Accept(on, handlers=(group.officers[Role.HANDLER],), notice=Notice(on, Delivery.POST))
    return group.do(Role.PET_HEAD, case, accept)


def proposed(group: Group, on: date, outcome: Outcome = Outcome.EXPLAIN, **changes: Any) -> UUID:
    """A petition whose opinion waits for approval."""
    case = handling(group, on, **changes)
    talk = Talk(on, (group.officers[Role.HANDLER], group.officers[Role.OWNER_LEAD]), "当面听取了本人陈述")
    proposal = ProposeDecision(
        proposed_on=on,
        results=(Result(1, outcome, "集团住房补贴办法第三条"),),
        claim="请求补发住房补贴",
        findings="经查，本人符合条件",
        opinion="予以解释说明",
        legal_basis="信访工作条例第三十二条",
        remedy="三十日内可以请求复查",
        heard=talk,
    )
    group.do(Role.HANDLER, case, proposal)
    return group.do(Role.OWNER_LEAD, case, Confirm(1, "本人在场"))


def delivered(group: Group, on: date, outcome: Outcome = Outcome.EXPLAIN, **changes: Any) -> UUID:
    """A petition whose answer reached the petitioner."""
    case = proposed(group, on, outcome, **changes)
    group.do(Role.PET_HEAD, case, ApproveDecision(on))
    return group.do(Role.INTAKE, case, RecordDelivery(on, Delivery.IN_PERSON))


def furnished(group: Group) -> dict[str, UUID]:
    """Petitions at several stages, some of them overdue, known to the views."""
    today = group.service.ledger.today()
    cases = {
        "registered": received(group, today - timedelta(days=2), title="食堂饮水问题", purpose=Purpose.P2),
        "overdue": received(group, today - timedelta(days=40), title="拖欠加班工资"),
        "handling": handling(group, today - timedelta(days=20), title="内退待遇核定"),
        "proposed": proposed(group, today - timedelta(days=10), title="住房补贴补发"),
        "delivered": delivered(group, today - timedelta(days=5), title="岗位调整异议"),
    }
    group.service.engine.catch_up()
    return cases
