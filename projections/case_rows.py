"""What the row of every case tells of where the case stands: version and last change, terms, who knows of it."""

from typing import Any

from projections.acted import changed
from projections.next_due import running_text
from projections.projection import Changes, Rows, Stood
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
        **changed(stood.last),
        **scope_columns(stood.state.scope),
    }
