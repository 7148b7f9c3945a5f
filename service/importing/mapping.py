"""The mapping file: which column of a register states which field, and what its values mean."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from service.importing.cells import half_width, visible
from service.importing.days import DayRules
from service.importing.mapping_checks import ENCODINGS, Mistake, encoding_key, mistakes_in, stated
from service.importing.toml_lines import line_of


class MappingInvalid(Exception):
    """A mapping file that cannot be used; `mistakes` names every one."""

    code = "mapping_invalid"

    def __init__(self, mistakes: Iterable[str], name: str = "") -> None:
        self.mistakes = tuple(mistakes)
        self.head = f"the mapping {name} is invalid" if name else "the mapping is invalid"
        super().__init__(f"{self.head}: " + "; ".join(self.mistakes))


@dataclass(frozen=True, slots=True)
class ValueMap:
    """Register value → what it means; "" means that it says nothing. `default` stands for values not listed."""

    meanings: dict[str, str]
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """One register's mapping; `columns` goes from field to register column, `id_columns` are joined in their order."""

    source: str
    days: DayRules
    id_columns: tuple[str, ...]
    columns: dict[str, str]
    unit: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    values: dict[str, ValueMap] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file; raises MappingInvalid with every mistake found, and the line of each."""
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise MappingInvalid([f"it cannot be read ({error.strerror or error})"], str(path)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingInvalid([f"it is no TOML in UTF-8 ({error})"], str(path)) from error
    mistakes = sorted(_located(text, mistake) for mistake in mistakes_in(raw))
    if mistakes:
        raise MappingInvalid((says for _, says in mistakes), str(path))
    return _build(raw)


def mapping_of(raw: dict[str, Any]) -> Mapping:
    """The mapping that a parsed TOML document states; raises MappingInvalid."""
    mistakes = [mistake.says for mistake in mistakes_in(raw)]
    if mistakes:
        raise MappingInvalid(mistakes)
    return _build(raw)


def _located(text: str, mistake: Mistake) -> tuple[int, str]:
    """The line that the mistake stands in, 0 for what stands nowhere, and what it says with that line."""
    line = line_of(text, mistake.path)
    return line, f"line {line}: {mistake.says}" if line else mistake.says


def value_key(text: str) -> str:
    """Register values are compared trimmed, half-width and without what nobody sees."""
    return half_width(visible(text)).strip()


def _build(raw: dict[str, Any]) -> Mapping:
    pairs = list(stated(raw))
    dates = raw.get("dates", {})
    encoding = raw.get("encoding")
    return Mapping(
        source=raw["source"],
        days=DayRules(ZoneInfo(raw["timezone"]), tuple(dates.get("formats", ())), dates.get("order", "ymd")),
        id_columns=tuple(column for column, target in pairs if target == "external_id"),
        columns={target: column for column, target in pairs if target != "external_id"},
        unit=raw.get("unit"),
        encoding=encoding and ENCODINGS[encoding_key(encoding)],
        delimiter=raw.get("delimiter"),
        sheet=raw.get("sheet"),
        header_row=raw.get("header", {}).get("row"),
        values={name: _value_map(table) for name, table in raw.get("values", {}).items()},
        constants=dict(raw.get("constants", {})),
        ignore=tuple(raw.get("ignore", ())),
    )


def _value_map(table: dict[str, str]) -> ValueMap:
    return ValueMap({value_key(k): v for k, v in table.items() if k != "default"}, table.get("default"))
