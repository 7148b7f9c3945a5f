"""The list of petitions."""

from domain.petition.codes import Channel, Issue, Outcome, Purpose, Route, Status
from projections.petitions import PETITIONS
from service.kinds import filters
from service.kinds.listing import CaseListing
from service.views.conditions import Order

LISTING = CaseListing(
    view=PETITIONS,
    filters=(
        filters.search("number_key", "external_key"),
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
    columns=("case_no", "title", "status", "unit", "channel", "purpose", "issue", "received_on"),
    codes={
        "status": Status,
        "channel": Channel,
        "purpose": Purpose,
        "issue": Issue,
        "route": Route,
        "outcome": Outcome,
    },
    choices=("status", "channel", "purpose", "issue"),
    days=("received_from", "received_until"),
)
