"""The lists that span all kinds of record: due dates and the audit trail."""

from datetime import date, timedelta

from domain.catalogue import AGGREGATES, BY_EVENT
from domain.deadlines.rules import RULES
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES, IS_DUTY
from service.kinds import filters
from service.kinds.filters import Filter
from service.kinds.listing import Listing
from service.views.conditions import Condition, Order

ALL = tuple(aggregate.kind for aggregate in AGGREGATES)

OVERDUE = f"due_on < %s AND {IS_DUTY}"
"""What `Standing.OVERDUE` means, as a condition on the view."""

FURTHEST = timedelta(days=31)
"""No reminder comes earlier before its due day: ten days before the nominal end, and the longest holiday after it."""
REMINDED = f"remind_on <= %s AND due_on >= %s AND due_on <= %s AND {IS_DUTY}"


def reminded(today: date) -> Condition:
    """Terms whose first day of reminding has come, and whose due day has not passed."""
    return Condition(REMINDED, today, (today, today + FURTHEST))


def _reminded(given: str, asking: filters.Asking) -> Condition | None:
    if given not in ("true", "false"):
        raise ValueError(given)
    return reminded(asking.today()) if given == "true" else None


TERMS = Listing(
    view=DUE_DATES,
    filters=(
        filters.identifier("case_id"),
        filters.one_of("kind", ALL),
        filters.one_of("rule", {rule.code for rule in RULES}),
        filters.day("due_until", "due_on <= %s"),
        filters.flag("overdue", OVERDUE, lambda asking: asking.today()),
        Filter("reminded", "true, false", {"type": "boolean"}, _reminded),
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
