"""The code lists of supervision cases that people see with labels."""

from enum import StrEnum

from domain.supervision import codes

CODES: tuple[type[StrEnum], ...] = (
    codes.Status,
    codes.Source,
    codes.ClosingGround,
    codes.TriageDecision,
    codes.CheckKind,
    codes.Means,
    codes.ApprovingBody,
    codes.Paper,
    codes.Trade,
    codes.Conflict,
    codes.EvidenceKind,
    codes.EvidenceClass,
    codes.Severity,
    codes.AmountKind,
    codes.Outcome,
    codes.SignerPost,
    codes.DeliveryWay,
    codes.VerificationMethod,
    codes.Answer,
    codes.EscalationCause,
    codes.Authority,
    codes.ReportTo,
    codes.ItemStatus,
    codes.Organ,
    codes.ReferralStatus,
)
