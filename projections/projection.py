"""What a projection is: a table, and per event class a pure function from rows and a fact to changed columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, NewType
from uuid import UUID

from domain.cases.waiting import effective, is_told_anew
from domain.kernel import Event, Recorded

Bigrams = NewType("Bigrams", str)
"""Search terms of a row, letters and digits only, separated by spaces; kept as a text-search vector."""

Memory = NewType("Memory", str)
"""What a view's functions remember for themselves from event to event; it is not shown to readers."""

Memories = NewType("Memories", list[str])
"""Several of them."""

Position = NewType("Position", int)
"""A place in the log, by which rows are sorted; it is not shown to readers."""

Wakes = NewType("Wakes", date)
"""The day on which the service has its next step to take in a case; it is not shown to readers."""

Reach = NewType("Reach", UUID)
"""A unit or an officer by which access to a row is decided; it is not shown to readers."""

Reaches = NewType("Reaches", list[UUID])
"""Several of them."""

UNSHOWN = (Bigrams, Memory, Memories, Position, Reach, Reaches, Wakes)
"""What columns hold that readers are not shown."""

Row = Mapping[str, Any]
Rows = Mapping[Any, Row]
Changes = Mapping[Any, dict[str, Any] | None]
"""By row id: the columns that changed, all of them for a new row, None for a row that is no longer there."""

Fold = Callable[[Rows, Recorded], Changes]


class Stood(NamedTuple):
    """Where a record stands after an event: the state that decisions read, None where none is of that kind."""

    state: Any
    last: Recorded


Settle = Callable[[Rows, Stood], Changes]


