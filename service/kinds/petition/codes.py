"""The code lists of petitions that people see with labels."""

from enum import StrEnum

from domain.petition import codes

CODES: tuple[type[StrEnum], ...] = (
    codes.Status,
    codes.Channel,
    codes.Purpose,
    codes.Issue,
    codes.Route,
    codes.NamedStatus,
    codes.NotAcceptedReason,
    codes.Outcome,
    codes.ReviewResult,
    codes.Delivery,
    codes.EvidenceKind,
    codes.Procedure,
    codes.PersonStatus,
    codes.ClosingGround,
    codes.OversightForm,
    codes.OversightGround,
    codes.Adoption,
    codes.UnsealedField,
    codes.SlipStatus,
)
