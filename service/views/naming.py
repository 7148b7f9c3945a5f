"""What the tables of views are called: one for each view and version, and no query writes such a name by itself."""

import re
from enum import StrEnum

from psycopg.errors import UndefinedTable

from projections.projection import Projection

OF_A_VIEW = re.compile(r"\bviews\.([a-z_]+?)_v[0-9]+(?:__[a-z]+)*\b")


class Slot(StrEnum):
    """What a table of a view is there for.

    LIVE is read. BUILDING has not reached the end of the log yet, and nobody can read it by mistake: the table that
    readers ask for does not exist until it has. BESIDE is filled by `casework rebuild`, next to the one that is kept;
    no position says where it stands, and what a rebuild that was killed left of it is dropped by the next.
    """

    LIVE = "live"
    BUILDING = "building"
    BESIDE = "beside"


def table_of(view: Projection, slot: Slot = Slot.LIVE) -> str:
    """The table that holds the view in its present version."""
    return f"views.{table_name(view.name, view.version, slot)}"


def table_name(view: str, version: int, slot: Slot = Slot.LIVE) -> str:
    """The same without its schema, for any version that a database may hold."""
    return f"{view}_v{version}" + ("" if slot is Slot.LIVE else f"__{slot}")


def counts_of(view: Projection, slot: Slot = Slot.LIVE) -> str:
    """The table that holds how much of the view counts in which bucket."""
    return counts_beside(table_of(view, slot))


def counts_beside(table: str) -> str:
    """The same, for a table of any view, version and slot."""
    return f"{table}__counts"


def days_of(view: Projection) -> str:
    """The table that holds between which row ids the rows of a day lie."""
    return days_beside(table_of(view))


def days_beside(table: str) -> str:
    """The same, for a table of any view, version and slot."""
    return f"{table}__days"


def over(query: str, *views: Projection) -> str:
    """The query with the views' tables where it says their names in braces."""
    return query.format_map({view.name: table_of(view) for view in views})


def view_without_table(error: Exception) -> str | None:
    """The view whose table the database missed, if that is what the error says; the recorder's library wraps it."""
    missed = error if isinstance(error, UndefinedTable) else error.__cause__
    found = OF_A_VIEW.search(str(missed).partition("\n")[0]) if isinstance(missed, UndefinedTable) else None
    return found[1] if found else None
