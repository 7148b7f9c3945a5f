"""Lives of requests in which every form of theirs is sent."""

from typing import Any

from domain.roles import Role
from tests.support.forms.steps import SOME_DAY, TEXT, Step
from tests.support.walking import EXCLUSIONS, FAMILY

HONEST = {"no_relative": True}
APPLICATION = {
    "name": TEXT,
    "household": "HS-1001",
    "consents": {"data_use": True, "sensitive_data": True, "consented_on": SOME_DAY},
    "members": [dict(zip(("relation", "age_band", "occupation"), member, strict=True)) for member in FAMILY],
    "incomes": [{"source": "WAGES", "months": 12, "amount_fen": 7_200_000}],
    "expenses": [{"kind": "MEDICAL", "amount_fen": 3_000_000}],
    "since": "2025-01-01",
    "unit": "HS",
    "emergency": True,
    "authorisation": None,
    "account": None,
}
AUTHORISED = {"authorisation": {"signed_on": SOME_DAY, "valid_until": "2026-12-31", "scope": TEXT}}
ACCOUNT = {"account": {"number": "6222020200112233445", "is_own": True}}
VISIT = {"visitors": ["@union", "@visitor"], "union_visitor": "@union", "note_signed": True, **HONEST}
REVIEW = {
    "category": "H1",
    "means": {
        "incomes": [{"source": "WAGES", "months": 12, "amount_fen": 7_200_000}],
        "expenses": [{"kind": "MEDICAL", "amount_fen": 3_000_000}],
        "dibao_line_fen": 106_200,
    },
    "exclusions": dict.fromkeys(EXCLUSIONS, False),
    "reasons": None,
    "exception_grounds": None,
}
NOTICE = {
    "surname": "张",
    "aid_kind": "A1",
    "consented": True,
    "days": None,
    "alternative": None,
    "surname_confirmed_by": None,
}
RESOLVED = {"checked_by": ["@union", "@visitor"], "reasons": None, **HONEST}
AID = {"kind": "A1", "amount_fen": 100_000, "fund": "@fund", **HONEST}
PAYMENT = {"to_own_account": True, **HONEST}


def file_of(*steps: Step, **application: Any) -> tuple[Step, ...]:
    """A life of a request whose check was authorised and whose account is known."""
    return (
        ("", Role.UNION_BASE, 0, {**APPLICATION, "concerns": [], **application}),
        ("authorisation", Role.UNION_BASE, 0, AUTHORISED),
        ("account", Role.UNION_BASE, 0, ACCOUNT),
        *steps,
    )


POSTED: tuple[Step, ...] = (
    ("visit-arrangement", Role.UNION_BASE, 0, {}),
    ("visit", Role.UNION_BASE, 1, VISIT),
    ("verification", Role.AID_CENTER, 1, {"member_count": 4, **HONEST}),
    ("review", Role.UNION_BASE, 1, REVIEW),
    ("publicity", Role.UNION_BASE, 1, NOTICE),
)
"""A request whose notice hangs out."""
HARDSHIPS: tuple[tuple[Step, ...], ...] = (
    file_of(
        ("note", Role.UNION_BASE, 0, {}),
        ("emergency-aid", Role.UNION_BASE, 0, {"amount_fen": 100_000, "fund": "@fund", **HONEST}),
        ("emergency-approval", Role.UNIT_LEAD, 0, HONEST),
        ("payment", Role.PAYER, 0, PAYMENT),
        ("missing-receipt", Role.PAYER, 40, {}),
        ("supplement-request", Role.UNION_BASE, 0, {}),
        ("supplement", Role.UNION_BASE, 0, {}),
        *POSTED,
        ("objection", Role.INTAKE, 1, {}),
        ("objection-outcome", Role.AID_CENTER, 1, RESOLVED),
        ("publicity-end", Role.AID_CENTER, 30, {}),
        ("approval", Role.AID_CENTER, 0, HONEST),
        ("plan", Role.UNION_BASE, 1, AID),
        ("aid-cancellation", Role.AID_CENTER, 1, {"aid": 2}),
        ("plan", Role.UNION_BASE, 1, AID),
        ("aid-approval", Role.AID_APPROVER, 1, {"aid": 3, **HONEST}),
        ("payment", Role.PAYER, 1, {"aid": 3, **PAYMENT}),
        ("receipt", Role.PAYER, 1, {"aid": 3}),
    ),
    file_of(
        *POSTED,
        ("refusal", Role.AID_CENTER, 30, HONEST),
        ("document-number", Role.AID_CENTER, 0, {"document": 11}),
        ("document-number-void", Role.AID_CENTER, 0, {"document": 11}),
        household="HS-1002",
    ),
    file_of(("withdrawal", Role.UNION_BASE, 0, {}), household="HS-1003"),
    file_of(
        ("note", Role.UNION_BASE, 0, {}),
        ("correction", Role.UNION_BASE, 0, {"fact": 4, "field": "note", "right": TEXT}),
        ("void", Role.UNION_BASE, 0, {}),
        ("contest", Role.AID_CENTER, 0, {"entry": 1}),
        ("void", Role.UNION_BASE, 0, {}),
        ("confirmation", Role.AID_CENTER, 0, {"entry": 2}),
        household="HS-1010",
    ),
    file_of(
        ("recusal-request", Role.UNION_BASE, 0, {"concerned": "@centre", "tie": "OTHER", "asked_by": "APPLICANT"}),
        ("recusal", Role.UNION_CHAIR, 0, {"concerned": "@visitor", "tie": "OTHER"}),
        ("recusal-decision", Role.UNION_CHAIR, 0, {"concerned": "@centre", "is_confirmed": True}),
        ("tie", Role.UNION_BASE, 0, {"tie": "OTHER"}),
        household="HS-1009",
    ),
    file_of(("concern", Role.UNION_BASE, 0, {"concerns": ["@visitor"]}), household="HS-1011"),
)
"""Lives of requests that together send every form."""
