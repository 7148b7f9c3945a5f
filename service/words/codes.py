"""The code lists that people see with labels: every enumeration of the domain that events or commands use."""

from collections import Counter
from enum import StrEnum

from domain.deadlines.clocks import StopReason
from domain.deadlines.pauses import PauseReason
from domain.deadlines.rules import Unit
from domain.funds import FundSource, FundStatus
from domain.hardship import codes as hardship
from domain.hardship.eligibility import StepCode
from domain.organisation.officer import OfficerStatus
from domain.petition import codes as petition
from domain.roles import Role
from domain.supervision import codes as supervision
from domain.units import UnitStatus
from service.store.tasks import Task

CODE_LISTS: tuple[type[StrEnum], ...] = (
    Role,
    Unit,
    StopReason,
    PauseReason,
    petition.Status,
    petition.Channel,
    petition.Purpose,
    petition.Issue,
    petition.Route,
    petition.NamedStatus,
    petition.NotAcceptedReason,
    petition.Outcome,
    petition.Delivery,
    petition.EvidenceKind,
    petition.Procedure,
    petition.PersonStatus,
    petition.ClosingGround,
    supervision.Status,
    supervision.SubjectCode,
    supervision.Source,
    supervision.ClosingGround,
    supervision.TriageDecision,
    supervision.CheckKind,
    supervision.Means,
    supervision.ApprovingBody,
    supervision.Trade,
    supervision.Conflict,
    supervision.EvidenceKind,
    supervision.EvidenceClass,
    supervision.Severity,
    supervision.AmountKind,
    supervision.Outcome,
    supervision.SignerPost,
    supervision.DeliveryWay,
    supervision.VerificationMethod,
    supervision.Answer,
    supervision.ReportTo,
    supervision.ItemStatus,
    hardship.Status,
    hardship.AidStatus,
    hardship.Category,
    hardship.Cause,
    hardship.Standing,
    hardship.Relation,
    hardship.AgeBand,
    hardship.Occupation,
    hardship.IncomeSource,
    hardship.ExpenseKind,
    hardship.DibaoStatus,
    hardship.CheckedSource,
    hardship.Place,
    hardship.Alternative,
    hardship.ObjectionOutcome,
    hardship.PaymentMethod,
    hardship.ReceiptProof,
    hardship.AidKind,
    StepCode,
    FundSource,
    FundStatus,
    UnitStatus,
    OfficerStatus,
    Task,
)

FIRST = "petition"
TIMES_TAKEN = Counter(each.__name__ for each in CODE_LISTS)


def list_name(codes: type[StrEnum]) -> str:
    """`Status` of a petition, `supervision.Status` of a kind of case that came later with a list of the same name."""
    package = codes.__module__.split(".")[1]
    is_shared = TIMES_TAKEN[codes.__name__] < 2 or package == FIRST
    return codes.__name__ if is_shared else f"{package}.{codes.__name__}"
