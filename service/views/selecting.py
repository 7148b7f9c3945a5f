"""Pages as SQL: each way of a condition by itself, so that an index gives its rows in their order."""

from collections.abc import Sequence
from typing import Any

from projections.projection import Projection
from service.views.conditions import Condition, Order, values_of
from service.views.naming import table_of
from service.views.tables import columns_of


def in_order(view: Projection, conditions: Sequence[Condition], order: Order, limit: int) -> tuple[str, list[Any]]:
    """All rows as so many SELECTs that each can be read in the order of an index, where no value leaves few of them."""
    asked = _way_by_way(conditions, _taken_apart(view, conditions))
    selects = [_found_first(view, each) if any(c.is_few for c in each) else selected(view, each) for each in asked]
    firsts = " UNION ALL ".join(f"({each} {in_words(view, order)} LIMIT {limit})" for each in selects)
    query = selects[0] if len(selects) == 1 else f"SELECT * FROM ({firsts}) AS ways"
    return query, [value for each in asked for value in values_of(each)]


def _found_first(view: Projection, conditions: Sequence[Condition]) -> str:
    """The rows that meet the conditions, found by those and not in any order: the planner looks no further."""
    return f"SELECT * FROM ({selected(view, conditions)} OFFSET 0) AS few"


def _way_by_way(conditions: Sequence[Condition], several: Condition | None) -> list[list[Condition]]:
    """The conditions with each way of that one in its place."""
    if several is None:
        return [list(conditions)]
    return [[way if each is several else each for each in conditions] for way in several.ways]


def _taken_apart(view: Projection, conditions: Sequence[Condition]) -> Condition | None:
    """The condition whose ways are asked one by one; none where the rows are those of one key."""
    if any(view.key_column in each.pins for each in conditions):
        return None
    if apart := next((each for each in conditions if each.are_apart), None):
        return apart
    if any(each.is_one or each.leaves_few for each in conditions):
        return None
    return next((each for each in conditions if each.ways), None)


def among(
    view: Projection, conditions: Sequence[Condition], later: Sequence[Condition], most: int
) -> tuple[str, list[Any]]:
    """Rows that come later, among so many of those that meet the conditions."""
    query, values = candidates(view, conditions, _names(view), most)
    left = [*(each.among for each in conditions if each.among), *later]
    return f"SELECT * FROM ({query} LIMIT {most}) AS found{where(left)}", [*values, *values_of(left)]


def at_front(view: Projection, conditions: Sequence[Condition], order: Order, many: int) -> tuple[str, list[Any]]:
    """Rows that are searched for among so many of the first that the other conditions leave."""
    sought = [part for each in conditions if each.most for part in (each, each.among) if part]
    others = [each for each in conditions if not each.most]
    query, values = in_order(view, others, order, many)
    front = f"{query} {in_words(view, order)} LIMIT {many}"
    return f"SELECT * FROM ({front}) AS front{where(sought)}", [*values, *values_of(sought)]


def candidates(view: Projection, conditions: Sequence[Condition], names: str, most: int) -> tuple[str, list[Any]]:
    """So many of the rows that meet the conditions: each way of those that it has by itself, as an index finds them."""
    asked = _way_by_way(conditions, next((each for each in conditions if each.most and each.ways), None))
    selects = [f"(SELECT {names} FROM {table_of(view)}{where(each)} LIMIT {most})" for each in asked]
    query = f"SELECT * FROM ({' UNION ALL '.join(selects)}) AS candidates"
    return query, [value for each in asked for value in values_of(each)]


def later_than(view: Projection, order: Order, after: tuple[Any, Any] | None) -> list[Condition]:
    """What holds for the rows after that place, if there is one."""
    if after is None:
        return []
    comparison = "<" if order.descending else ">"
    if order.column == view.id_column:
        return [Condition(f"{order.column} {comparison} %s", after[0])]
    return [Condition(f"({order.column}, {view.id_column}) {comparison} (%s, %s)", after[0], (after[1],))]


def in_words(view: Projection, order: Order) -> str:
    """The order as a clause; the row's id breaks ties."""
    columns = dict.fromkeys((order.column, view.id_column))
    return f"ORDER BY {', '.join(f'{column} {order.word}' for column in columns)}"


def selected(view: Projection, conditions: Sequence[Condition]) -> str:
    """The rows that meet the conditions, whole."""
    return f"SELECT {_names(view)} FROM {table_of(view)}{where(conditions)}"


def _names(view: Projection) -> str:
    return ", ".join(column.name for column in columns_of(view))


def where(conditions: Sequence[Condition]) -> str:
    """All of the conditions as a clause; nothing for none."""
    return f" WHERE {' AND '.join(condition.sql for condition in conditions)}" if conditions else ""
