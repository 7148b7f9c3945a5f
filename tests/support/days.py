"""A case brought to its day: what the days that have come ask of the service, before an officer acts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from domain.cases.reacting import before
from domain.kernel import Command, Desk
from service.store.tasks import Task
from tests.support.given import STREAM, SUBJECT, Decided, Given


def brought_to(case: Given | Decided, today: date, command: Command[Any]) -> Given:
    """The case as the ledger has it when the command is decided on that day, whether or not a worker came."""
    known = case if isinstance(case, Given) else case.after
    at = datetime.combine(today, time(4), UTC)
    desk = Desk(Task.DUE_STEPS.actor, at, today, known.calendar, known.profile, STREAM, SUBJECT, {})
    return replace(known, history=known.history + before(command, known.aggregate, known.state, desk))
