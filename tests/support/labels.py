"""Every name that needs a label, gathered from the code, and the table in which its label belongs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import service
from domain.catalogue import AGGREGATES
from domain.deadlines.calendar import WEEKEND
from domain.deadlines.rules import RULES
from domain.kernel import Aggregate
from domain.profiles import Profile
from projections.catalogue import CASE_VIEWS
from projections.funds import FUNDS
from projections.organisation import UNITS
from projections.projection import UNSHOWN
from projections.scoped import SCOPE_COLUMNS
from service.kinds.catalogue import CASES as CASE_KINDS
from service.kinds.catalogue import COLLECTIONS, EXCERPTS, REGISTERS
from service.kinds.codes import CODE_LISTS, list_name
from service.kinds.hardship.steps import NUMBERS
from service.kinds.labels import TABLES
from service.office.calendars import CODES_BY_WORD, PACKAGED_CODES
from service.papers.exporting import NUMBER

SHARED = ""
"""The folder of what belongs to no kind, or to several."""
HIDDEN_MODULES = frozenset({"domain.deadlines.clocks", "domain.values"})
"""Clocks and personal values are told in sentences of their own."""
BY_LETTER = {"P": "petition", "S": "supervision", "H": "hardship"}
"""Deadline rules and registers carry the letter of their kind: D-P01, RG-S2."""
OF_FUNDS = frozenset({"RG-H5"})


@dataclass(frozen=True, slots=True)
class Use:
    """A name is used by a kind of record, whose tables lie in a folder; in a form, where it is a field of one."""

    folder: str
    kind: str = ""
    form: str = ""


@cache
def uses() -> Mapping[str, frozenset[Use]]:
    """Every name that needs a label with the places that use it."""
    found: dict[str, set[Use]] = defaultdict(set)
    for family in (_of_aggregates, _of_views, _of_codes, _of_terms, _of_registers):
        for name, use in family():
            found[name].add(use)
    return {name: frozenset(places) for name, places in found.items()}


def home(name: str) -> str:
    """The folder of the table in which the label of the name belongs; an own wording belongs to its kind."""
    places = uses().get(name)
    folders = {use.folder for use in places} if places else {own_names()[name]}
    return folders.pop() if len(folders) == 1 else SHARED


@cache
def own_names() -> Mapping[str, str]:
    """The names under which a kind of record or one of its forms may call a thing its own way, with its folder."""
    return {own: use.folder for name, places in uses().items() for use in places for own in _own(name, use)}


def missing() -> list[str]:
    """The names without a label, everywhere or in each kind that uses them."""
    known = {name for table in TABLES.values() for name in table}
    return [name for name, places in uses().items() if name not in known and not _is_told_by_all(name, places, known)]


def line_to_add(name: str) -> str:
    """What is to be written where, so that the name has its label."""
    folder = home(name)
    path = f"service/kinds/{folder}/labels.py" if folder else "service/words/shared_labels.py"
    return f'{path}: "{name}": ("中文", "English"),'


def path_of(folder: str) -> Path:
    """The file of a table."""
    root = Path(service.__file__).parent
    return root / "kinds" / folder / "labels.py" if folder else root / "words" / "shared_labels.py"


def enumerations() -> set[type[Enum]]:
    """Every enumeration that a command or an event names."""
    types = {each for aggregate in AGGREGATES for each in types_of(aggregate)}
    return {each for each in types if issubclass(each, Enum)}


def types_of(aggregate: Aggregate[Any]) -> list[type[Any]]:
    """The commands and events of the aggregate, and every type of the domain within them."""
    waiting: list[Any] = [*aggregate.commands, *aggregate.events]
    found: dict[type[Any], None] = {}
    while waiting:
        form = waiting.pop(0)
        if get_origin(form) in (Annotated, Union, UnionType, tuple):
            waiting.extend(part for part in get_args(form) if isinstance(part, type) or get_origin(part))
        elif isinstance(form, type) and form not in found and form.__module__.startswith("domain."):
            found[form] = None
            waiting.extend(get_type_hints(form, include_extras=True)[each.name] for each in _fields_of(form))
    return [form for form in found if form.__module__ not in HIDDEN_MODULES]


def columns_of_row(row: type) -> list[Any]:
    """The columns of a view's row that are shown."""
    hints = get_type_hints(row)
    return [
        each
        for each in fields(row)
        if not {hints[each.name], *get_args(hints[each.name])} & set(UNSHOWN)
        and each.name not in SCOPE_COLUMNS
        and each.name != "case_id"
    ]


