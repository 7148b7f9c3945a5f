"""The row of a register that names its columns: how it is found, and what is nearest where it is not."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from service.importing.cells import Cell, visible
from service.importing.mapping import Mapping

_WITHIN = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The header as found: its row from 0, its cells, the keys of its names, the place of each mapped column."""

    index: int
    cells: Sequence[Cell]
    names: list[str]
    columns: dict[str, int]


@dataclass(frozen=True, slots=True)
class NoHeader:
    """Why there is none; `lacks` counts the columns that the nearest row lacks."""

    says: str
    lacks: int


def column_key(name: Cell) -> str:
    """How column names are compared: without white space or what nobody sees, compatibility forms folded."""
    return "" if name is None else "".join(unicodedata.normalize("NFKC", visible(str(name))).split())


def find_header(rows: Iterable[Sequence[Cell]], mapping: Mapping) -> Header | NoHeader:
    """The first row that holds every mapped column name, or what the nearest row lacks; reads no further than that."""
    wanted = {column_key(name): name for name in (*mapping.id_columns, *mapping.columns.values())}
    row = mapping.header_row
    keys: dict[int, list[str]] = {}
    for index, cells in islice(enumerate(rows), row - 1 if row else 0, row or _WITHIN):
        names = keys[index] = [column_key(cell) for cell in cells]
        if wanted.keys() <= set(names):
            twice = [wanted[key] for key in wanted if names.count(key) > 1]
            if twice:
                return NoHeader(f"row {index + 1} repeats columns {', '.join(twice)}", 0)
            return Header(index, cells, names, {name: names.index(key) for key, name in wanted.items()})
    return _nearest(keys, wanted)


def _nearest(keys: dict[int, list[str]], wanted: dict[str, str]) -> NoHeader:
    index = max(keys, key=lambda i: len(wanted.keys() & set(keys[i])), default=0)
    lacking = [name for key, name in wanted.items() if key not in keys.get(index, [])]
    says = f"no row holds the columns of the mapping; row {index + 1} comes nearest and lacks {', '.join(lacking)}"
    return NoHeader(says, len(lacking))
