"""The roles that officers hold, for which unit and for which terms."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.values import UnitRef


class Role(StrEnum):
    """Who may do what is decided by role; 信访工作条例 §14(2), 工会法 §36 and the procedure of each kind."""

    INTAKE = "INTAKE"
    PET_HEAD = "PET_HEAD"
    HANDLER = "HANDLER"
    OWNER_LEAD = "OWNER_LEAD"
    UNIT_LEAD = "UNIT_LEAD"
    TEAM_LEAD = "TEAM_LEAD"
    TEAM_MEMBER = "TEAM_MEMBER"
    SUPERVISED = "SUPERVISED"
    UNION_BASE = "UNION_BASE"
    AID_CENTER = "AID_CENTER"
    AID_APPROVER = "AID_APPROVER"
    PAYER = "PAYER"
    FUND_AUDIT = "FUND_AUDIT"
    AUDITOR = "AUDITOR"
    SYSADMIN = "SYSADMIN"
    REVIEWER = "REVIEWER"
    REREVIEWER = "REREVIEWER"
    ID_CUSTODIAN = "ID_CUSTODIAN"
    DI_OFFICER = "DI_OFFICER"
    DI_HEAD = "DI_HEAD"
    CONGRESS_GROUP = "CONGRESS_GROUP"
    UNION_CHAIR = "UNION_CHAIR"
    PARTY_COMMITTEE = "PARTY_COMMITTEE"
    ARCHIVIST = "ARCHIVIST"
    PI_OFFICER = "PI_OFFICER"
    LEADER_VIEW = "LEADER_VIEW"


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A role as an officer holds it: for a unit."""

    role: Role
    unit: UnitRef

    def __str__(self) -> str:
        return f"{self.role}/{self.unit}"


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a role, both included; without a last day until it is ended."""

    from_on: date
    until_on: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of the term's."""
        return self.from_on <= day and self.reaches(day)

    def reaches(self, day: date) -> bool:
        """Whether the term has not run out before the day; one that is still to begin reaches every day until then."""
        return self.until_on is None or day <= self.until_on

    def meets(self, other: "Term") -> bool:
        """Whether both hold some day."""
        return self.reaches(other.from_on) and other.reaches(self.from_on)


Terms = tuple[Term, ...]
"""The terms of one role, in order, with at least a day between each and the next."""


def renewed(terms: Terms, term: Term) -> Terms:
    """Every day of the terms and of one more: what overlaps or follows on the next day becomes one term."""
    touching = [each for each in terms if _touches(each, term) and _touches(term, each)]
    apart = [each for each in terms if each not in touching]
    first = min(each.from_on for each in (term, *touching))
    last = [each.until_on for each in (term, *touching)]
    whole = Term(first, None if None in last else max(day for day in last if day))
    return tuple(sorted((*apart, whole), key=lambda each: each.from_on))


def _touches(earlier: Term, later: Term) -> bool:
    """Whether the earlier term lasts until the day before the later one begins, or longer."""
    return earlier.reaches(later.from_on - timedelta(days=1))


def ended(terms: Terms, on: date) -> Terms:
    """The terms that had run out before the day: a role that is ended is not held for what was still to come."""
    return tuple(each for each in terms if not each.reaches(on))
