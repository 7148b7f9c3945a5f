"""Supervision cases over HTTP: what their list is filtered and sorted by."""

from domain.supervision.codes import Status
from service.api.cases import Kind
from service.edge import filters
from service.edge.routes import SUPERVISION_CASES
from service.views.queries import Order

KIND = Kind(
    SUPERVISION_CASES,
    description="Democratic supervision cases (民主监督)",
    filters=(
        filters.search(),
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
)
