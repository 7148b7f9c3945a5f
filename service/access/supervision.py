"""Who may do what with supervision cases, and who may read their texts."""

from collections.abc import Mapping
from typing import Any

from domain.kernel import Command
from domain.roles import Role
from domain.supervision import checking, ending, finding, leading, noticing, preparing, rectifying
from domain.supervision.state import Supervision
from domain.values import KeyClass
from service.access.organisation import OPERATOR

TEAM = frozenset({Role.TEAM_LEAD, Role.TEAM_MEMBER})
LEAD = frozenset({Role.TEAM_LEAD})
COMMITTEE = frozenset({Role.UNIT_LEAD, Role.AID_CENTER})
"""Whoever approves plans and signs notices: the unit's leader and the upper union."""
SUPERVISED = frozenset({Role.SUPERVISED})

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    leading.RecordLead: TEAM | {Role.INTAKE, Role.UNION_BASE},
    leading.Register: LEAD,
    leading.Dismiss: LEAD | COMMITTEE,
    leading.Triage: LEAD | COMMITTEE,
    preparing.ApprovePlan: COMMITTEE,
    preparing.AssignTeam: LEAD | COMMITTEE,
    preparing.StartCheck: LEAD,
    checking.AddEvidence: TEAM,
    checking.LogTalk: TEAM,
    finding.DraftFindings: TEAM,
    finding.HearUnit: TEAM,
    finding.Finalise: LEAD,
    noticing.IssueNotice: COMMITTEE,
    noticing.RecordDelivery: TEAM | COMMITTEE,
    noticing.Reply: SUPERVISED,
    rectifying.SubmitRectification: SUPERVISED,
    rectifying.VerifyItem: TEAM,
    rectifying.AcceptOpenItem: COMMITTEE,
    ending.Report: LEAD,
    ending.Close: LEAD | COMMITTEE,
    ending.SettleClocks: OPERATOR,
}

READERS = TEAM | COMMITTEE | SUPERVISED | {Role.AUDITOR}
VIEWS: Mapping[str, frozenset[Role]] = {"supervision_board": READERS, "rectification_items": READERS}

SHOWN_TO_THE_UNIT = ("supervision.notice_issued", "supervision.replied", "supervision.rectification_submitted")
"""What the supervised unit reads: what is demanded of it, and what it answered itself; never how it came about."""


TOLD_TO_THE_UNIT = (
    "supervision.started",
    *SHOWN_TO_THE_UNIT,
    "supervision.notice_delivered",
    "supervision.item_verified",
    "supervision.item_reopened",
    "supervision.item_accepted_open",
    "supervision.closed",
    "supervision.clocks_settled",
)


def may_read_text(roles: frozenset[Role], key_class: KeyClass, case: Supervision, event: str) -> bool:
    """Whether a sealed text of the case is opened for the roles.

    Where a lead came from is sealed as identity and opened for nobody (信访工作条例 §30). The supervised unit reads
    only what is demanded of it. An auditor reads facts and codes, never texts.
    """
    if key_class is not KeyClass.CONTENT:
        return False
    if roles & (TEAM | COMMITTEE):
        return True
    return bool(roles & SUPERVISED) and event in SHOWN_TO_THE_UNIT
