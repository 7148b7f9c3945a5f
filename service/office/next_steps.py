"""Which steps may follow in a case and who may take them, from the transition table and the access table."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from domain.kernel import Aggregate, Command
from domain.roles import Role
from service.access.doers import Doer, doers
from service.access.duties import Met
from service.access.visibility import is_told, scope_of
from service.kinds.allowance import Acting
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import BY_KIND
from service.kinds.offer import Offer
from service.office.acting_on import anybody, bar_for, bar_for_anybody, desks_of, held_to_act, unable_to
from service.office.transitions import may_record
from service.store.ledger import Ledger
from service.store.steps import Caller


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step of the main path, who may take it, and the day from which it will pass where it has to wait.

    `is_own` where the reader may take it, now or from that day on.
    """

    command: type[Command[Any]]
    is_own: bool
    doers: tuple[Doer, ...]
    passes_on: date | None


def next_steps(ledger: Ledger, case: CaseFile, caller: Caller) -> list[NextStep]:
    """What may come next on the main path, in the order of the procedure; nothing of a case as it was in the past.

    Silent about steps whose facts the caller is not told, and about what a hidden rule forbids.
    """
    scope = scope_of(case.state)
    if case.is_past or scope is None:
        return []
    desk, found = ledger.desk(case.stream, anybody(Role.AUDITOR)), []
    for offer in main_path(case.aggregate, str(case.aggregate.status_of(case.state))):
        command, state = offer.command, case.state
        rejection = bar_for_anybody(command, state, desk)
        if not _is_told_of(case, command, caller) or (rejection and not (rejection.is_visible and rejection.passes_on)):
            continue
        held = held_to_act(command, state, caller, lambda: desk)
        bar = bar_for(command, state, desks_of(caller, held, desk)) if held else None
        is_own = bool(held) and (bar is None or bool(bar.passes_on))
        who = doers(command, scope, caller, unable_to(command, state, caller, lambda: desk))
        found.append(NextStep(command, is_own, who, rejection.passes_on if rejection else None))
    return found


def _is_told_of(case: CaseFile, command: type[Command[Any]], caller: Caller) -> bool:
    return all(is_told(caller, event.NAME, case.roles) for event in may_record(command))


def main_path(aggregate: Aggregate[Any], status: str) -> list[Offer]:
    """The steps of the main path that the status allows and somebody may take."""
    return [
        offer
        for offer in BY_KIND[aggregate.kind].offers
        if status in offer.command.allowed_in and not offer.aside and offer.roles - {Role.SYSADMIN}
    ]


def meeting(aggregate: Aggregate[Any], rules: tuple[str, ...]) -> list[tuple[Acting, Met]]:
    """By who may take them: where a step meets a term, as pairs of a status and one of the rules."""
    return _meeting(aggregate.kind, rules)


@cache
def _meeting(kind: str, rules: tuple[str, ...]) -> list[tuple[Acting, Met]]:
    aggregate = BY_KIND[kind].aggregate
    declared = {rule for offer in BY_KIND[kind].offers for rule in offer.meets}
    found: dict[Acting, dict[tuple[str, str], None]] = {}
    for status in map(str, aggregate.statuses):
        for offer in main_path(aggregate, status):
            for rule in rules:
                if rule not in declared or (rule in offer.meets and (not offer.while_at or status in offer.while_at)):
                    found.setdefault(offer.acting, {})[status, rule] = None
    return [(rows, ([status for status, _ in pairs], [rule for _, rule in pairs])) for rows, pairs in found.items()]


def has_duties(roles: frozenset[Role], aggregate: Aggregate[Any]) -> bool:
    """Whether one of the roles may take any step of the main path in some case of that kind."""
    return any(roles & offer.roles for status in aggregate.statuses for offer in main_path(aggregate, str(status)))
