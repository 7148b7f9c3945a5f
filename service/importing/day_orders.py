"""Whether the days of a register can be read as its mapping declares them, tried before anything is stored."""

from collections.abc import Iterator
from dataclasses import replace

from service.importing.cells import Cell, CellRefused, fault_in, is_blank, is_ditto, plain, shown
from service.importing.days import DayRules, read_day
from service.importing.fields import DAYS
from service.importing.mapping import Mapping, value_key
from service.importing.tables import Table
from service.importing.unreadable import RegisterUnreadable

_SPELLING = frozenset(("date_unreadable", "date_order_undeclared"))
_ORDERS = ("ymd", "dmy", "mdy")


class DaysRefuteTheMapping(RegisterUnreadable):
    """More than one day in a hundred cannot be read as declared: then the others may be read wrongly too."""

    code = "days_refute_the_mapping"


def refuse_refuted(table: Table, mapping: Mapping) -> None:
    """Raises DaysRefuteTheMapping, with the order that fits the days of the register where one does."""
    cells = list(_day_cells(table, mapping))
    unread = [(row, cell) for row, cell in cells if not _can_be_read(cell, mapping.days)]
    if len(unread) * 100 <= len(cells):
        return
    row, cell = unread[0]
    raise DaysRefuteTheMapping(
        f"{len(unread):,} of {len(cells):,} days cannot be read as the mapping declares them "
        f"(order {mapping.days.order}), such as row {row}: {shown(cell)}; nothing was stored. "
        f"{_advice([cell for _, cell in cells], mapping.days)}, or go on without these rows with --accept-refused"
    )


def _day_cells(table: Table, mapping: Mapping) -> Iterator[tuple[int, Cell]]:
    """Every cell that should state a day, with its row."""
    places = {name: table.columns[column] for name, column in mapping.columns.items() if name in DAYS}
    for row in table.rows:
        for name, place in places.items() if row.fault is None else ():
            cell = row.cells[place]
            if not (is_blank(cell) or is_ditto(cell) or fault_in(cell) or _has_meaning(name, cell, mapping)):
                yield row.number, cell


def _has_meaning(name: str, cell: Cell, mapping: Mapping) -> bool:
    values = mapping.values.get(name)
    return values is not None and (value_key(plain(cell)) in values.meanings or values.default is not None)


def _can_be_read(cell: Cell, rules: DayRules) -> bool:
    try:
        read_day(cell, rules)
    except CellRefused as fault:
        return fault.code not in _SPELLING
    return True


def _advice(cells: list[Cell], declared: DayRules) -> str:
    """The order by which most days can be read, if that is nearly all of them."""
    others = [replace(declared, order=order, formats=()) for order in _ORDERS if order != declared.order]
    unread = {rules.order: sum(not _can_be_read(cell, rules) for cell in cells) for rules in others}
    best = min(unread, key=lambda order: unread[order])
    if unread[best] * 100 > len(cells):
        return "No order of day, month and year fits: name the spelling under [dates] formats"
    fits = "all of them" if not unread[best] else f"all but {unread[best]:,}"
    return f'The order {best} fits {fits}: write order = "{best}" under [dates]'
