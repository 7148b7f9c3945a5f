"""What may stand in a mapping file: each check names the mistakes of one part."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from zoneinfo import available_timezones

from service.registers.fields import CODES, DAYS, FIELDS

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
_KEYS: Final = frozenset({*_TEXT_KEYS, "header", "dates", "columns", "values", "constants", "ignore"})
_NOT_CONSTANT = frozenset({"external_id", *DAYS})
_DIRECTIVE = re.compile(r"%[^A-Za-z%]?([A-Za-z%])")


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


def _keys(raw: dict[str, Any]) -> Iterable[str]:
    yield from (f"unknown key {key}" for key in raw if key not in _KEYS)
    yield from (f"{key} is missing" for key in ("source", "timezone", "columns") if key not in raw)
    yield from (f"{k} must be a text that is not empty" for k in _TEXT_KEYS if k in raw and not _is_word(raw[k]))
    for key in ("header", "dates", "columns", "values", "constants"):
        if key in raw and not isinstance(raw[key], dict):
            yield f"{key} must be a table"


def _settings(raw: dict[str, Any]) -> Iterable[str]:
    if _is_word(raw.get("timezone")) and raw["timezone"] not in available_timezones():
        yield f"timezone {raw['timezone']} is unknown"
    if _is_word(raw.get("encoding")) and encoding_key(raw["encoding"]) not in ENCODINGS:
        yield f"encoding {raw['encoding']} is not one of {', '.join(ENCODINGS)}"
    delimiter = raw.get("delimiter")
    if isinstance(delimiter, str) and (len(delimiter) != 1 or delimiter in '"\r\n'):
        yield "delimiter must be one character"
    yield from (f"unknown key header.{key}" for key in _table(raw, "header") if key != "row")
    row = _table(raw, "header").get("row", 1)
    if not isinstance(row, int) or isinstance(row, bool) or row < 1:
        yield "header.row must be a row number from 1"
    if not _all_texts(raw.get("ignore", [])):
        yield "ignore must be a list of column names"


def _dates(raw: dict[str, Any]) -> Iterable[str]:
    dates = _table(raw, "dates")
    yield from (f"unknown key dates.{key}" for key in dates if key not in ("formats", "order"))
    order, formats = dates.get("order", "ymd"), dates.get("formats", [])
    if order not in ("ymd", "dmy", "mdy"):
        yield f"dates.order {order!r} is not ymd, dmy or mdy"
    if not _all_texts(formats):
        yield "dates.formats must be a list of texts"
        return
    orders = {_order(spelling) for spelling in formats}
    yield from (
        f"dates.formats: {f} must state year, month and day, year first or last" for f in formats if not _order(f)
    )
    if len((orders | {order}) & {"dmy", "mdy"}) > 1:
        yield "dates declare both dmy and mdy: one register has one order"


def _order(spelling: str) -> str:
    """ymd, dmy or mdy; empty if the format is none of them."""
    found = _DIRECTIVE.findall(spelling)
    letters = "".join({"Y": "y", "y": "y", "m": "m", "b": "m", "B": "m", "d": "d"}.get(one, "") for one in found)
    return letters if letters in ("ymd", "dmy", "mdy") else ""


def _columns(raw: dict[str, Any]) -> Iterable[str]:
    targets = [target for _, target in stated(raw)]
    yield from (f"columns: {t} is not a field" for t in dict.fromkeys(targets) if t not in FIELDS)
    yield from (f"columns: no column states {need}" for need in ("external_id", "received_on") if need not in targets)
    yield from (
        f"columns: two columns state {t}"
        for t in dict.fromkeys(targets)
        if t in FIELDS and t != "external_id" and targets.count(t) > 1
    )
    ignored = raw.get("ignore", [])
    for column in _table(raw, "columns"):
        if isinstance(ignored, list) and column in ignored:
            yield f"column {column} is both collected and ignored"


def _values(raw: dict[str, Any]) -> Iterable[str]:
    collected = {target for _, target in stated(raw)}
    for name, table in _table(raw, "values").items():
        if name not in collected or name == "external_id":
            yield f"values.{name}: no column states that field"
        if not isinstance(table, dict) or not _all_texts(list(table.values())):
            yield f"values.{name} must be a table from text to text"
            continue
        yield from (f"values.{name}: {fault}" for meaning in table.values() if (fault := _fault(name, meaning)))


def _constants(raw: dict[str, Any]) -> Iterable[str]:
    collected = {target for _, target in stated(raw)}
    for name, constant in _table(raw, "constants").items():
        if name not in FIELDS or name in _NOT_CONSTANT:
            yield f"constants: {name} is not a field that can be constant"
        elif name in collected:
            yield f"constants: {name} is also a column"
        elif not _is_word(constant) or (fault := _fault(name, constant)):
            yield f"constants: {name} {fault if _is_word(constant) else 'must be a text'}"


def _fault(name: str, meaning: str) -> str:
    """Why a text cannot stand for a field; empty if it can."""
    if not meaning:
        return ""
    if name in CODES and meaning not in set(CODES[name]):
        return f"{meaning} is not one of {', '.join(CODES[name])}"
    if name in DAYS:
        return f"{meaning} must be empty: a day is read from the register or not stated"
    if name == "group_size" and not (meaning.isascii() and meaning.isdigit() and int(meaning) >= 1):
        return f"{meaning} is no whole number from 1"
    return ""


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _all_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


CHECKS: Final[tuple[Callable[[dict[str, Any]], Iterable[str]], ...]] = (
    _keys,
    _settings,
    _dates,
    _columns,
    _values,
    _constants,
)
