"""The roles that officers hold, as the law and the procedure name them."""

from enum import StrEnum


class Role(StrEnum):
    """Who may do what is decided by role; 信访工作条例 §14(2), 工会法 §36 and the procedure of each kind."""

    INTAKE = "INTAKE"
    PET_HEAD = "PET_HEAD"
    HANDLER = "HANDLER"
    OWNER_LEAD = "OWNER_LEAD"
    UNIT_LEAD = "UNIT_LEAD"
    TEAM_LEAD = "TEAM_LEAD"
    TEAM_MEMBER = "TEAM_MEMBER"
    SUPERVISED = "SUPERVISED"
    UNION_BASE = "UNION_BASE"
    AID_CENTER = "AID_CENTER"
    AID_APPROVER = "AID_APPROVER"
    PAYER = "PAYER"
    FUND_AUDIT = "FUND_AUDIT"
    AUDITOR = "AUDITOR"
    SYSADMIN = "SYSADMIN"
