"""How many days of a register can be read by some rules."""

from collections.abc import Iterator
from collections.abc import Mapping as Places

from service.importing.cells import Cell, CellRefused, fault_in, is_blank, is_ditto, plain
from service.importing.days import DayRules, read_day
from service.importing.fields import DAYS
from service.importing.mapping import Mapping, value_key
from service.importing.row_widths import Row

_SPELLING = frozenset(("date_unreadable", "date_order_undeclared"))


class DayTally:
    """Counts the cells that should state a day, and those of them that cannot be read by the rules."""

    def __init__(self, mapping: Mapping, columns: Places[str, int], rules: DayRules) -> None:
        self._mapping = mapping
        self._places = {name: columns[column] for name, column in mapping.columns.items() if name in DAYS}
        self.rules = rules
        self.count = self.unread = 0
        self.first_unread: tuple[int, Cell] | None = None
        """The number of the row, and the cell."""

    def see(self, row: Row) -> None:
        """Counts the days of a row."""
        for cell in self._days(row):
            self.count += 1
            if not _can_be_read(cell, self.rules):
                self.unread += 1
                self.first_unread = self.first_unread or (row.number, cell)

    @property
    def refutes(self) -> bool:
        """Whether more than one day in a hundred cannot be read."""
        return self.unread * 100 > self.count

    def _days(self, row: Row) -> Iterator[Cell]:
        for name, place in self._places.items() if row.fault is None else ():
            cell = row.cells[place]
            if not (is_blank(cell) or is_ditto(cell) or fault_in(cell) or self._has_meaning(name, cell)):
                yield cell

    def _has_meaning(self, name: str, cell: Cell) -> bool:
        values = self._mapping.values.get(name)
        return values is not None and (value_key(plain(cell)) in values.meanings or values.default is not None)


def _can_be_read(cell: Cell, rules: DayRules) -> bool:
    try:
        read_day(cell, rules)
    except CellRefused as fault:
        return fault.code not in _SPELLING
    return True
