"""Who may do what with petitions, and who may read their texts."""

from collections.abc import Mapping
from typing import Any

from domain.kernel import Command
from domain.petition import carrying, deciding, ending, handling, reception, routing
from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Role
from domain.values import KeyClass
from service.access.organisation import OPERATOR

HANDLERS = frozenset({Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD})
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
LEADS = frozenset({Role.PET_HEAD, Role.OWNER_LEAD, Role.UNIT_LEAD})
STAFF = DESK | HANDLERS | LEADS

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
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
    ending.SettleClocks: OPERATOR,
}

VIEWS: Mapping[str, frozenset[Role]] = {"petitions": STAFF | {Role.AUDITOR}}


def may_read_text(roles: frozenset[Role], key_class: KeyClass, petition: Petition, event: str) -> bool:
    """Whether a sealed text of the petition is opened for the roles.

    Who filed it, what was written in confidence and everything about an accusation is for the petition desk alone
    (信访工作条例 §30); other content is for those who work on petitions, who have the brief of what they may not
    read. An auditor reads facts and codes, never texts.
    """
    is_for_staff = key_class in (KeyClass.CONTENT, KeyClass.PERSONAL) and Purpose.P3 not in petition.purposes
    return bool(roles & (STAFF if is_for_staff else DESK))
