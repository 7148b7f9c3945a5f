"""Every text that people may see, gathered from the code; run as a module it lists what the catalogues lack.

`python -m tests.support.messages` lists, `python -m tests.support.messages --add` appends empty entries to fill in.
"""

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import escape, read_po

import service
from domain.catalogue import AGGREGATES, BY_COMMAND, BY_EVENT
from domain.deadlines.calendar import WEEKEND
from domain.deadlines.rules import RULES
from domain.kernel import Rejected
from domain.profiles import PROFILES
from projections.catalogue import CASE_VIEWS
from projections.funds import FUNDS
from projections.organisation import UNITS
from service.api.case_answers import HIDDEN
from service.codes import CODE_LISTS, list_name
from service.edge.routes import COLLECTIONS
from service.office.calendars import CODES_BY_WORD, PACKAGED_CODES
from service.papers.books import REGISTERS
from service.papers.exporting import NUMBER
from service.texts import LANGUAGES
from service.web.coded_texts import NUMBERS
from service.web.kinds import KINDS

SERVICE = Path(service.__file__).parent
METHODS = [("web/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS = {"_": None}


def catalogue(language: str) -> Catalog:
    """The catalogue as it stands in the repository."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Where the catalogue lies."""
    return SERVICE / "locale" / f"{language}.po"


def every_message() -> dict[str, str]:
    """Every message with the family it belongs to, in the order in which the families stand."""
    found: dict[str, str] = {}
    for family, messages in FAMILIES.items():
        for message in messages():
            found.setdefault(message, family)
    return found


def missing(language: str) -> dict[str, str]:
    """The messages that have no entry in the catalogue, or an empty one."""
    known = catalogue(language)
    return {message: family for message, family in every_message().items() if not _is_told(known, message)}


def _is_told(known: Catalog, message: str) -> bool:
    entry = known.get(message)
    return entry is not None and bool(entry.string) and not entry.fuzzy


@cache
def _prose() -> tuple[str, ...]:
    """What templates and modules mark; all of them are read once per run."""
    extracted = extract_from_dir(str(SERVICE), METHODS, {}, KEYWORDS)
    return tuple(str(message) for _file, _line, message, _comments, _context in extracted)


def _rules_broken(kind: type[Rejected] = Rejected) -> Iterator[str]:
    for each in kind.__subclasses__():
        if each.__module__.startswith(("domain.", "service.")):
            yield each.says
        yield from _rules_broken(each)


def _codes() -> Iterator[str]:
    yield from (f"{list_name(each)}.{code}" for each in CODE_LISTS for code in each)


def enumerations() -> set[type[Enum]]:
    """Every enumeration that a command or an event names."""
    return {each for each in _types() if isinstance(each, type) and issubclass(each, Enum)}


def _fields() -> Iterator[str]:
    forms = [each for each in _types() if is_dataclass(each)]
    yield from (f"field.{each.name}" for form in forms for each in fields(form))
    rows = [view.row for view in (*CASE_VIEWS.values(), UNITS, FUNDS)]
    yield from (f"field.{each.name}" for row in rows for each in columns_of_row(row))
    yield from (f"field.{name}" for kind in KINDS.values() for name in (*kind.columns, *kind.days))
    yield from (f"field.{name}" for name in NUMBERS)


def _fields_of_a_kind() -> Iterator[str]:
    """Fields and commands that a kind of record names in its own way: named in one catalogue, they stand in both."""
    kinds = {each.kind for each in AGGREGATES}
    told = (str(entry.id).split(".") for language in LANGUAGES for entry in catalogue(language))
    yield from dict.fromkeys(
        ".".join(parts)
        for parts in told
        if len(parts) in (3, 4) and parts[0] in ("field", "command") and parts[1] in kinds
    )


def columns_of_row(row: type) -> list[Any]:
    """The columns of a view's row that are shown."""
    hints = get_type_hints(row)
    return [each for each in fields(row) if hints[each.name] not in HIDDEN and each.name != "case_id"]


def _types() -> list[Any]:
    """Every command and event, and every type within them."""
    waiting: list[Any] = [*BY_COMMAND, *BY_EVENT]
    found: dict[Any, None] = {}
    while waiting:
        form = waiting.pop(0)
        if get_origin(form) in (Annotated, Union, UnionType, tuple):
            waiting.extend(part for part in get_args(form) if isinstance(part, type) or get_origin(part))
        elif isinstance(form, type) and form not in found and form.__module__.startswith("domain."):
            found[form] = None
            waiting.extend(get_type_hints(form, include_extras=True)[each.name] for each in _fields_of(form))
    return [form for form in found if form.__module__ not in HIDDEN_MODULES]


HIDDEN_MODULES = frozenset({"domain.deadlines.clocks", "domain.values"})
"""Clocks and personal values are told in sentences of their own."""


def _fields_of(form: Any) -> Any:
    return fields(form) if is_dataclass(form) else ()


def _kinds() -> Iterator[str]:
    yield from (f"kind.{each.name}" for each in COLLECTIONS)
    yield from (f"kind.{each.kind}" for each in AGGREGATES)


def _registers() -> Iterator[str]:
    yield from (NUMBER, *(register.message for register in REGISTERS))
    yield from (column.message for register in REGISTERS for column in register.columns)


def _holidays() -> Iterator[str]:
    codes = dict.fromkeys([WEEKEND, "other", *PACKAGED_CODES.values(), *CODES_BY_WORD.values()])
    yield from (f"holiday.{code}" for code in codes)


FAMILIES = {
    "pages and problems": _prose,
    "refusals": _rules_broken,
    "codes": _codes,
    "kinds of record": _kinds,
    "commands": lambda: (f"command.{command.__name__}" for command in BY_COMMAND),
    "events": lambda: (f"event.{event.NAME}" for event in BY_EVENT),
    "fields": _fields,
    "fields of one kind": _fields_of_a_kind,
    "places": lambda: (f"profile.{profile.code}" for profile in PROFILES),
    "deadline rules": lambda: (f"rule.{rule.code}" for rule in RULES),
    "holidays": _holidays,
    "registers": _registers,
}


def main(arguments: list[str]) -> int:
    """Lists what is missing; with --add, appends it to be filled in."""
    for language in LANGUAGES:
        lacking = missing(language)
        known = catalogue(language)
        for message, family in lacking.items():
            sys.stdout.write(f"{language}: {family}: {message}\n")
        if "--add" in arguments:
            fresh = [(message, family) for message, family in lacking.items() if known.get(message) is None]
            with path_of(language).open("a", encoding="utf-8") as file:
                file.writelines(
                    f'\n#. {family}\nmsgid "{escape(message)[1:-1]}"\nmsgstr ""\n' for message, family in fresh
                )
    return 1 if any(missing(language) for language in LANGUAGES) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
