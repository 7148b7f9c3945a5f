"""The list of supervision cases."""

from domain.supervision.codes import Status, SubjectCode
from projections.supervision_board import SUPERVISION_BOARD
from service.kinds import filters
from service.kinds.listing import CaseListing
from service.views.conditions import Order

LISTING = CaseListing(
    view=SUPERVISION_BOARD,
    filters=(
        filters.search("number_key"),
        filters.codes("status", Status),
        filters.unit("supervised_unit"),
        filters.day("due_until", "next_due_on <= %s"),
        filters.number(),
    ),
    orders={
        "next_due_on": Order("next_due_on"),
        "-recorded_on": Order("recorded_on", descending=True),
        "-changed_at": Order("changed_position", descending=True),
    },
    columns=("case_no", "title", "status", "supervised_unit", "subjects", "open_items", "next_due_on"),
    codes={"status": Status, "subjects": SubjectCode},
    units="supervised_unit",
    days=("due_until",),
)
