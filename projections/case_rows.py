"""What the row of every case tells of where the case stands: version and last change, terms, who knows of it."""

from datetime import date
from typing import Any

import domain.catalogue as catalogue
from domain.cases.overdue import FoundOverdue
from domain.cases.reacting import wakes_on
from projections.acted import changed
from projections.next_due import NEVER, running_text
from projections.projection import Changes, Row, Rows, Stood
from projections.scoped import scope_columns


def standing(rows: Rows, stood: Stood) -> Changes:
    """Those columns of the one row."""
    return dict.fromkeys(rows, stands(stood))


def stands(stood: Stood) -> dict[str, Any]:
    """Those columns."""
    return {
        "status": stood.state.status,
        "version": stood.last.version,
        "clocks": running_text(stood.state.clocks),
        "wakes_on": _wakes_on(stood),
        **changed(stood.last),
        **scope_columns(stood.state.scope),
    }


def _wakes_on(stood: Stood) -> date:
    reactions = catalogue.BY_EVENT[type(stood.last.event)].reactions
    return wakes_on(reactions, stood.state) or NEVER


def marked(row: Row | None, event: object) -> dict[str, Any]:
    """The rules of the terms that were found overdue, each once, in the order in which they were."""
    before = row["overdue_rules"].split() if row else []
    if isinstance(event, FoundOverdue) and event.rule not in before:
        return {"overdue_rules": " ".join((*before, event.rule))}
    return {} if row else {"overdue_rules": ""}
