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
