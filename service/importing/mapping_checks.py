"""What may stand in a mapping file: each check names the mistakes of one part."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple
from zoneinfo import available_timezones

from service.importing.fields import ALLOWED, DAYS, FIELDS

ENCODINGS: Final = {
    "utf-8": "utf-8-sig",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "latin-1": "latin-1",
    "iso-8859-1": "latin-1",
}
_TEXT_KEYS: Final = ("source", "unit", "timezone", "encoding", "delimiter", "sheet")
KEYS: Final = frozenset({*_TEXT_KEYS, "header", "dates", "columns", "values", "constants", "ignore"})
_NOT_CONSTANT = frozenset({"external_id", *DAYS})
_DIRECTIVE = re.compile(r"%[^A-Za-z%]?([A-Za-z%])")


class Mistake(NamedTuple):
    """What is wrong, and the keys that lead to it in the document."""

    path: tuple[str, ...]
    says: str


def encoding_key(name: str) -> str:
    return name.lower().replace("_", "-")


def stated(raw: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The columns of a mapping document, each with a field that it states."""
    for column, targets in _table(raw, "columns").items():
        for target in targets if isinstance(targets, list) else [targets]:
            yield column, target if isinstance(target, str) else repr(target)


def _table(raw: dict[str, Any], key: str) -> dict[str, Any]:
    found = raw.get(key, {})
    return found if isinstance(found, dict) else {}


def mistakes_in(raw: dict[str, Any]) -> Iterator[Mistake]:
    """Every mistake of a mapping document, part by part."""
    for check in CHECKS:
        yield from check(raw)


def _keys(raw: dict[str, Any]) -> Iterable[Mistake]:
    for key in raw:
        if key not in KEYS:
            yield Mistake((key,), f"unknown key {key}: there are {', '.join(sorted(KEYS))}")
    yield from (Mistake((), f"{key} is missing") for key in ("source", "timezone", "columns") if key not in raw)
    for key in _TEXT_KEYS:
        if key in raw and not _is_word(raw[key]):
            yield Mistake((key,), f"{key} must be a text that is not empty")
    for key in ("header", "dates", "columns", "values", "constants"):
        if key in raw and not isinstance(raw[key], dict):
            yield Mistake((key,), f"{key} must be a table")


def _settings(raw: dict[str, Any]) -> Iterable[Mistake]:
    if _is_word(raw.get("timezone")) and raw["timezone"] not in available_timezones():
        yield Mistake(("timezone",), f"timezone {raw['timezone']} is unknown: write it such as Asia/Shanghai")
    if _is_word(raw.get("encoding")) and encoding_key(raw["encoding"]) not in ENCODINGS:
        yield Mistake(("encoding",), f"encoding {raw['encoding']} is not one of {', '.join(ENCODINGS)}")
    delimiter = raw.get("delimiter")
    if isinstance(delimiter, str) and (len(delimiter) != 1 or delimiter in '"\r\n'):
        yield Mistake(("delimiter",), "delimiter must be one character")
    for key in _table(raw, "header"):
        if key != "row":
            yield Mistake(("header", key), f"unknown key header.{key}: there is row")
    row = _table(raw, "header").get("row", 1)
    if not isinstance(row, int) or isinstance(row, bool) or row < 1:
        yield Mistake(("header", "row"), "header.row must be a row number from 1")
    if not _all_texts(raw.get("ignore", [])):
        yield Mistake(("ignore",), "ignore must be a list of column names")


def _dates(raw: dict[str, Any]) -> Iterable[Mistake]:
    dates = _table(raw, "dates")
    for key in dates:
        if key not in ("formats", "order"):
            yield Mistake(("dates", key), f"unknown key dates.{key}: there are order and formats")
    order, formats = dates.get("order", "ymd"), dates.get("formats", [])
    if order not in ("ymd", "dmy", "mdy"):
        yield Mistake(("dates", "order"), f"dates.order {order!r} is not ymd, dmy or mdy")
    if not _all_texts(formats):
        yield Mistake(("dates", "formats"), "dates.formats must be a list of texts")
        return
    orders = {_order(spelling) for spelling in formats}
    for spelling in formats:
        if not _order(spelling):
            says = f"dates.formats: {spelling} must state year, month and day, year first or last, such as %d/%m/%Y"
            yield Mistake(("dates", "formats"), says)
    if len((orders | {order}) & {"dmy", "mdy"}) > 1:
        yield Mistake(("dates",), "dates declare both dmy and mdy: one register has one order")


def _order(spelling: str) -> str:
    """ymd, dmy or mdy; empty if the format is none of them."""
    found = _DIRECTIVE.findall(spelling)
    letters = "".join({"Y": "y", "y": "y", "m": "m", "b": "m", "B": "m", "d": "d"}.get(one, "") for one in found)
    return letters if letters in ("ymd", "dmy", "mdy") else ""


def _columns(raw: dict[str, Any]) -> Iterable[Mistake]:
    told = list(stated(raw))
    for column, target in told:
        if target not in FIELDS:
            yield Mistake(("columns", column), f"columns.{column}: {target} is not a field: {', '.join(FIELDS)}")
    for need in ("external_id", "received_on"):
        if need not in {target for _, target in told}:
            yield Mistake(("columns",), f"columns: no column states {need}")
    for target in dict.fromkeys(target for _, target in told):
        stating = [column for column, each in told if each == target]
        if target in FIELDS and target != "external_id" and len(stating) > 1:
            yield Mistake(("columns", stating[1]), f"columns: two columns state {target}: {', '.join(stating)}")
    ignored = raw.get("ignore", [])
    for column in _table(raw, "columns"):
        if isinstance(ignored, list) and column in ignored:
            yield Mistake(("columns", column), f"column {column} is both collected and ignored")


def _values(raw: dict[str, Any]) -> Iterable[Mistake]:
    collected = {target for _, target in stated(raw)}
    for name, table in _table(raw, "values").items():
        if name not in collected or name == "external_id":
            yield Mistake(("values", name), f"values.{name}: no column states that field")
        if not isinstance(table, dict) or not _all_texts(list(table.values())):
            yield Mistake(("values", name), f"values.{name} must be a table from text to text")
            continue
        for value, meaning in table.items():
            if fault := _fault(name, meaning):
                yield Mistake(("values", name, value), f"values.{name}.{value}: {fault}")


def _constants(raw: dict[str, Any]) -> Iterable[Mistake]:
    collected = {target for _, target in stated(raw)}
    for name, constant in _table(raw, "constants").items():
        if name not in FIELDS or name in _NOT_CONSTANT:
            says = f"{name} is not a field that can be constant"
        elif name in collected:
            says = f"{name} is also a column"
        elif not _is_word(constant):
            says = f"{name} must be a text"
        elif fault := _fault(name, constant):
            says = f"{name} {fault}"
        else:
            continue
        yield Mistake(("constants", name), f"constants: {says}")


def _fault(name: str, meaning: str) -> str:
    """Why a text cannot stand for a field; empty if it can."""
    if not meaning:
        return ""
    if name in ALLOWED and meaning not in ALLOWED[name]:
        return f"{meaning} is not one of {', '.join(ALLOWED[name])}"
    if name in DAYS:
        return f"{meaning} must be empty: a day is read from the register or not stated"
    if name == "group_size" and not (meaning.isascii() and meaning.isdigit() and int(meaning) >= 1):
        return f"{meaning} is no whole number from 1"
    return ""


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _all_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


CHECKS: Final[tuple[Callable[[dict[str, Any]], Iterable[Mistake]], ...]] = (
    _keys,
    _settings,
    _dates,
    _columns,
    _values,
    _constants,
)
