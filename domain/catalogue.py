"""The explicit list of aggregates, and what the stored names of their events stand for."""

from typing import Any

from domain.batch.aggregate import BATCH
from domain.fund.aggregate import FUND
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.household import HOUSEHOLD
from domain.kernel import Aggregate, Command, Event
from domain.numbering.aggregate import NUMBER_SERIES
from domain.organisation.administration import ADMINISTRATION_AGGREGATE
from domain.organisation.officer import OFFICER
from domain.organisation.unit import UNIT
from domain.organisation.working_days import WORKING_DAYS
from domain.petition.aggregate import PETITION
from domain.supervision.aggregate import SUPERVISION

AGGREGATES: tuple[Aggregate[Any], ...] = (
    UNIT,
    OFFICER,
    ADMINISTRATION_AGGREGATE,
    WORKING_DAYS,
    PETITION,
    SUPERVISION,
    HARDSHIP,
    HOUSEHOLD,
    FUND,
    BATCH,
    NUMBER_SERIES,
)
CASES: tuple[Aggregate[Any], ...] = (PETITION, SUPERVISION, HARDSHIP)
NAMED_AFTER_PERSONS = frozenset({HOUSEHOLD.kind})
"""Kinds whose streams bear a reference of persons as their own: it leaves the service as a pseudonym only."""

BY_KIND: dict[str, Aggregate[Any]] = {aggregate.kind: aggregate for aggregate in AGGREGATES}
BY_COMMAND: dict[type[Command[Any]], Aggregate[Any]] = {
    command: aggregate for aggregate in AGGREGATES for command in aggregate.commands
}
BY_EVENT: dict[type[Event], Aggregate[Any]] = {
    event: aggregate for aggregate in AGGREGATES for event in aggregate.events
}


def topic_of(event: type[Event]) -> str:
    """The stored name with the version of its form, such as `petition.accepted:1`."""
    return f"{event.NAME}:{event.VERSION}"


EVENTS: dict[str, type[Event]] = {topic_of(event): event for event in BY_EVENT}
