"""Which sealed texts of a record open for whom: by class, role, relation and stage, told of states and rows alike."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.catalogue import BY_EVENT
from domain.kernel import Event
from domain.scopes import Scope
from domain.values import KeyClass
from projections.projection import Projection
from projections.scoped import scope_in
from service.access.relations import Post
from service.access.scopes import condition_of, held_for, stands
from service.access.standing_in import for_reading, unable_in
from service.access.visibility import KIND_OF_VIEW
from service.kinds.allowance import Relation
from service.kinds.catalogue import BY_KIND
from service.kinds.openings import Opening, When
from service.kinds.reading import Reading
from service.store.staff import NOBODY
from service.store.steps import Caller
from service.views.conditions import EVERY_ROW, Condition

Opens = Callable[[KeyClass, str, str], bool]
"""Whether a text of that class opens, in that field of an event of that name."""

FOUND = frozenset({When.ALWAYS, When.NO_ACCUSATION, When.ORDINARY})
"""What holds of every record that is found by its texts: the others stand in no index."""


def opened_for_nobody(_key_class: KeyClass, _event: str, _field: str) -> bool:
    """Nothing opens."""
    return False


def texts_open(caller: Caller, kind: str, state: Any) -> Opens:
    """What opens for the caller of a record of that kind and in that state."""
    scope = getattr(state, "scope", None)
    if scope is None or kind not in BY_KIND:
        return opened_for_nobody
    return _opens(caller, kind, scope, BY_KIND[kind].reading.holding(state))


def texts_open_at(caller: Caller, kind: str, state: Any, now: datetime) -> Opens:
    """The same with what is unsealed for the caller at the moment, which opens in no list."""
    opens = texts_open(caller, kind, state)
    if caller.is_service or kind not in BY_KIND or not held_for(caller, BY_KIND[kind].reading.allowances, state.scope):
        return opens
    unsealed = BY_KIND[kind].reading.unsealed(state, caller.officer, now)
    if not unsealed:
        return opens

    def opens_too(key_class: KeyClass, event: str, field: str) -> bool:
        return f"{event} {field.partition('/')[0]}" in unsealed or opens(key_class, event, field)

    return opens_too


def texts_open_in(caller: Caller, kind: str) -> Callable[[Mapping[str, Any]], Opens]:
    """The same of the rows of the kind's list."""
    reading = BY_KIND[kind].reading
    return lambda row: _opens(caller, kind, scope_in(row), reading.holding_in(row))


def columns_told(caller: Caller, view: Projection) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Makes of a row what the caller is told: columns that say something guarded hold None where it does not open."""
    kind = KIND_OF_VIEW.get(view.name)
    columns = BY_KIND[kind].reading.columns.get(view.name) if kind else None
    if kind is None or not columns:
        return lambda row: row
    opens_in = texts_open_in(caller, kind)
    return lambda row: row_told(opens_in(row), view, row)


def is_open(opens: Opens, guarded: str) -> bool:
    """Whether what stands in the clear in that field of an event, which tells of a person, opens."""
    event, _, field = guarded.partition(" ")
    return opens(KeyClass.PERSONAL, event, field)


def row_told(opens: Opens, view: Projection, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row of the view without what is guarded and does not open for the reader of the record."""
    columns = BY_KIND[KIND_OF_VIEW[view.name]].reading.columns.get(view.name, {})
    return {**row, **{name: None for name, field in columns.items() if not is_open(opens, field)}}


def closed_fields(opens: Opens, event: type[Event]) -> list[str]:
    """The fields of an event class that stand in the clear and do not open for the reader of the record."""
    return [name for name in guarded_fields(event) if not is_open(opens, f"{event.NAME} {name}")]


def guarded_fields(event: type[Event]) -> frozenset[str]:
    """The fields of an event class that stand in the clear and do not open for everybody; no export tells them."""
    reading = BY_KIND[BY_EVENT[event].kind].reading
    return frozenset(each.partition(" ")[2] for each in reading.guarded if each.startswith(f"{event.NAME} "))


