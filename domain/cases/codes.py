"""The codes that every kind of case uses of a recusal."""

from enum import StrEnum


class Tie(StrEnum):
    """利害关系: why somebody should take no part; 国有企业管理人员处分条例 §31, 监察法 §67."""

    NAMED = "NAMED"
    OWN_MATTER = "OWN_MATTER"
    RELATIVE = "RELATIVE"
    WITNESS = "WITNESS"
    INTEREST = "INTEREST"
    EARLIER_STAGE = "EARLIER_STAGE"
    OTHER = "OTHER"


class AskedBy(StrEnum):
    """On whose word a recusal is asked for."""

    PETITIONER = "PETITIONER"
    INFORMANT = "INFORMANT"
    APPLICANT = "APPLICANT"
    SUPERVISED_UNIT = "SUPERVISED_UNIT"


class Confirmer(StrEnum):
    """第二人: whose word a fact waits for.

    Somebody who took part, or who has seen the paper that those who did have signed; the one officer whose own act it
    is; anybody else with a right of their own in the case, who has seen the paper.
    """

    PARTICIPANT = "PARTICIPANT"
    NAMED = "NAMED"
    WITNESS = "WITNESS"


class Mark(StrEnum):
    """How a recorded fact stands where it is not simply so: 待确认、已确认、已否认、仅备注、已更正."""

    STATED = "STATED"
    CONFIRMED = "CONFIRMED"
    CONTESTED = "CONTESTED"
    REMARK = "REMARK"
    CORRECTED = "CORRECTED"


class TieStanding(StrEnum):
    """What became of a tie that was declared, or that others named."""

    DECLARED = "DECLARED"
    ASKED = "ASKED"
    ORDERED = "ORDERED"
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"
