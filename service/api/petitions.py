"""Petitions over HTTP: what their list is filtered and sorted by; the rest is the same for every kind of case."""

from domain.petition.codes import Channel, Issue, Purpose, Route, Status
from service.api.cases import Kind
from service.edge import filters
from service.edge.routes import PETITIONS
from service.views.queries import Order

KIND = Kind(
    PETITIONS,
    description="Employee petitions (信访)",
    filters=(
        filters.search(),
        filters.codes("status", Status),
        filters.codes("channel", Channel),
        filters.codes("purpose", Purpose),
        filters.codes("issue", Issue),
        filters.codes("route", Route),
        filters.unit(),
        filters.day("received_from", "received_on >= %s"),
        filters.day("received_until", "received_on <= %s"),
        filters.number(),
    ),
    orders={
        "-received_on": Order("received_on", descending=True),
        "received_on": Order("received_on"),
        "-changed_at": Order("changed_position", descending=True),
        "changed_at": Order("changed_position"),
    },
)
