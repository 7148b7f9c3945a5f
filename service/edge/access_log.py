"""What the trace shows to the caller of this request, who protects personal information."""

from uuid import UUID

from flask import request

from service.access.decisions import require_view
from service.access.trace_report import TraceReport
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.words.sentences import no_op as _

USUAL_DAYS, MOST_DAYS = 30, 366


def report_asked() -> TraceReport:
    """The report on the days that were asked about, and the openings of one officer. Raises Denied and Problem."""
    require_view(caller(), "reads")
    return service().reports.of(caller(), days_asked(), _officer())


def days_asked() -> int:
    """How many days back. Raises Problem."""
    given = request.args.get("days") or str(USUAL_DAYS)
    if not (given.isascii() and given.isdecimal() and len(given) < 4 and 1 <= int(given) <= MOST_DAYS):
        raise Problem(
            400, "filter_invalid", _("{name} takes a number from 1 to {most}."), {"name": "days", "most": MOST_DAYS}
        )
    return int(given)


def _officer() -> UUID | None:
    given = request.args.get("officer")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise Problem(400, "filter_invalid", _("{name} takes the id of an officer."), {"name": "officer"}) from None
