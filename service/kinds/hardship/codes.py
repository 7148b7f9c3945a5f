"""The code lists of hardship requests that people see with labels."""

from enum import StrEnum

from domain.hardship import codes
from domain.hardship.eligibility import StepCode

CODES: tuple[type[StrEnum], ...] = (
    codes.Status,
    codes.AidStatus,
    codes.Category,
    codes.Cause,
    codes.Standing,
    codes.Relation,
    codes.AgeBand,
    codes.Occupation,
    codes.IncomeSource,
    codes.ExpenseKind,
    codes.DibaoStatus,
    codes.CheckedSource,
    codes.Place,
    codes.Alternative,
    codes.ObjectionOutcome,
    codes.PaymentMethod,
    codes.ReceiptProof,
    codes.AidKind,
    StepCode,
)
