"""The code lists of supervision cases: statuses, subjects, sources, methods, evidence, findings and rectification."""

from enum import StrEnum

from domain.cases.subjects import SubjectCode as SubjectCode


class Status(StrEnum):
    """Where a supervision case stands."""

    NEW = "NEW"
    LEAD = "LEAD"
    REGISTERED = "REGISTERED"
    TRIAGED = "TRIAGED"
    PLANNED = "PLANNED"
    TEAM_READY = "TEAM_READY"
    CHECKING = "CHECKING"
    FINDINGS_DRAFT = "FINDINGS_DRAFT"
    UNIT_HEARD = "UNIT_HEARD"
    FINDINGS_FINAL = "FINDINGS_FINAL"
    NOTICE_ISSUED = "NOTICE_ISSUED"
    RECTIFYING = "RECTIFYING"
    VERIFYING = "VERIFYING"
    ESCALATED = "ESCALATED"
    VERIFIED = "VERIFIED"
    REPORTED = "REPORTED"
    CLOSED = "CLOSED"
    REFERRED = "REFERRED"
    NO_PROBLEM = "NO_PROBLEM"
    VOID = "VOID"


ENDED = frozenset({Status.CLOSED, Status.NO_PROBLEM, Status.VOID})
OPEN = frozenset(Status) - ENDED - {Status.NEW}
RECTIFICATION = frozenset({Status.RECTIFYING, Status.VERIFYING})


class ItemStatus(StrEnum):
    """Where a rectification item stands."""

    OPEN = "OPEN"
    SUBMITTED = "SUBMITTED"
    VERIFIED = "VERIFIED"
    ACCEPTED_OPEN = "ACCEPTED_OPEN"
    HANDED_OVER = "HANDED_OVER"


UNSETTLED = frozenset({ItemStatus.OPEN, ItemStatus.SUBMITTED})
"""Something is still demanded in this case."""


ON_SITE_SUBJECTS = frozenset(
    {
        SubjectCode.S73,
        SubjectCode.S40,
        SubjectCode.S41,
        SubjectCode.S42,
        SubjectCode.S43,
        SubjectCode.S44,
        SubjectCode.S45,
    }
)
"""Safety and state assets: rectification is verified on the spot, never on paper alone."""


class Source(StrEnum):
    """来源: where a lead comes from; sealed, and never shown to the supervised unit."""

    PLAN = "PLAN"
    INSPECT = "INSPECT"
    SPECIAL = "SPECIAL"
    CONGRESS = "CONGRESS"
    PET = "PET"
    DLM = "DLM"
    AUDIT = "AUDIT"
    LEADER = "LEADER"
    HOTLINE = "HOTLINE"


class ClosingGround(StrEnum):
    """结案依据."""

    NO_SUBSTANCE = "NO_SUBSTANCE"
    REPORTED = "REPORTED"
    REFERRED = "REFERRED"


class TriageDecision(StrEnum):
    """What becomes of a lead: it is supervised, handed to the competent organ, or both."""

    DEMOCRATIC_SUPERVISION = "DEMOCRATIC_SUPERVISION"
    REFER = "REFER"
    BOTH = "BOTH"


class Organ(StrEnum):
    """移送对象: the organ to which a matter is handed."""

    DISCIPLINE = "DISCIPLINE"
    AUDIT = "AUDIT"
    ASSET_ACCOUNTABILITY = "ASSET_ACCOUNTABILITY"
    AUTHORITY = "AUTHORITY"


class ReferralStatus(StrEnum):
    """Where a package stands that was handed to another organ."""

    SENT = "SENT"
    RECEIVED = "RECEIVED"
    FEEDBACK_GIVEN = "FEEDBACK_GIVEN"


class CheckKind(StrEnum):
    """Whether the check is a planned inspection, announced beforehand, or a special one."""

    PLANNED = "PLANNED"
    SPECIAL = "SPECIAL"


