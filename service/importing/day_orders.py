"""Whether the days of a register can be read as its mapping declares them, tried before anything is stored."""

from dataclasses import replace

from service.importing.cells import shown
from service.importing.day_tally import DayTally
from service.importing.mapping import Mapping
from service.importing.tables import Table
from service.importing.unreadable import RegisterUnreadable

_ORDERS = ("ymd", "dmy", "mdy")


class DaysRefuteTheMapping(RegisterUnreadable):
    """More than one day in a hundred cannot be read as declared: then the others may be read wrongly too."""

    code = "days_refute_the_mapping"


def refuse_refuted(table: Table, mapping: Mapping) -> None:
    """Raises DaysRefuteTheMapping, with the order that fits the days of the register where one does."""
    days = table.days
    if days.first_unread is None or not days.refutes:
        return
    row, cell = days.first_unread
    raise DaysRefuteTheMapping(
        f"{days.unread:,} of {days.count:,} days cannot be read as the mapping declares them "
        f"(order {mapping.days.order}), such as row {row}: {shown(cell)}; nothing was stored. "
        f"{_advice(table, mapping)}, or go on without these rows with --accept-refused"
    )


def _advice(table: Table, mapping: Mapping) -> str:
    """The order by which most days can be read, if that is nearly all of them."""
    others = [replace(mapping.days, order=order, formats=()) for order in _ORDERS if order != mapping.days.order]
    tallies = [DayTally(mapping, table.columns, rules) for rules in others]
    for row in table.rows:
        for tally in tallies:
            tally.see(row)
    best = min(tallies, key=lambda tally: tally.unread)
    if best.refutes:
        return "No order of day, month and year fits: name the spelling under [dates] formats"
    fits = "all of them" if not best.unread else f"all but {best.unread:,}"
    return f'The order {best.rules.order} fits {fits}: write order = "{best.rules.order}" under [dates]'
