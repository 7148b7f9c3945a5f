"""When a fact was recorded: a moment, or a day alone where the minute would tell who it was."""

from datetime import date, datetime, timedelta, tzinfo

RecordedAt = datetime | date


def moment_alone(at: RecordedAt) -> datetime | None:
    """The moment, or None where only the day is known."""
    return at if isinstance(at, datetime) else None


def day_alone(at: RecordedAt) -> date | None:
    """The day, or None where the moment is known."""
    return None if isinstance(at, datetime) else at


def latest(at: RecordedAt, zone: tzinfo) -> datetime:
    """The moment by which it was recorded: a day alone counts as its last instant in the zone."""
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 23, 59, 59, 999_999, zone)


def last_day_ended(moment: datetime, zone: tzinfo) -> date:
    """The last day that counts as recorded by the moment: the one before, except at its own last instant."""
    day = moment.astimezone(zone).date()
    return day if moment >= latest(day, zone) else day - timedelta(days=1)


def first_day_ending(moment: datetime, zone: tzinfo) -> date:
    """The first day whose last instant is not before the moment."""
    return moment.astimezone(zone).date()
