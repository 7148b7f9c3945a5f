"""Which steps may follow in a case and which roles may take them, from the transition table and the access table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from domain.actors import OfficerActing
from domain.hardship import aiding, application, approving, checking, emergency, paying, publicity
from domain.hardship import ending as hardship_ending
from domain.kernel import Aggregate, Command
from domain.petition import ending, handling
from domain.roles import Role
from domain.supervision import checking as check
from domain.supervision import finding, noticing, rectifying
from domain.values import OfficerRef, UnitRef
from service.access.decisions import may_command
from service.access.table import COMMANDS
from service.access.visibility import is_told
from service.composition import Service
from service.office.cases import CaseFile, bar_for
from service.office.transitions import may_record
from service.store.steps import Caller

Commands = Collection[type[Command[Any]]]

ASIDE: Commands = frozenset(
    {
        handling.AskSubmitter,
        handling.RecordTalk,
        handling.AddEvidence,
        handling.RequestExtension,
        ending.Withdraw,
        check.AddEvidence,
        check.LogTalk,
        rectifying.AcceptOpenItem,
        application.AuthoriseCheck,
        application.RecordAccount,
        checking.AskSupplement,
        publicity.RaiseObjection,
        aiding.CancelAid,
        paying.ReportNoReceipt,
        emergency.ProposeEmergencyAid,
        hardship_ending.WithdrawRequest,
    }
)
"""Steps beside the main path: they add to the file, ask for more time, or end the matter before its end."""

MET_BY: Mapping[str, Commands] = {
    "D-P06": (ending.Close,),
    "D-P13": (ending.ConfirmImplementation,),
    "D-S05": (finding.HearUnit,),
    "D-S06": (noticing.Reply,),
    "D-S07": (rectifying.SubmitRectification, rectifying.VerifyItem),
    "D-H03": (publicity.EndPublicity, publicity.ResolveObjection, approving.ApproveFile),
    "D-H04": (approving.ApproveFile, approving.RefuseFile),
    "D-H05": (paying.PayAid,),
}
"""By rule: the steps that meet its term, where they are not all steps of the main path."""

NOBODY, NOWHERE = OfficerRef(UUID(int=0)), UnitRef(UUID(int=0))
"""Who takes part in no case, for no unit: what stands against such a person is the case's own and no rule about two."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step of the main path, the roles that may take it, and the day from which it will pass where it has to wait."""

    command: type[Command[Any]]
    roles: tuple[Role, ...]
    passes_on: date | None


def next_steps(service: Service, case: CaseFile, caller: Caller) -> list[NextStep]:
    """What may come next on the main path, in the order of the procedure.

    Silent about steps whose facts the caller is not told, and about what a hidden rule forbids.
    """
    desk, found = service.ledger.desk(case.stream, OfficerActing(NOBODY, Role.AUDITOR, NOWHERE)), []
    for command in main_path(case.aggregate, str(case.aggregate.status_of(case.state))):
        roles = tuple(role for role in Role if role in COMMANDS[command])
        if all(is_told(caller, event.NAME) for event in may_record(command)):
            desks = [replace(desk, by=OfficerActing(NOBODY, role, NOWHERE)) for role in roles]
            rejection = bar_for(command, case.state, desks)
            if rejection is None or (rejection.is_visible and rejection.passes_on):
                found.append(NextStep(command, roles, rejection.passes_on if rejection else None))
    return found


def main_path(aggregate: Aggregate[Any], status: str) -> list[type[Command[Any]]]:
    """The steps of the main path that the status allows and somebody may take."""
    return [
        command
        for command in aggregate.commands
        if status in command.allowed_in and command not in ASIDE and COMMANDS[command] - {Role.SYSADMIN}
    ]


def may_meet(roles: frozenset[Role], aggregate: Aggregate[Any], status: str, rule: str) -> bool:
    """Whether one of the roles may take a step that meets the rule's term in a case of that status."""
    steps = main_path(aggregate, status)
    meeting = [command for command in steps if command in MET_BY.get(rule, steps)]
    return any(may_command(roles, command) for command in meeting)


def has_duties(roles: frozenset[Role], aggregate: Aggregate[Any]) -> bool:
    """Whether one of the roles may take any step of the main path in some case of that kind."""
    return any(may_command(roles, command) for status in aggregate.statuses for command in main_path(aggregate, status))
