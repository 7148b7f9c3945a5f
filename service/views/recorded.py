"""When rows of events were recorded, as conditions: by a moment, and from one on; a day alone counts as its end."""

from datetime import UTC, date, datetime, tzinfo

from domain.recording import first_day_ending, last_day_ended
from projections.audit_trail import AUDIT_TRAIL
from service.views.conditions import NOTHING, Condition
from service.views.naming import days_of
from service.views.queries import Queries

FIRST = f"SELECT min(first_id) AS position FROM {days_of(AUDIT_TRAIL)} WHERE day >= %s"
LAST = f"SELECT max(last_id) AS position FROM {days_of(AUDIT_TRAIL)} WHERE day <= %s"
"""Positions rise with time about as moments do: beyond these lies nothing that was recorded on such a day."""


def recorded_from(queries: Queries, moment: datetime, zone: tzinfo) -> Condition:
    """What was recorded at the moment or later; a day alone counts as its last instant in the zone."""
    day = first_day_ending(moment, zone)
    told = "(recorded_at >= %s OR recorded_on >= %s) AND position >= %s"
    return _bounded(queries, told, moment, day, FIRST, min(day, _utc_day(moment)))


def recorded_until(queries: Queries, moment: datetime, zone: tzinfo) -> Condition:
    """What had been recorded by the moment; a day alone counts as its last instant in the zone."""
    day = last_day_ended(moment, zone)
    told = "(recorded_at <= %s OR recorded_on <= %s) AND position <= %s"
    return _bounded(queries, told, moment, day, LAST, max(day, _utc_day(moment)))


def _bounded(queries: Queries, told: str, moment: datetime, day: date, sought: str, by: date) -> Condition:
    (bound,) = queries.rows(sought, (by,))
    return NOTHING if bound["position"] is None else Condition(told, moment, (day, bound["position"]))


def _utc_day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
