"""The code lists of hardship assistance: statuses, categories, causes, kinds of aid, incomes, expenses and answers."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a request stands; each aid of a file has its own standing beside it."""

    NEW = "NEW"
    SUBMITTED = "SUBMITTED"
    SUPPLEMENT = "SUPPLEMENT"
    VISITED = "VISITED"
    VERIFIED = "VERIFIED"
    UNION_REVIEWED = "UNION_REVIEWED"
    PUBLICITY = "PUBLICITY"
    OBJECTION = "OBJECTION"
    APPROVAL = "APPROVAL"
    ON_FILE = "ON_FILE"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    WITHDRAWN = "WITHDRAWN"
    VOID = "VOID"


ENDED = frozenset({Status.NOT_ELIGIBLE, Status.WITHDRAWN, Status.VOID})
OPEN = frozenset(Status) - ENDED - {Status.NEW}
BEFORE_FILE = OPEN - {Status.ON_FILE}


class AidStatus(StrEnum):
    """Where one aid stands; HELD waits for the reason why no receipt came."""

    PLANNED = "PLANNED"
    APPROVED = "APPROVED"
    PAID = "PAID"
    RECEIPTED = "RECEIPTED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


UNPAID = frozenset({AidStatus.PLANNED, AidStatus.APPROVED})
UNRECEIPTED = frozenset({AidStatus.PAID, AidStatus.HELD})
"""The money has left the fund, and nobody has shown yet that it came."""
GIVEN = UNRECEIPTED | {AidStatus.RECEIPTED}
"""The money has left the fund."""

EMERGENCY_CHECK = "D-H08"
"""The days for visit, check and publicity after emergency aid."""


THE_NOTICE = 1
"""The number of the notice: a request has one at a time."""


class HouseholdStatus(StrEnum):
    """Whether a household has an active file; one household, one file."""

    NEW = "NEW"
    HELD = "HELD"
    FREE = "FREE"


class Category(StrEnum):
    """困难类别: deep, relative, accident, marginal, none; HW is warm-sending, which needs no file."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    H0 = "H0"
    HW = "HW"


class Cause(StrEnum):
    """致困原因; an illness is a cause and never a diagnosis."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"
    K9 = "K9"
    K10 = "K10"
    K11 = "K11"
    K99 = "K99"


class Standing(StrEnum):
    """身份 of the applicant at work."""

    ON_POST = "ON_POST"
    LAID_OFF = "LAID_OFF"
    UNEMPLOYED = "UNEMPLOYED"
    RETIRED = "RETIRED"
    EARLY_RETIRED = "EARLY_RETIRED"
    SICK_LEAVE = "SICK_LEAVE"
    MIGRANT = "MIGRANT"
    DISPATCHED = "DISPATCHED"


class Relation(StrEnum):
    """A member of the household as the applicant's …; a child under 14 has no name here."""

    SELF = "SELF"
    SPOUSE = "SPOUSE"
    CHILD = "CHILD"
    PARENT = "PARENT"
    OTHER = "OTHER"


class AgeBand(StrEnum):
    """Age as far as a rule needs it."""

    UNDER_14 = "UNDER_14"
    FROM_14 = "FROM_14"
    ADULT = "ADULT"
    RETIREMENT = "RETIREMENT"


class Occupation(StrEnum):
    """What a member of the household does."""

    AT_WORK = "AT_WORK"
    AT_SCHOOL = "AT_SCHOOL"
    UNEMPLOYED = "UNEMPLOYED"
    RETIRED = "RETIRED"
    DISABLED = "DISABLED"
    NOT_YET_AT_SCHOOL = "NOT_YET_AT_SCHOOL"


class IncomeSource(StrEnum):
    """收入来源."""

    WAGES = "WAGES"
    PENSION = "PENSION"
    BUSINESS = "BUSINESS"
    PROPERTY = "PROPERTY"
    ALLOWANCE = "ALLOWANCE"
    SUPPORT = "SUPPORT"
    EARLIER_AID = "EARLIER_AID"
    OTHER = "OTHER"


class ExpenseKind(StrEnum):
    """刚性支出; WORK counts for the relative category alone."""

    MEDICAL = "MEDICAL"
    EDUCATION = "EDUCATION"
    REHABILITATION = "REHABILITATION"
    OTHER = "OTHER"
    WORK = "WORK"


class DibaoStatus(StrEnum):
    """低保或低收入认定, from the certificate."""

    NONE = "NONE"
    DIBAO = "DIBAO"
    LOW_INCOME = "LOW_INCOME"


class CheckedSource(StrEnum):
    """核对来源: where the household's data was checked, with its written authorisation."""

    HOUSING = "HOUSING"
    VEHICLE = "VEHICLE"
    BUSINESS = "BUSINESS"
    DIBAO_LIST = "DIBAO_LIST"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE"
    BANK = "BANK"


class Place(StrEnum):
    """公示地点."""

    WORKPLACE = "WORKPLACE"
    NEIGHBOURHOOD = "NEIGHBOURHOOD"


class Alternative(StrEnum):
    """What takes the place of a notice with a masked name, where the applicant does not consent to one."""

    CASE_NUMBER_ONLY = "CASE_NUMBER_ONLY"
    UNION_COMMITTEE = "UNION_COMMITTEE"


class ObjectionOutcome(StrEnum):
    """Keep: publicity goes on. Revise: the review is taken anew. Reject: the household is not eligible."""

    KEEP = "KEEP"
    REVISE = "REVISE"
    REJECT = "REJECT"


class PaymentMethod(StrEnum):
    """发放方式; 浙江省社会救助条例 §56: by bank under the real name."""

    BANK_TRANSFER = "BANK_TRANSFER"
    SOCIAL_CARD = "SOCIAL_CARD"


class ReceiptProof(StrEnum):
    """签收凭证."""

    SIGNATURE = "SIGNATURE"
    BANK_PROOF = "BANK_PROOF"


class AidKind(StrEnum):
    """帮扶项目."""

    A1 = "A1"
    A2 = "A2"
    A3 = "A3"
    A4 = "A4"
    A5 = "A5"
    A6 = "A6"
    A7 = "A7"
    A8 = "A8"
    A9 = "A9"
    A10 = "A10"
    A11 = "A11"
    A12 = "A12"
    A13 = "A13"
    A14 = "A14"
    A15 = "A15"


NOT_IN_MONEY = frozenset({AidKind.A5, AidKind.A7, AidKind.A10, AidKind.A14})
"""Job offers, legal aid, psychological care and referral: nothing is paid from a fund for them."""

IN_MONEY = frozenset(AidKind) - NOT_IN_MONEY

ALLOWED_KINDS: Mapping[Category, frozenset[AidKind]] = MappingProxyType(
    {
        Category.H1: IN_MONEY,
        Category.H2: IN_MONEY,
        Category.H3: frozenset({AidKind.A2, AidKind.A9, AidKind.A11, AidKind.A12, AidKind.A13, AidKind.A15}),
        Category.H4: frozenset({AidKind.A4, AidKind.A9}),
        Category.HW: frozenset({AidKind.A8, AidKind.A9}),
        Category.H0: frozenset(),
    }
)
"""Design on local aid standards, which the adopting unit confirms."""
