"""Which steps may follow in a case and which roles may take them, from the transition table and the access table."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.actors import OfficerActing
from domain.kernel import Aggregate, Command
from domain.roles import Role
from domain.values import OfficerRef, UnitRef
from service.access.decisions import may_command
from service.access.visibility import is_told
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import BY_KIND
from service.kinds.offer import Offer
from service.office.cases import bar_for
from service.office.transitions import may_record
from service.store.ledger import Ledger
from service.store.steps import Caller

NOBODY, NOWHERE = OfficerRef(UUID(int=0)), UnitRef(UUID(int=0))
"""Who takes part in no case, for no unit: what stands against such a person is the case's own and no rule about two."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step of the main path, the roles that may take it, and the day from which it will pass where it has to wait."""

    command: type[Command[Any]]
    roles: tuple[Role, ...]
    passes_on: date | None


def next_steps(ledger: Ledger, case: CaseFile, caller: Caller) -> list[NextStep]:
    """What may come next on the main path, in the order of the procedure.

    Silent about steps whose facts the caller is not told, and about what a hidden rule forbids.
    """
    desk, found = ledger.desk(case.stream, _anybody(Role.AUDITOR)), []
    for offer in main_path(case.aggregate, str(case.aggregate.status_of(case.state))):
        if all(is_told(caller, event.NAME, case.roles) for event in may_record(offer.command)):
            desks = [replace(desk, by=_anybody(role)) for role in sorted(offer.roles)]
            rejection = bar_for(offer.command, case.state, desks)
            if rejection is None or (rejection.is_visible and rejection.passes_on):
                roles = tuple(role for role in Role if role in offer.roles)
                found.append(NextStep(offer.command, roles, rejection.passes_on if rejection else None))
    return found


def _anybody(role: Role) -> OfficerActing:
    return OfficerActing(NOBODY, role, NOWHERE)


def main_path(aggregate: Aggregate[Any], status: str) -> list[Offer]:
    """The steps of the main path that the status allows and somebody may take."""
    return [
        offer
        for offer in BY_KIND[aggregate.kind].offers
        if status in offer.command.allowed_in and not offer.aside and offer.roles - {Role.SYSADMIN}
    ]


def may_meet(roles: frozenset[Role], aggregate: Aggregate[Any], status: str, rule: str) -> bool:
    """Whether one of the roles may take a step that meets the rule's term in a case of that status."""
    is_declared = any(rule in offer.meets for offer in BY_KIND[aggregate.kind].offers)
    meeting = [
        offer
        for offer in main_path(aggregate, status)
        if not is_declared or (rule in offer.meets and (not offer.while_at or status in offer.while_at))
    ]
    return any(may_command(roles, offer.command) for offer in meeting)


def has_duties(roles: frozenset[Role], aggregate: Aggregate[Any]) -> bool:
    """Whether one of the roles may take any step of the main path in some case of that kind."""
    steps = (offer for status in aggregate.statuses for offer in main_path(aggregate, status))
    return any(may_command(roles, offer.command) for offer in steps)
