"""The explicit list of views."""

from projections.aids import AIDS
from projections.audit_trail import AUDIT_TRAIL
from projections.batches import BATCHES
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from projections.excerpts import EMERGENCY_AIDS, NOTICES, PAYMENT_ORDERS, UNCHECKED_AIDS, VOUCHERS
from projections.extensions import EXTENSIONS
from projections.funds import FUNDS
from projections.organisation import IDENTITIES, OFFICERS, PROPOSALS, TERMS, TOKENS, UNITS
from projections.oversights import OVERSIGHTS
from projections.petitions import PETITIONS
from projections.projection import Projection
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.referrals import REFERRAL_PACKAGES, REFERRALS
from projections.relief_queue import RELIEF_QUEUE
from projections.slips import AID_WISHES, LEAD_SLIPS
from projections.supervision_board import SUPERVISION_BOARD
from projections.ties import PETITION_TIES, RELIEF_TIES, TIES

ACCESS_VIEWS: tuple[Projection, ...] = (UNITS, OFFICERS, TERMS, TOKENS, IDENTITIES)
"""What decides who may do what; a request brings these up to date before it answers a grant."""

VIEWS: tuple[Projection, ...] = (
    *ACCESS_VIEWS,
    PROPOSALS,
    PETITIONS,
    SUPERVISION_BOARD,
    RECTIFICATION_ITEMS,
    RELIEF_QUEUE,
    AIDS,
    PAYMENT_ORDERS,
    EMERGENCY_AIDS,
    NOTICES,
    VOUCHERS,
    UNCHECKED_AIDS,
    LEAD_SLIPS,
    AID_WISHES,
    REFERRALS,
    REFERRAL_PACKAGES,
    TIES,
    PETITION_TIES,
    RELIEF_TIES,
    FUNDS,
    DUE_DATES,
    CONFIRMATIONS,
    AUDIT_TRAIL,
    EXTENSIONS,
    OVERSIGHTS,
    BATCHES,
)

BY_NAME: dict[str, Projection] = {view.name: view for view in VIEWS}

CASE_VIEWS: dict[str, Projection] = {
    "petition": PETITIONS,
    "supervision": SUPERVISION_BOARD,
    "hardship": RELIEF_QUEUE,
}
"""The view that lists each kind of case."""

VIEWS_OF_CASES: dict[str, tuple[Projection, ...]] = {
    "petition": (PETITIONS, EXTENSIONS, OVERSIGHTS, PETITION_TIES),
    "supervision": (SUPERVISION_BOARD, RECTIFICATION_ITEMS, REFERRALS, TIES),
    "hardship": (RELIEF_QUEUE, AIDS, RELIEF_TIES),
}
"""The views that show one kind of case alone, in rows that bear its scope."""


EXCERPTS_OF_CASES: dict[str, tuple[Projection, ...]] = {
    "petition": (LEAD_SLIPS, AID_WISHES),
    "supervision": (REFERRAL_PACKAGES,),
    "hardship": (PAYMENT_ORDERS, EMERGENCY_AIDS, NOTICES, VOUCHERS, UNCHECKED_AIDS),
}
"""The views that show papers of one kind of case, each to those who know nothing else of it."""


def showing(kind: str) -> tuple[Projection, ...]:
    """The views that tell for whom cases of that kind exist."""
    return (*VIEWS_OF_CASES.get(kind, ()), *EXCERPTS_OF_CASES.get(kind, ()), DUE_DATES, CONFIRMATIONS, AUDIT_TRAIL)
