"""The code lists of petitions: statuses, channels, purposes, issues, routes, reasons and outcomes."""

from enum import StrEnum


class Status(StrEnum):
    """Where a petition stands."""

    NEW = "NEW"
    RECEIVED = "RECEIVED"
    REGISTERED = "REGISTERED"
    ROUTING = "ROUTING"
    AWAITING_OWNER = "AWAITING_OWNER"
    ACCEPTED = "ACCEPTED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    HANDLING = "HANDLING"
    DECISION_REVIEW = "DECISION_REVIEW"
    REPLIED = "REPLIED"
    REVIEW = "REVIEW"
    REVIEW_REPLIED = "REVIEW_REPLIED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"
    REFERRED_DI = "REFERRED_DI"
    VOID = "VOID"


BEFORE_REPLY = frozenset(
    {
        Status.RECEIVED,
        Status.REGISTERED,
        Status.ROUTING,
        Status.AWAITING_OWNER,
        Status.ACCEPTED,
        Status.HANDLING,
        Status.DECISION_REVIEW,
    }
)
ANSWERED = frozenset({Status.REPLIED, Status.REVIEW_REPLIED})
"""An answer went out, whose delivery gives days to ask for the next remedy."""
OPEN = BEFORE_REPLY | ANSWERED | {Status.REVIEW}


class Channel(StrEnum):
    """信访形式: how the petition came in."""

    LETTER = "LETTER"
    VISIT = "VISIT"
    PHONE = "PHONE"
    WEB = "WEB"
    FAX = "FAX"
    LEADER_BOX = "LEADER_BOX"
    FORWARDED = "FORWARDED"


class Purpose(StrEnum):
    """信访目的: exactly one per demand."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P9 = "P9"


class Issue(StrEnum):
    """问题类别: what the demand is about."""

    I01 = "I01"
    I02 = "I02"
    I03 = "I03"
    I04 = "I04"
    I05 = "I05"
    I06 = "I06"
    I07 = "I07"
    I08 = "I08"
    I09 = "I09"
    I10 = "I10"
    I11 = "I11"
    I12 = "I12"
    I13 = "I13"
    I14 = "I14"
    I15 = "I15"
    I16 = "I16"
    I17 = "I17"
    I18 = "I18"
    I19 = "I19"
    I20 = "I20"
    I21 = "I21"
    I22 = "I22"
    I99 = "I99"


class Route(StrEnum):
    """分类处理: the procedure that serves the demand; 信访工作条例 §31."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    RS = "RS"
    RA = "RA"


class NamedStatus(StrEnum):
    """署名情况: real name means the own true name plus a working contact."""

    REAL_NAME = "REAL_NAME"
    PSEUDONYM = "PSEUDONYM"
    ANONYMOUS = "ANONYMOUS"


class NotAcceptedReason(StrEnum):
    """不予受理理由."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"


class Outcome(StrEnum):
    """处理结果 per demand; 信访工作条例 §32."""

    SUPPORT = "SUPPORT"
    PARTIAL = "PARTIAL"
    EXPLAIN = "EXPLAIN"
    REJECT = "REJECT"
    MEDIATED = "MEDIATED"
    ADOPT = "ADOPT"
    ADOPT_PART = "ADOPT_PART"
    NOT_ADOPT = "NOT_ADOPT"
    PERFORMED = "PERFORMED"
    REFERRED = "REFERRED"
    DIVERTED = "DIVERTED"
    WITHDRAWN = "WITHDRAWN"


SUPPORTED = frozenset({Outcome.SUPPORT, Outcome.PARTIAL})


class ReviewResult(StrEnum):
    """复查结论."""

    UPHOLD = "UPHOLD"
    CHANGE = "CHANGE"
    REVOKE_REDO = "REVOKE_REDO"


class OversightForm(StrEnum):
    """督办函, or 改进建议 to do better."""

    SUPERVISION = "SUPERVISION"
    PROPOSAL = "PROPOSAL"


class OversightGround(StrEnum):
    """督办情形; 信访工作条例 §40."""

    OVERDUE = "OVERDUE"
    WRONG_PROCEDURE = "WRONG_PROCEDURE"
    EVASION = "EVASION"
    FALSIFICATION = "FALSIFICATION"
    NOT_EXECUTED = "NOT_EXECUTED"


class Adoption(StrEnum):
    """采纳情况: what a unit makes of what it was asked."""

    ADOPTED = "ADOPTED"
    PARTLY = "PARTLY"
    NOT_ADOPTED = "NOT_ADOPTED"


class Delivery(StrEnum):
    """送达方式 of a notice or an answer."""

    ON_THE_SPOT = "ON_THE_SPOT"
    IN_PERSON = "IN_PERSON"
    POST = "POST"
    ELECTRONIC = "ELECTRONIC"
    PHONE = "PHONE"
    QUERY_CODE = "QUERY_CODE"
    ATTEMPTED = "ATTEMPTED"


class EvidenceKind(StrEnum):
    """证据种类."""

    DOC = "DOC"
    OBJ = "OBJ"
    STATEMENT = "STATEMENT"
    EDATA = "EDATA"
    AV = "AV"
    SITE = "SITE"
    EXPERT = "EXPERT"
    BOARD = "BOARD"
    UNIT = "UNIT"


class Procedure(StrEnum):
    """是否进入其他程序."""

    NONE = "NONE"
    LITIGATION = "LITIGATION"
    ARBITRATION = "ARBITRATION"
    RECONSIDERATION = "RECONSIDERATION"
    OTHER = "OTHER"


class PersonStatus(StrEnum):
    """人员身份 of the petitioner."""

    ON_POST = "ON_POST"
    LAID_OFF = "LAID_OFF"
    UNEMPLOYED = "UNEMPLOYED"
    RETIRED = "RETIRED"
    EARLY_RETIRED = "EARLY_RETIRED"
    FAMILY = "FAMILY"
    DISPATCHED = "DISPATCHED"
    CONTRACTOR = "CONTRACTOR"
    OTHER = "OTHER"


class ClosingGround(StrEnum):
    """结案依据."""

    CONTENT = "CONTENT"
    WINDOW_EXPIRED = "WINDOW_EXPIRED"


class UnsealedField(StrEnum):
    """What of a sealed matter is asked to be opened: who filed it, how they are reached, or what they wrote."""

    NAME = "NAME"
    CONTACT = "CONTACT"
    ORIGINAL = "ORIGINAL"


class SlipStatus(StrEnum):
    """Where a slip stands that lies before another desk."""

    WAITING = "WAITING"
    LYING = "LYING"
    TAKEN_DOWN = "TAKEN_DOWN"
