"""Hardship requests over HTTP: what their list is filtered and sorted by."""

from domain.hardship.codes import Category, Status
from service.api.cases import Kind
from service.edge import filters
from service.edge.routes import HARDSHIP_REQUESTS
from service.views.queries import Order

KIND = Kind(
    HARDSHIP_REQUESTS,
    description="Hardship-assistance requests (困难帮扶)",
    filters=(
        filters.search(),
        filters.codes("status", Status),
        filters.codes("category", Category),
        filters.unit(),
        filters.day("due_until", "next_due_on <= %s"),
        filters.number(),
    ),
    orders={
        "place": Order("place"),
        "-applied_on": Order("applied_on", descending=True),
        "-changed_at": Order("changed_position", descending=True),
    },
)
