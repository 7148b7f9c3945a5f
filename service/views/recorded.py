"""When rows of events were recorded, as conditions: by a moment, and from one on; a day alone counts as its end."""

from datetime import datetime, tzinfo

from domain.recording import first_day_ending, last_day_ended
from service.views.queries import Condition


def recorded_from(moment: datetime, zone: tzinfo) -> Condition:
    """What was recorded at the moment or later; a day alone counts as its last instant in the zone."""
    day = first_day_ending(moment, zone)
    return Condition("(recorded_at >= %s OR recorded_on >= %s)", moment, (day,))


def recorded_until(moment: datetime, zone: tzinfo) -> Condition:
    """What had been recorded by the moment; a day alone counts as its last instant in the zone."""
    day = last_day_ended(moment, zone)
    return Condition("(recorded_at <= %s OR recorded_on <= %s)", moment, (day,))
