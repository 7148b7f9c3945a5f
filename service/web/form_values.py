"""What was typed into a form, as the JSON value that the command's schema reads; what was left blank is left out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from service.web.form_fields import MANY, MOST_ROWS, Field, FieldKind
from service.words.sentences import no_op as _

Typed = MultiDict[str, str]
ANSWERS: Mapping[str, bool] = {_("yes"): True, _("no"): False}
"""What a yes or no may be answered with."""
"""Field paths such as `registration.demands.0.text`, and what stands in them."""

YUAN = re.compile(r"(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?")
"""An amount, with commas between thousands or without."""
NUMBER = re.compile(r"-?\d{1,18}")


def rows_name(path: str) -> str:
    """The hidden field that holds how many rows of a list the form showed."""
    return f"{path}._rows"


def row_count(field: Field, path: str, typed: Typed) -> int:
    """How many rows the form shows: at least one, at most what the list takes."""
    given = typed.get(rows_name(path), "1")
    count = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    return max(1, min(count, field.most or MOST_ROWS, MOST_ROWS))


def with_row_added(path: str, typed: Typed, fields: Sequence[Field]) -> Typed:
    """The same, with one more row in the list at the path."""
    field = _at(path.split("."), fields)
    changed = typed.copy()
    if field is not None:
        changed[rows_name(path)] = str(row_count(field, path, typed) + 1)
    return changed


def _at(path: Sequence[str], fields: Sequence[Field]) -> Field | None:
    """The list at the path."""
    field = next((each for each in fields if each.name == path[0]), None)
    if field is None or len(path) == 1:
        return field if field is not None and field.kind is FieldKind.ROWS else None
    rest = path[2:] if field.kind is FieldKind.ROWS else path[1:]
    return _at(rest, field.parts) if rest else None


def data_of(fields: Sequence[Field], typed: Typed, prefix: str = "") -> dict[str, Any]:
    """The JSON value for the schema of these fields."""
    data: dict[str, Any] = {}
    for field in fields:
        path = prefix + field.name
        if field.kind is FieldKind.FLAG:
            data[field.name] = bool(typed.get(path))
        elif field.kind is FieldKind.BLOCK:
            if field.is_required or not _is_blank(field, path, typed):
                data[field.name] = data_of(field.parts, typed, f"{path}.")
        elif field.kind is FieldKind.ROWS:
            kept = kept_rows(field, path, typed)
            if kept or field.is_required:
                data[field.name] = [data_of(field.parts, typed, f"{path}.{row}.") for row in kept]
        elif not _is_empty(field, path, typed):
            data[field.name] = _value(field, path, typed)
    return data


def kept_rows(field: Field, path: str, typed: Typed) -> list[int]:
    """The rows that are not blank; the first one too where the list needs an entry."""
    filled = [row for row in range(row_count(field, path, typed)) if not _row_is_blank(field, path, row, typed)]
    return filled or ([0] if field.least else [])


def _row_is_blank(field: Field, path: str, row: int, typed: Typed) -> bool:
    return all(_is_blank(part, f"{path}.{row}.{part.name}", typed) for part in field.parts)


def _is_blank(field: Field, path: str, typed: Typed) -> bool:
    """Whether nothing was typed: the field is empty or as it was shown at first."""
    if field.kind is FieldKind.BLOCK:
        return all(_is_blank(part, f"{path}.{part.name}", typed) for part in field.parts)
    if field.kind is FieldKind.ROWS:
        return all(_row_is_blank(field, path, row, typed) for row in range(row_count(field, path, typed)))
    if field.kind is FieldKind.FLAG:
        return bool(typed.get(path)) == bool(field.initial)
    return _is_empty(field, path, typed) or (field.kind not in MANY and typed.get(path, "").strip() == field.initial)


def _is_empty(field: Field, path: str, typed: Typed) -> bool:
    return not any(value.strip() for value in typed.getlist(path))


def _value(field: Field, path: str, typed: Typed) -> Any:
    text = typed.get(path, "").replace("\r\n", "\n")
    match field.kind:
        case FieldKind.NUMBER:
            return _number(text)
        case FieldKind.MONEY:
            return fen_of(text)
        case FieldKind.LINES:
            lines = [line.strip() for text in typed.getlist(path) for line in text.split("\n") if line.strip()]
            return [_number(line) for line in lines] if field.of_numbers else lines
        case FieldKind.LONG:
            return text
        case FieldKind.YES_NO:
            return ANSWERS.get(text, text)
        case _ if field.kind in MANY:
            return [value for value in typed.getlist(path) if value]
    return text.strip()


def _number(text: str) -> int | str:
    """A whole number, also in full-width digits; the text itself where it is none."""
    number = unicodedata.normalize("NFKC", text).strip()
    return int(number) if NUMBER.fullmatch(number) else text


def fen_of(text: str) -> int | str:
    """Yuan as people write them, with at most two decimals, in fen; the text itself where it is no amount."""
    number = unicodedata.normalize("NFKC", text).strip().removesuffix("元").rstrip()
    if not YUAN.fullmatch(number):
        return text
    yuan, _point, part = number.replace(",", "").partition(".")
    return int(yuan) * 100 + int(part.ljust(2, "0") or "0")


def has_misplaced_commas(text: str) -> bool:
    """Whether an amount would be one, were there no commas in it."""
    return "," in unicodedata.normalize("NFKC", text) and isinstance(
        fen_of(text.replace(",", "").replace("，", "")), int
    )


def errors_at(fields: Sequence[Field], messages: Any, typed: Typed, prefix: str = "") -> dict[str, list[str]]:
    """The schema's messages by the path of the field in the form; what fits no field stands at the prefix."""
    found: dict[str, list[str]] = {}
    by_name: Mapping[str, Any] = messages if isinstance(messages, Mapping) else {"_schema": messages}
    known = {field.name: field for field in fields}
    for name, told in by_name.items():
        field = known.get(str(name))
        path = prefix + str(name) if field else prefix.rstrip(".")
        found.update(_errors_of(field, path, told, typed))
    return found


def _errors_of(field: Field | None, path: str, told: Any, typed: Typed) -> dict[str, list[str]]:
    if field is not None and field.kind is FieldKind.BLOCK and isinstance(told, Mapping):
        return errors_at(field.parts, told, typed, f"{path}.")
    if field is not None and field.kind is FieldKind.ROWS and isinstance(told, Mapping):
        kept = kept_rows(field, path, typed)
        found: dict[str, list[str]] = {}
        for index, part in told.items():
            place = f"{path}.{kept[index]}." if isinstance(index, int) and index < len(kept) else f"{path}."
            found.update(errors_at(field.parts, part, typed, place))
        return found
    return {path: [str(each) for each in _flat(told)]}


def _flat(told: Any) -> list[Any]:
    if isinstance(told, Mapping):
        return [each for part in told.values() for each in _flat(part)]
    return [each for part in told for each in _flat(part)] if isinstance(told, list | tuple) else [told]
