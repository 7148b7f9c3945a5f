"""The list of hardship requests."""

from domain.deadlines.pauses import PauseReason
from domain.hardship.codes import Category, Status
from projections.relief_queue import RELIEF_QUEUE
from service.kinds import filters
from service.kinds.hardship.placed import DUE_UNTIL
from service.kinds.listing import CaseListing
from service.views.conditions import Order

LISTING = CaseListing(
    view=RELIEF_QUEUE,
    filters=(
        filters.search("number_key"),
        filters.codes("status", Status),
        filters.codes("category", Category),
        filters.unit(),
        DUE_UNTIL,
        filters.number(),
    ),
    orders={
        "place": Order("place"),
        "-applied_on": Order("applied_on", descending=True),
        "-changed_at": Order("changed_position", descending=True),
    },
    columns=("case_no", "status", "category", "unit", "emergency", "open_aids", "applied_on", "next_due_on"),
    codes={"status": Status, "category": Category, "paused_for": PauseReason},
    choices=("status", "category"),
    days=("due_until",),
)
