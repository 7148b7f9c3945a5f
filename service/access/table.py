"""Who may do what: one table from role to commands and one to views; what stands in neither is denied."""

from collections.abc import Mapping
from typing import Any

from domain.kernel import Command
from domain.organisation.officer import AppointOfficer, EndRole, GrantRole, IssueToken, RevokeToken
from domain.organisation.unit import DissolveUnit, FoundUnit
from domain.organisation.working_days import ImportCalendar
from domain.petition import carrying, deciding, ending, handling, reception, routing
from domain.roles import Role

HANDLERS = frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD})
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
LEADS = frozenset({Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD})
OPERATOR = frozenset({Role.SYSADMIN})

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    FoundUnit: OPERATOR,
    DissolveUnit: OPERATOR,
    AppointOfficer: OPERATOR,
    GrantRole: OPERATOR,
    EndRole: OPERATOR,
    IssueToken: OPERATOR,
    RevokeToken: OPERATOR,
    ImportCalendar: OPERATOR,
    reception.Receive: DESK,
    reception.Register: DESK,
    reception.SendNotice: DESK | HANDLERS,
    reception.Screen: frozenset({Role.PET_HEAD}),
    routing.Forward: frozenset({Role.PET_HEAD}),
    routing.Accept: frozenset({Role.PET_HEAD, Role.OWNER_LEAD}),
    routing.ProposeNonAcceptance: DESK,
    routing.ApproveNonAcceptance: LEADS,
    handling.StartHandling: frozenset({Role.PET_HEAD, Role.OWNER_LEAD}),
    handling.AskSubmitter: HANDLERS,
    handling.RecordTalk: HANDLERS,
    handling.AddEvidence: HANDLERS,
    handling.RequestExtension: HANDLERS,
    handling.ApproveExtension: frozenset({Role.UNIT_LEAD}),
    handling.RefuseExtension: frozenset({Role.UNIT_LEAD}),
    handling.TellExtension: HANDLERS | DESK,
    deciding.ProposeDecision: HANDLERS,
    deciding.ApproveDecision: LEADS,
    deciding.ReturnDecision: LEADS,
    deciding.RecordDelivery: HANDLERS | DESK,
    ending.OpenImplementation: LEADS,
    ending.ConfirmImplementation: LEADS,
    ending.Close: DESK | LEADS,
    ending.CloseContent: DESK | LEADS,
    ending.Withdraw: DESK,
    carrying.CarryOver: OPERATOR,
    carrying.SettleClocks: OPERATOR,
}

PETITION_STAFF = DESK | HANDLERS | LEADS
EVERYBODY = frozenset(Role)

VIEWS: Mapping[str, frozenset[Role]] = {
    "petitions": PETITION_STAFF | {Role.AUDITOR},
    "due_dates": PETITION_STAFF | {Role.AUDITOR},
    "timelines": PETITION_STAFF | {Role.AUDITOR},
    "audit_trail": frozenset({Role.AUDITOR, Role.PET_HEAD, Role.UNIT_LEAD}),
    "units": EVERYBODY,
    "officers": EVERYBODY,
    "catalogue": EVERYBODY,
}