class Means(StrEnum):
    """监督方式."""

    DOCUMENTS = "DOCUMENTS"
    SITE = "SITE"
    DISCUSSION = "DISCUSSION"
    INDIVIDUAL = "INDIVIDUAL"
    QUESTIONNAIRE = "QUESTIONNAIRE"
    REPORT = "REPORT"
    ATTENDANCE = "ATTENDANCE"
    SAMPLE_COUNT = "SAMPLE_COUNT"
    BOARD = "BOARD"


class Paper(StrEnum):
    """What is put before the party organisation."""

    PLAN = "PLAN"
    RESULT = "RESULT"


class ApprovingBody(StrEnum):
    """Who approves the plan of a check."""

    UNION = "UNION"
    PARTY_COMMITTEE = "PARTY_COMMITTEE"


class Trade(StrEnum):
    """成员专业: the walks of working life that a team is drawn from."""

    MANAGEMENT = "MANAGEMENT"
    ENGINEERING = "ENGINEERING"
    SALES = "SALES"
    FINANCE = "FINANCE"
    FRONT_LINE = "FRONT_LINE"
    OTHER = "OTHER"


class Conflict(StrEnum):
    """What a member declares of ties to the unit, its suppliers or persons concerned; 国有企业管理人员处分条例 §31."""

    NONE = "NONE"
    RELATIVE = "RELATIVE"
    POST = "POST"
    BUSINESS = "BUSINESS"


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


class EvidenceClass(StrEnum):
    """Whether evidence holds sensitive personal data (C3) or only what belongs to the case (C2)."""

    C2 = "C2"
    C3 = "C3"


class Severity(StrEnum):
    """一般、较重、严重."""

    MINOR = "MINOR"
    CONSIDERABLE = "CONSIDERABLE"
    SERIOUS = "SERIOUS"


class AmountKind(StrEnum):
    """Whether an amount is estimated or was audited."""

    ESTIMATED = "ESTIMATED"
    AUDITED = "AUDITED"


class Outcome(StrEnum):
    """处理结果 per finding."""

    O0 = "O0"
    O1 = "O1"
    O2 = "O2"
    O3 = "O3"
    O4 = "O4"
    O5 = "O5"
    O6 = "O6"
    O7 = "O7"
    O8 = "O8"
    O9 = "O9"


UNFOUNDED = frozenset({Outcome.O0, Outcome.O3, Outcome.O4})
"""未发现问题, 失实, 无法查证: nothing to rectify."""


class SignerPost(StrEnum):
    """Who signs a 监督意见书."""

    UNION_CHAIR = "UNION_CHAIR"
    UNION_VICE_CHAIR = "UNION_VICE_CHAIR"
    UNION_COMMITTEE = "UNION_COMMITTEE"


class DeliveryWay(StrEnum):
    """送达方式."""

    IN_PERSON = "IN_PERSON"
    INTERNAL_MAIL = "INTERNAL_MAIL"
    POST = "POST"
    ELECTRONIC = "ELECTRONIC"


class VerificationMethod(StrEnum):
    """验收方式 of an item."""

    ON_SITE = "ON_SITE"
    DOCUMENTS = "DOCUMENTS"
    SAMPLE = "SAMPLE"


class Answer(StrEnum):
    """What the unit answers on an item: a plan, or a reasoned disagreement."""

    PLAN = "PLAN"
    DISAGREEMENT = "DISAGREEMENT"


class EscalationCause(StrEnum):
    """提请事由: what the unit left undone."""

    NO_ANSWER = "NO_ANSWER"
    NOT_RECTIFIED = "NOT_RECTIFIED"
    REFUSAL = "REFUSAL"
    FAKED = "FAKED"


class Authority(StrEnum):
    """Before whom it is put: the superior union, or the party committee of the own level."""

    SUPERIOR = "SUPERIOR"
    PARTY_COMMITTEE = "PARTY_COMMITTEE"


class ReportTo(StrEnum):
    """To whom the result is reported; 上海市职工代表大会条例 §§22, 25."""

    CONGRESS = "CONGRESS"
    JOINT_MEETING = "JOINT_MEETING"
    PARTY_COMMITTEE = "PARTY_COMMITTEE"
