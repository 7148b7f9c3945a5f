"""Which sheet of a workbook is the register: the one declared, or the one that holds the header."""

from collections.abc import Sequence

from service.importing.headers import Header, NoHeader, find_header
from service.importing.mapping import Mapping
from service.importing.unreadable import RegisterUnreadable
from service.importing.workbook import Sheet

Fitting = tuple[Sheet, Header]
DECLARE = 'declare it in the mapping, such as sheet = "{name}"'


def chosen(sheets: Sequence[Sheet], mapping: Mapping) -> Fitting:
    """The sheet with its header; a hidden one only where no visible one fits. Several are never chosen from."""
    filled = [sheet for sheet in sheets if sheet.is_filled]
    if not filled:
        raise RegisterUnreadable("the workbook has no sheet with anything in it")
    found = {sheet.name: find_header(sheet.rows, mapping) for sheet in filled}
    fitting = {sheet.name: (sheet, header) for sheet in filled if isinstance(header := found[sheet.name], Header)}
    if mapping.sheet is not None:
        return _declared(sheets, mapping.sheet, fitting, found)
    candidates = [each for each in fitting.values() if each[0].visible] or list(fitting.values())
    if len(candidates) > 1:
        names = ", ".join(_called(sheet) for sheet, _ in candidates)
        how = DECLARE.format(name=candidates[0][0].name)
        raise RegisterUnreadable(f"several sheets hold the columns: {names}; {how}")
    if not candidates:
        raise RegisterUnreadable(_none_fits(filled, found))
    return candidates[0]


def _declared(
    sheets: Sequence[Sheet], name: str, fitting: dict[str, Fitting], found: dict[str, Header | NoHeader]
) -> Fitting:
    if name in fitting:
        return fitting[name]
    others = [sheet for sheet, _ in fitting.values()]
    fits = f"; {', '.join(map(_called, others))} fits: {DECLARE.format(name=others[0].name)}" if others else ""
    if all(sheet.name != name for sheet in sheets):
        names = ", ".join(map(_called, sheets))
        raise RegisterUnreadable(f"there is no sheet {name}; the workbook has {names}{fits}")
    told = found.get(name)
    says = told.says if isinstance(told, NoHeader) else "nothing stands in it"
    raise RegisterUnreadable(f"sheet {name}: {says}{fits}")


def _none_fits(filled: Sequence[Sheet], found: dict[str, Header | NoHeader]) -> str:
    lacking = {sheet.name: told for sheet in filled if isinstance(told := found[sheet.name], NoHeader)}
    nearest = min(filled, key=lambda sheet: lacking[sheet.name].lacks)
    says = lacking[nearest.name].says
    if len(filled) == 1:
        return says
    others = ", ".join(_called(sheet) for sheet in filled if sheet is not nearest)
    return f"no sheet fits; sheet {_called(nearest)} comes nearest: {says}; the others are {others}"


def _called(sheet: Sheet) -> str:
    return sheet.name if sheet.visible else f"{sheet.name} (hidden)"
