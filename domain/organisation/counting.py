"""What the group has set of how days and terms are counted: its holiday plans and its local rows."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.deadlines.calendar import YearCalendar
from domain.growing import Growing
from domain.organisation.local_rows import LocalRows


class WorkingDaysStatus(StrEnum):
    """Plans can be imported, and rows proposed, at any time."""

    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The imported years, a later import of a year in the place of the earlier one, and the local rows."""

    years: Growing[int, YearCalendar] = field(default_factory=Growing)
    rows: LocalRows = field(default_factory=LocalRows)
    version: int = 0
