"""Where views stand: a row for each view, version and slot, locked by whoever writes the view until it has done so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.projection import Projection
from service.views.naming import Slot

FOLLOWING = (Slot.LIVE, Slot.BUILDING)
"""The slots that follow the log by themselves."""

END = "SELECT coalesce(max(notification_id), 0) FROM events"
STANDINGS = """
    SELECT p.view, p.version, p.slot, p.position, p.set_aside FROM views.positions p
    JOIN (VALUES {kept}) AS kept (view, version) USING (view, version)
    WHERE p.slot IN ('live', 'building') ORDER BY p.view
"""
OPEN = f"""
    SELECT p.view, p.slot, p.position, ({END}) FROM views.positions p
    JOIN (VALUES {{kept}}) AS kept (view, version) USING (view, version)
    WHERE p.slot IN ('live', 'building') AND p.set_aside IS NULL ORDER BY p.view
"""
MOVED = """
    UPDATE views.positions p SET position = %(position)s
    WHERE (p.view, p.version, p.slot) IN (VALUES {reached}) AND p.position < %(position)s
"""
OUTDATED = """
    SELECT o.view, o.version, o.slot FROM views.positions o
    JOIN (VALUES {kept}) AS kept (view, version) ON o.view = kept.view
    JOIN views.positions n ON n.view = kept.view AND n.version = kept.version AND n.slot = 'live'
    WHERE o.version < kept.version ORDER BY o.view, o.version, o.slot
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a view stands in the version that this release keeps."""

    view: str
    version: int
    position: int
    set_aside: str | None
    is_built: bool


class ViewBuilding(Exception):
    """A view that is asked for has not reached the end of the log yet."""


class Place(NamedTuple):
    """A view, the table of it that is written, and the position up to which it is."""

    view: Projection
    slot: Slot
    position: int


class Outdated(NamedTuple):
    """A table of a version before the one that this release reads."""

    view: str
    version: int
    slot: Slot


def standings(connection: Connection[Any], views: Sequence[Projection]) -> list[Standing]:
    """Where each of the views stands, by name; a view whose table was never made is missing."""
    rows = _rows(connection, STANDINGS, views)
    return [Standing(view, version, at, aside, slot == Slot.LIVE) for view, version, slot, at, aside in rows]


def places(connection: Connection[Any], views: Sequence[Projection]) -> tuple[list[Place], int]:
    """Where those of the views stand that were not set aside; and the last position that anybody can see."""
    rows = _rows(connection, OPEN, views)
    return _places(rows, views), rows[0][-1] if rows else 0


def locked(connection: Connection[Any], views: Sequence[Projection], *, wait: bool) -> list[Place]:
    """The same places, locked until the transaction ends; without `wait` those that nobody else is at work on."""
    lock = "FOR UPDATE OF p" if wait else "FOR UPDATE OF p SKIP LOCKED"
    return _places(_rows(connection, f"{OPEN} {lock}", views), views)


def outdated(connection: Connection[Any], views: Sequence[Projection]) -> list[Outdated]:
    """The tables of older versions of those of the views that are built in their present one."""
    return [Outdated(view, version, Slot(slot)) for view, version, slot in _rows(connection, OUTDATED, views)]


def end_of_log(connection: Connection[Any]) -> int:
    """The last position that anybody can see."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(END).fetchone()
    return int(row[0]) if row else 0


def place(connection: Connection[Any], view: Projection, slot: Slot, position: int = 0) -> None:
    """Notes where a view stands whose table is new."""
    connection.execute(
        "INSERT INTO views.positions (view, version, slot, position) VALUES (%s, %s, %s, %s)",
        (view.name, view.version, slot, position),
    )


def move(connection: Connection[Any], reached: Sequence[Place], position: int) -> None:
    """Notes that all of them have come that far, where they have not come further before."""
    if reached:
        named = ", ".join(f"('{each.view.name}', {each.view.version}, '{each.slot}')" for each in reached)
        connection.execute(MOVED.format(reached=named), {"position": position})


def set_aside(connection: Connection[Any], view: Projection, slot: Slot, why: str) -> None:
    """Notes that the view's function failed, and with which error: nobody brings it on until it is rebuilt."""
    _change(connection, "set_aside = %s", view, slot, why)


def make_live(connection: Connection[Any], view: Projection, slot: Slot) -> None:
    """Notes that the view is read from now on."""
    _change(connection, "slot = %s", view, slot, Slot.LIVE)


def forget(connection: Connection[Any], view: str, version: int, slot: Slot) -> None:
    """Notes nothing about the view any more."""
    connection.execute(
        "DELETE FROM views.positions WHERE view = %s AND version = %s AND slot = %s", (view, version, slot)
    )


def _change(connection: Connection[Any], change: str, view: Projection, slot: Slot, value: Any) -> None:
    connection.execute(
        f"UPDATE views.positions SET {change} WHERE view = %s AND version = %s AND slot = %s",
        (value, view.name, view.version, slot),
    )


def _places(rows: Sequence[tuple[Any, ...]], views: Sequence[Projection]) -> list[Place]:
    by_name = {view.name: view for view in views}
    return [Place(by_name[name], Slot(slot), position) for name, slot, position, _end in rows]


def _rows(connection: Connection[Any], query: str, views: Sequence[Projection]) -> list[tuple[Any, ...]]:
    """The rows of a query of ours, in which the views stand by name and version: both are ours, too."""
    if not views:
        return []
    kept = ", ".join(f"('{view.name}', {view.version})" for view in views)
    with connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(query.format(kept=kept)).fetchall()