def _own(name: str, use: Use) -> Iterator[str]:
    family, _point, last = name.partition(".")
    if family not in ("field", "command"):
        return
    yield f"{family}.{use.kind}.{last}"
    if use.form:
        yield f"{family}.{use.kind}.{use.form}.{last}"


def _is_told_by_all(name: str, places: frozenset[Use], known: set[str]) -> bool:
    return all(known & set(_own(name, use)) for use in places)


def _of_aggregates() -> Iterator[tuple[str, Use]]:
    for aggregate in AGGREGATES:
        use = Use(_folder(type(aggregate.initial)), aggregate.kind)
        yield f"kind.{aggregate.kind}", use
        yield from ((f"command.{command.__name__}", use) for command in aggregate.commands)
        yield from ((f"event.{event.NAME}", use) for event in aggregate.events)
        for form in types_of(aggregate):
            yield from ((f"field.{each.name}", Use(use.folder, use.kind, form.__name__)) for each in _fields_of(form))
    yield from ((f"kind.{each.name}", Use(_folder(type(each.aggregate.initial)))) for each in COLLECTIONS)


def _of_views() -> Iterator[tuple[str, Use]]:
    views = [(kind, kind, view) for kind, view in CASE_VIEWS.items()]
    for folder, kind, view in (*views, ("organisation", "unit", UNITS), ("fund", "fund", FUNDS)):
        yield from ((f"field.{each.name}", Use(folder, kind)) for each in columns_of_row(view.row))
    for each in CASE_KINDS:
        kind, listing = each.aggregate.kind, each.listing
        yield from ((f"field.{name}", Use(kind, kind)) for name in (*listing.columns, *listing.days))
    for excerpt in EXCERPTS:
        use = Use(excerpt.kind, excerpt.kind)
        yield f"kind.{excerpt.path}", use
        shown = [each.name for each in columns_of_row(excerpt.view.row) if each.name != excerpt.view.id_column]
        yield from ((f"field.{name}", use) for name in (*shown, *(text.name for text in excerpt.texts)))
    yield from ((f"field.{name}", Use("hardship", "hardship")) for name in NUMBERS)


def _of_codes() -> Iterator[tuple[str, Use]]:
    yield from ((f"{list_name(each)}.{code}", Use(_folder(each))) for each in CODE_LISTS for code in each)
    yield from ((f"Profile.{profile}", Use(SHARED)) for profile in Profile)
    for code in (WEEKEND, "other", *PACKAGED_CODES.values(), *CODES_BY_WORD.values()):
        yield f"holiday.{code}", Use(SHARED)


def _of_terms() -> Iterator[tuple[str, Use]]:
    yield from ((f"rule.{rule.code}", Use(_of_letter(rule.code.removeprefix("D-")))) for rule in RULES)


def _of_registers() -> Iterator[tuple[str, Use]]:
    yield f"column.{NUMBER}", Use(SHARED)
    for register in REGISTERS:
        use = Use("fund" if register.code in OF_FUNDS else _of_letter(register.code.removeprefix("RG-")))
        yield f"register.{register.code}", use
        yield from ((f"column.{column.heading or column.name}", use) for column in register.columns)


def _of_letter(code: str) -> str:
    return BY_LETTER.get(code[0], SHARED) if code[1:2].isdigit() else SHARED


def _folder(form: type[Any]) -> str:
    package = form.__module__.split(".")[1]
    found = {"funds": "fund", "series": "numbering", "officers": "organisation", "units": "organisation"}.get(
        package, package
    )
    return found if found in TABLES else SHARED


def _fields_of(form: Any) -> Any:
    return fields(form) if is_dataclass(form) else ()
