"""Who may do what with hardship requests and relief funds, and who may read their texts."""

from collections.abc import Mapping
from typing import Any

from domain.agreements import FOLLOWING
from domain.fund import commands as fund
from domain.hardship import (
    aiding,
    application,
    approving,
    checking,
    emergency,
    ending,
    paying,
    publicity,
    reviewing,
)
from domain.hardship.state import Hardship
from domain.kernel import Command
from domain.roles import Role
from domain.values import KeyClass
from service.access.organisation import OPERATOR

BASE = frozenset({Role.UNION_BASE})
CENTRE = frozenset({Role.AID_CENTER})
APPROVER = frozenset({Role.AID_APPROVER})
PAYER = frozenset({Role.PAYER})
NOBODY = frozenset[Role]()
STAFF = BASE | CENTRE | APPROVER

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    application.Apply: BASE | CENTRE,
    application.AuthoriseCheck: BASE | CENTRE,
    application.RecordAccount: BASE | CENTRE,
    checking.AskSupplement: BASE | CENTRE,
    checking.ReceiveSupplement: BASE | CENTRE,
    checking.ArrangeVisit: BASE,
    checking.RecordHomeVisit: BASE,
    checking.VerifyData: BASE | CENTRE,
    reviewing.ReviewEligibility: BASE,
    publicity.Publish: BASE,
    publicity.RaiseObjection: BASE | CENTRE | {Role.INTAKE},
    publicity.ResolveObjection: BASE | CENTRE,
    publicity.EndPublicity: BASE | CENTRE,
    approving.ApproveFile: CENTRE | APPROVER,
    approving.RefuseFile: CENTRE | APPROVER,
    aiding.PlanAid: BASE | CENTRE,
    aiding.ApproveAid: APPROVER,
    aiding.CancelAid: CENTRE | APPROVER,
    paying.PayAid: PAYER,
    paying.ConfirmReceipt: PAYER | BASE,
    paying.ReportNoReceipt: PAYER | BASE,
    emergency.ProposeEmergencyAid: BASE,
    emergency.ApproveEmergencyAid: frozenset({Role.UNIT_LEAD}),
    ending.WithdrawRequest: BASE | CENTRE,
    ending.SettleClocks: OPERATOR,
    fund.OpenFund: CENTRE,
    fund.Allocate: CENTRE,
    fund.CloseFund: CENTRE,
    **dict.fromkeys(FOLLOWING, NOBODY),
}
"""What nobody gives stands in agreements: it is carried out with the command that binds it, or not at all."""

READERS = STAFF | PAYER | {Role.UNIT_LEAD, Role.INTAKE, Role.FUND_AUDIT, Role.AUDITOR}
MONEY = STAFF | PAYER | {Role.UNIT_LEAD, Role.FUND_AUDIT, Role.AUDITOR}
VIEWS: Mapping[str, frozenset[Role]] = {"relief_queue": READERS, "aids": MONEY, "funds": MONEY}

PAYEE = {("hardship.applied", KeyClass.IDENTITY), ("hardship.account_recorded", KeyClass.PERSONAL)}
OBJECTION = "hardship.objected"


def may_read_text(roles: frozenset[Role], key_class: KeyClass, request: Hardship, event: str) -> bool:
    """Whether a sealed text of the request is opened for the roles.

    Who objects to a publicity is opened for nobody here. Who pays sees the payee and the account, nothing of the
    family; an auditor reads facts and codes, never texts.
    """
    if event == OBJECTION and key_class is KeyClass.IDENTITY:
        return False
    if roles & STAFF:
        return key_class is not KeyClass.ORIGINAL
    return bool(roles & PAYER) and (event, key_class) in PAYEE
