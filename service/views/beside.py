"""What is kept beside a view's table and follows from its rows: what is counted of them, and where their days lie."""

from typing import Any

from psycopg import Connection

from projections.projection import Projection, Row
from service.views import counting, days
from service.views.counting import Booked, Tally
from service.views.days import Days


class Beside:
    """What a batch changes beside the table of one view."""

    def __init__(self, view: Projection) -> None:
        self._view = view
        self._tally = Tally(view)
        self._days = Days(view)

    def take(self, row: Row | None) -> None:
        """The row, as it was, counts no more."""
        self._tally.take(row)

    def add(self, row: Row) -> None:
        """The row, as it is, counts, and its day reaches to it."""
        self._tally.add(row)
        self._days.add(row)

    def book(self, connection: Connection[Any], table: str) -> Booked:
        """Sends what changed, in the transaction that writes the rows, and waits for nothing."""
        days.book(connection, table, self._days)
        return counting.book(connection, self._view, table, self._tally)


def create(connection: Connection[Any], view: Projection, table: str) -> None:
    """Empty tables beside the view's."""
    counting.create(connection, view, table)
    days.create(connection, view, table)


def rename(connection: Connection[Any], view: Projection, table: str, name: str) -> None:
    """Puts them where they are looked for beside a table of that name."""
    counting.rename(connection, view, table, name)
    days.rename(connection, view, table, name)


def drop(connection: Connection[Any], table: str) -> None:
    """Removes them beside a table of some view."""
    counting.drop(connection, table)
    days.drop(connection, table)


def digest(connection: Connection[Any], view: Projection, table: str) -> str:
    """The digest of all that they hold."""
    return counting.digest(connection, view, table) + days.digest(connection, view, table)
