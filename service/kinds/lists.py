"""The lists that span all kinds of record: due dates and the audit trail."""

from domain.catalogue import AGGREGATES, BY_EVENT
from domain.deadlines.rules import RULES
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES, IS_DUTY
from service.kinds import filters
from service.kinds.listing import Listing
from service.views.conditions import Order

ALL = tuple(aggregate.kind for aggregate in AGGREGATES)

OVERDUE = f"due_on < %s AND {IS_DUTY}"
"""What `Standing.OVERDUE` means, as a condition on the view."""

TERMS = Listing(
    view=DUE_DATES,
    filters=(
        filters.identifier("case_id"),
        filters.one_of("kind", ALL),
        filters.one_of("rule", {rule.code for rule in RULES}),
        filters.day("due_until", "due_on <= %s"),
        filters.flag("overdue", OVERDUE, lambda asking: asking.today()),
        filters.flag("provisional", "provisional"),
    ),
    orders={"due_on": Order("due_on"), "-due_on": Order("due_on", descending=True)},
)

TRAIL = Listing(
    view=AUDIT_TRAIL,
    filters=(
        filters.as_of(),
        filters.identifier("stream"),
        filters.identifier("officer", "by_officer"),
        filters.one_of("role", Role, "by_role"),
        filters.identifier("unit", "by_unit"),
        filters.one_of("event", {event.NAME for event in BY_EVENT}),
        filters.one_of("kind", ALL),
        filters.moment("recorded_from", lambda asking, moment: asking.recorded_from(moment)),
        filters.moment("recorded_until", lambda asking, moment: asking.recorded_until(moment)),
    ),
    orders={"-position": Order("position", descending=True), "position": Order("position")},
)
