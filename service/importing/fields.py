"""The fields of a carried-over petition that a register may state."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from domain.petition.carrying import STAGES
from domain.petition.codes import Channel, Issue, Outcome, Purpose, Status

DAYS: Final = ("received_on", "due_on", "accepted_on", "replied_on", "closed_on")
TEXTS: Final = ("title", "summary", "reply")
CODES: Final[dict[str, type[StrEnum]]] = {
    "channel": Channel,
    "purpose": Purpose,
    "issue_code": Issue,
    "outcome": Outcome,
    "stage": Status,
}
ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(code for code in known if known is not Status or code in STAGES) for name, known in CODES.items()
}
"""The codes that a mapping may name; a case is carried over in some of its statuses alone."""
FIELDS: Final = ("external_id", *DAYS, *TEXTS, *CODES, "group_size", "unit")


@dataclass(frozen=True, slots=True)
class CarriedFields:
    """What one row says, None where it says nothing; texts may speak of a person and stay out of the repr."""

    received_on: date
    due_on: date | None = None
    accepted_on: date | None = None
    replied_on: date | None = None
    closed_on: date | None = None
    channel: Channel | None = None
    purpose: Purpose | None = None
    issue_code: Issue | None = None
    outcome: Outcome | None = None
    stage: Status | None = None
    group_size: int | None = None
    unit: str | None = None
    title: str | None = field(default=None, repr=False)
    summary: str | None = field(default=None, repr=False)
    reply: str | None = field(default=None, repr=False)