def ever_told(caller: Caller, view: Projection, column: str) -> bool:
    """Whether some row of the view may tell the caller what stands in the column."""
    return not is_guarded(view, column) or bool(_opening(caller, view, column, frozenset(When)))


def told_always(caller: Caller, view: Projection, column: str) -> Condition | None:
    """What holds for the rows that tell the caller the column whatever their stage; None where none does.

    By nothing else may a list be filtered: which rows it leaves would tell what stands there.
    """
    if not is_guarded(view, column):
        return EVERY_ROW
    return condition_of(_opening(caller, view, column, FOUND), is_supervising=False)


def is_guarded(view: Projection, column: str) -> bool:
    """Whether the column says what does not open for everybody who knows of the row."""
    kind = KIND_OF_VIEW.get(view.name)
    return kind is not None and column in BY_KIND[kind].reading.columns.get(view.name, {})


def _opening(caller: Caller, view: Projection, column: str, when: frozenset[When]) -> list[tuple[Post, Relation]]:
    kind = KIND_OF_VIEW[view.name]
    reading, stands_for = BY_KIND[kind].reading, for_reading(kind)
    event, _, field = reading.columns[view.name][column].partition(" ")
    return [
        (Post(caller, held, stands_for(caller, held, NOBODY)), row.relation)
        for held in sorted(caller.held)
        for row in reading.openings
        if row.role is held.role and row.when in when and row.opens(KeyClass.PERSONAL, event, field)
    ]


def _opens(caller: Caller, kind: str, scope: Scope, holding: frozenset[When]) -> Opens:
    never, rows = BY_KIND[kind].reading.never, _rows(caller, kind, scope, holding)
    if not rows:
        return opened_for_nobody

    def opens(key_class: KeyClass, event: str, field: str) -> bool:
        return f"{event} {field}" not in never and any(row.opens(key_class, event, field) for row in rows)

    return opens


def _rows(caller: Caller, kind: str, scope: Scope, holding: frozenset[When]) -> list[Opening]:
    """The rows of the table that count for the caller: by roles through which the record exists for him or her."""
    if caller.is_service:
        return []
    reading, stands_for, unable = BY_KIND[kind].reading, for_reading(kind), unable_in(scope, caller)
    return [
        row
        for held in held_for(caller, reading.allowances, scope, stands_for)
        for row in reading.openings
        if row.role is held.role
        and row.when in holding
        and stands(Post(caller, held, stands_for(caller, held, unable)), row.relation, scope)
    ]


def found_by_texts(caller: Caller, view: Projection) -> Condition | None:
    """What holds for the rows of which every text that the view is searched by opens; None where none does.

    A hit tells what stands in a text.
    """
    return _found(caller, view, lambda _reading, row: not row.texts)


def found_by_titles(caller: Caller, view: Projection) -> Condition | None:
    """What holds for the rows of which the title opens, if nothing else that they are searched by; None for none."""
    return _found(caller, view, lambda reading, row: bool(reading.titles) and row.texts >= reading.titles)


def _found(caller: Caller, view: Projection, is_asked: Callable[[Reading, Opening], bool]) -> Condition | None:
    """What holds for the rows whose texts open by one of the rows of the table that are asked for."""
    kind = next((kind for kind in BY_KIND.values() if next(iter(kind.reading.views)) == view.name), None)
    if kind is None or view.search is None:
        return None
    reading, stands_for = kind.reading, for_reading(kind.aggregate.kind)
    standing = [
        (Post(caller, held, stands_for(caller, held, NOBODY)), row.relation)
        for held in sorted(caller.held)
        for row in reading.openings
        if row.role is held.role and KeyClass.CONTENT in row.classes and row.when in FOUND and is_asked(reading, row)
    ]
    return condition_of(standing, is_supervising=reading.is_supervising)