@dataclass(frozen=True, slots=True)
class Search:
    """What a row is found by besides its numbers: `clear` columns as they stand, and `sealed` ones opened.

    Those of the sealed columns that stand `alone` open for some readers who may read no other: their terms, and those
    of the clear columns, are kept a second time and told apart. None is opened where something stands in `closed_by`.
    Whoever writes the row makes its column `search` of them, so that no terms of a sealed text stand in the log and the
    functions of the view stay pure.
    """

    clear: tuple[str, ...]
    sealed: tuple[str, ...]
    closed_by: str
    alone: tuple[str, ...] = ()

    def is_open(self, row: Row) -> bool:
        """Whether terms are made of the sealed columns."""
        return not row[self.closed_by]

    @property
    def columns(self) -> frozenset[str]:
        """The columns upon whose change the terms are made anew."""
        return frozenset((*self.clear, *self.sealed, self.closed_by))


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted of a view, so that numbers are read from a small table and not from its rows.

    `measure` tells the buckets in which a row counts, once for each. They are of the named tuple `bucket`, whose fields
    are columns of plain values and never empty: among them those of the row that its readers' conditions ask for. At
    which status a running term counts is asked by `place`, in SQL, of the row `c` of its case and of the term's `rule`
    and `item`.
    """

    bucket: type[tuple[Any, ...]]
    measure: Callable[[Row], Sequence[tuple[Any, ...]]]
    place: str = "c.status"


@dataclass(frozen=True, slots=True)
class Projection:
    """A view of the log.

    Its rows follow from the history of one stream each, whatever is recorded elsewhere: `row` is a dataclass that is
    the view's table, its column `id_column` is the row's id, and `key_column` holds the stream. A view whose functions
    never look at the rows sets `reads_rows` to False; one whose functions look at the columns `of_stream` alone, which
    are the same in all rows of a stream, is given the last of them, and what changes there is changed in all. What was
    counted of either would not be known, so that it has no `counting`.
    `settle` tells, once after the last of several events, what follows from where the record stands: what the folded
    state knows is worked out by no view and remembered in no column.
    Raise `version` whenever `row` or a function changes: the view is then rebuilt beside the old one and swapped.
    An index is written as SQL does after the table's name; of columns that go `together` the planner learns which of
    their values do. Of a view whose row ids rise with time about as moments do,
    `day` tells the day of a row that never changes: beside the view is kept between which ids the rows of a day lie.
    One that `is_of_events` shows each as it was recorded; the others show what took effect, as it is right now.
    """

    name: str
    version: int
    row: type
    id_column: str
    key_column: str
    on: Mapping[type[Event], Fold]
    indexes: tuple[str, ...] = ()
    settle: Settle | None = None
    together: tuple[tuple[str, ...], ...] = ()
    reads_rows: bool = True
    of_stream: tuple[str, ...] = ()
    is_of_events: bool = False
    search: Search | None = None
    counting: Counting | None = None
    day: Callable[[Row], date] | None = None


def in_order(
    row_id: str, orders: Iterable[str], filters: Iterable[str] = (), *, within: str = "", where: str = ""
) -> tuple[str, ...]:
    """Indexes that a page is read from without sorting: each order, alone and behind each column that is filtered by.

    They hold the rows that meet the condition `where`, every row without one; backwards they serve the opposite order.
    A list that asks for each value of the column `within` by itself reads those that begin with it.
    """
    some = f" WHERE {where}" if where else ""
    apart = (within,) if within else ()
    columns = [dict.fromkeys((*apart, *first, order, row_id)) for order in orders for first in ((), *zip(filters))]
    return tuple(f"({', '.join(each)}){some}" for each in columns if list(each) != [row_id])


def by_beginning(*columns: str) -> tuple[str, ...]:
    """Indexes by which rows are found by what their columns begin with."""
    return tuple(f"({column} text_pattern_ops)" for column in columns)


def codes_in(column: str, codes: Iterable[str]) -> str:
    """The condition that the column holds one of the codes."""
    return f"{column} IN ({', '.join(repr(str(code)) for code in sorted(codes))})"


class Story(NamedTuple):
    """What a stream tells views: all that was recorded, and what took effect of it."""

    whole: Sequence[Recorded]
    effective: Sequence[Recorded]


def story_of(history: Iterable[Recorded]) -> Story:
    """What the whole history of a stream tells."""
    whole = list(history)
    return Story(whole, in_effect(whole))


def rows_after(view: Projection, history: Iterable[Recorded], state: Any = None) -> dict[Any, dict[str, Any]]:
    """The rows of one stream after its whole history, which has led to the state."""
    return rows_told(view, story_of(history), state)


def rows_told(view: Projection, story: Story, state: Any = None) -> dict[Any, dict[str, Any]]:
    """The same from what several views are told alike; events that the view does not show change nothing."""
    rows: dict[Any, dict[str, Any]] = {}
    folds = view.on
    for recorded in story.whole if view.is_of_events else story.effective:
        if fold := folds.get(type(recorded.event)):
            for row_id, changed in fold(rows, recorded).items():
                apply(rows, row_id, changed)
    last = next((each for each in reversed(story.whole) if type(each.event) in folds), None) if view.settle else None
    if view.settle and last:
        for row_id, changed in view.settle(rows, Stood(state, last)).items():
            apply(rows, row_id, changed)
    return rows


def in_effect(history: Sequence[Recorded]) -> Sequence[Recorded]:
    """What took effect of the history of one stream, each fact where it did, as it is right now."""
    if not is_told_anew(each.event for each in history):
        return history
    recorded = {each.version: each for each in history}
    found = effective((each.version, each.event) for each in history)
    at = ((recorded[version], event) for version, _own, event in found)
    return [each if each.event is event else replace(each, event=event) for each, event in at]


def apply(rows: dict[Any, dict[str, Any]], row_id: Any, changed: dict[str, Any] | None) -> dict[str, Any] | None:
    """Brings one row of a stream up to what changed; the row, or None where it is gone."""
    if changed is None:
        rows.pop(row_id, None)
        return None
    row = rows.setdefault(row_id, changed)
    if row is not changed:
        row.update(changed)
    return row


def one_row(function: Callable[[Row | None, Recorded], dict[str, Any] | None]) -> Fold:
    """A function of the one row that a stream has, as a function of its rows."""

    def fold(rows: Rows, recorded: Recorded) -> Changes:
        columns = function(rows.get(recorded.stream), recorded)
        return {} if columns is None else {recorded.stream: columns}

    return fold
