"""Reading views page by page: filters, keyset cursors and search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg.rows import dict_row

from projections.projection import Projection
from projections.searching import number_term, pieces_asked
from service.machine.database import Database
from service.views.naming import counts_of, table_of
from service.views.tables import columns_of

CANDIDATES = 10_000
"""Rows that a search looks at."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the rows: SQL with a place for its value, and for each further one, or without any.

    `instead` counts where it leaves no row at all. `pins` are the values that rows meeting it can hold in a column.
    `ways` are conditions of which each row that meets it meets one, so that an index serves each of them; where they
    are `apart`, indexes begin with what sets them apart. One that `leaves_few` rows is better asked whole with others.
    Of the rows that meet one with `most`, and all others, so many are looked at.
    """

    sql: str
    value: Any = None
    further: tuple[Any, ...] = ()
    instead: "Condition | None" = None
    pins: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    ways: "tuple[Condition, ...]" = ()
    are_apart: bool = False
    leaves_few: bool = False
    most: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it asks for one value of a column."""
        return any(len(values) == 1 for values in self.pins.values())


NOTHING = Condition("false", pins={"": frozenset()})


def values_of(conditions: Iterable[Condition]) -> list[Any]:
    """The values of all conditions, in the order of their places."""
    return [value for each in conditions if "%s" in each.sql for value in (each.value, *each.further)]


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a list is sorted by; the row's id breaks ties."""

    column: str
    descending: bool = False

    @property
    def word(self) -> str:
        return "DESC" if self.descending else "ASC"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and where the next one begins; None on the last.

    `is_capped` tells that more rows match what was searched for than were looked at.
    """

    rows: list[dict[str, Any]]
    next_after: tuple[Any, Any] | None
    is_capped: bool = False


def equals(column: str, value: Any) -> Condition:
    """Rows whose column has that value."""
    return Condition(f"{column} = %s", value, pins={column: frozenset({value})})


def is_any(column: str, values: Iterable[Any]) -> Condition:
    """Rows whose column has one of the values."""
    known = list(dict.fromkeys(values))
    if len(known) == 1:
        return equals(column, known[0])
    return Condition(
        f"{column} = ANY(%s)",
        known,
        pins={column: frozenset(known)},
        ways=tuple(equals(column, each) for each in known),
    )


def any_of(ways: Sequence[Condition], *, are_apart: bool = False) -> Condition:
    """Rows that meet one of the conditions, of which no row meets two; none of no conditions."""
    if len(ways) < 2:
        return ways[0] if ways else NOTHING
    first, *further = values_of(ways)
    sql = f"({' OR '.join(f'({each.sql})' for each in ways)})"
    return Condition(sql, first, tuple(further), ways=tuple(ways), are_apart=are_apart)


def narrowed(conditions: Iterable[Condition]) -> list[Condition] | None:
    """The conditions without the ways that others close; None where no row can meet all of them."""
    asked = list(conditions)
    held: dict[str, frozenset[Any]] = {}
    for each in asked:
        for column, values in each.pins.items():
            held[column] = held.get(column, values) & values
    if not all(held.values()):
        return None
    left = [_within(each, held) for each in asked]
    return None if NOTHING in left else left


def _within(condition: Condition, held: Mapping[str, frozenset[Any]]) -> Condition:
    open_ways = [
        way for way in condition.ways if all(held.get(column, values) & values for column, values in way.pins.items())
    ]
    if len(open_ways) == len(condition.ways):
        return condition
    return any_of(open_ways, are_apart=condition.are_apart)


def matches(text: str, column: str = "search", *, with_texts: bool = True) -> Condition | None:
    """Rows whose number the text is or begins; where there is none, rows that hold all its pieces.

    Without `with_texts` numbers alone are asked. None where nothing can be searched for.
    """
    pieces = pieces_asked(text)
    if not pieces:
        return None
    query = " & ".join(f"'{piece}'" + (":*" if len(piece) == 1 else "") for piece in pieces)
    in_texts = Condition(f"{column} @@ %s::tsquery", query, most=CANDIDATES) if with_texts else None
    return Condition(f"{column} @@ %s::tsquery", f"'{number_term(text)}':*", instead=in_texts, most=CANDIDATES)


class Queries:
    """Reads the live tables of views."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        view: Projection,
        conditions: Sequence[Condition],
        order: Order,
        limit: int,
        after: tuple[Any, Any] | None = None,
    ) -> Page:
        """At most `limit` rows after the place `after` = (value of the order's column, row id)."""
        possible = narrowed(conditions)
        if possible is None:
            return Page([], None)
        settled = self._settled(view, possible)
        later = _later(view, order, after)
        most = min((each.most for each in settled if each.most), default=None)
        query, values = (
            _in_order(view, [*settled, *later], order, limit + 1)
            if most is None
            else _among(view, settled, later, most)
        )
        rows = self.rows(f"{query} {_sorted(view, order)} LIMIT %s", [*values, limit + 1])
        is_capped = most is not None and self._is_beyond(view, settled, most)
        if len(rows) <= limit:
            return Page(rows, None, is_capped)
        last = rows[limit - 1]
        return Page(rows[:limit], (last[order.column], last[view.id_column]), is_capped)

    def _settled(self, view: Projection, conditions: Sequence[Condition]) -> list[Condition]:
        """The conditions, with what counts instead of one that leaves no row among those that the others leave."""
        found = list(conditions)
        for place, condition in enumerate(found):
            if condition.instead is not None and not self._leave_any(view, found):
                found[place] = condition.instead
        return found

    def _leave_any(self, view: Projection, conditions: Sequence[Condition]) -> bool:
        return self._is_beyond(view, conditions, 0)

    def _is_beyond(self, view: Projection, conditions: Sequence[Condition], most: int) -> bool:
        """Whether more rows than that meet the conditions."""
        query = f"SELECT FROM {table_of(view)}{_where(conditions)} OFFSET {most} LIMIT 1"
        return bool(self.rows(query, values_of(conditions)))

    def all(self, view: Projection, conditions: Sequence[Condition] = ()) -> list[dict[str, Any]]:
        """Every row of a small view, by row id."""
        query = f"{_selected(view, conditions)} ORDER BY {view.id_column}"
        return self.rows(query, values_of(conditions))

    def counts(self, view: Projection, column: str, conditions: Sequence[Condition] = ()) -> Mapping[Any, int]:
        """How much is counted of the view, by the value of a column of its buckets."""
        query = (
            f"SELECT {column} AS value, sum(n)::bigint AS number FROM {counts_of(view)}{_where(conditions)} "
            f"GROUP BY {column}"
        )
        return {row["value"]: row["number"] for row in self.rows(query, values_of(conditions))}

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of a query of ours, planned for these values: of some there are ten rows, of others millions."""
        with self._database.get_connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, values, prepare=False).fetchall()


def _in_order(view: Projection, conditions: Sequence[Condition], order: Order, limit: int) -> tuple[str, list[Any]]:
    """All rows as so many SELECTs that each can be read in the order of an index, where no value leaves few of them."""
    several = _taken_apart(view, conditions)
    asked = [list(conditions)]
    if several is not None:
        asked = [[way if each is several else each for each in conditions] for way in several.ways]
    selects = [_selected(view, each) for each in asked]
    firsts = " UNION ALL ".join(f"({each} {_sorted(view, order)} LIMIT {limit})" for each in selects)
    query = selects[0] if len(selects) == 1 else f"SELECT * FROM ({firsts}) AS ways"
    return query, [value for each in asked for value in values_of(each)]


def _taken_apart(view: Projection, conditions: Sequence[Condition]) -> Condition | None:
    """The condition whose ways are asked one by one; none where the rows are those of one key."""
    if any(view.key_column in each.pins for each in conditions):
        return None
    if apart := next((each for each in conditions if each.are_apart), None):
        return apart
    if any(each.is_one or each.leaves_few for each in conditions):
        return None
    return next((each for each in conditions if each.ways), None)


def _among(
    view: Projection, conditions: Sequence[Condition], later: Sequence[Condition], most: int
) -> tuple[str, list[Any]]:
    """Rows that come later, among so many of those that meet the conditions."""
    candidates = f"{_selected(view, conditions)} LIMIT {most}"
    return f"SELECT * FROM ({candidates}) AS found{_where(later)}", values_of([*conditions, *later])


def _later(view: Projection, order: Order, after: tuple[Any, Any] | None) -> list[Condition]:
    if after is None:
        return []
    comparison = "<" if order.descending else ">"
    if order.column == view.id_column:
        return [Condition(f"{order.column} {comparison} %s", after[0])]
    return [Condition(f"({order.column}, {view.id_column}) {comparison} (%s, %s)", after[0], (after[1],))]


def _sorted(view: Projection, order: Order) -> str:
    columns = dict.fromkeys((order.column, view.id_column))
    return f"ORDER BY {', '.join(f'{column} {order.word}' for column in columns)}"


def _selected(view: Projection, conditions: Sequence[Condition]) -> str:
    names = ", ".join(column.name for column in columns_of(view))
    return f"SELECT {names} FROM {table_of(view)}{_where(conditions)}"


def _where(conditions: Sequence[Condition]) -> str:
    return f" WHERE {' AND '.join(condition.sql for condition in conditions)}" if conditions else ""
