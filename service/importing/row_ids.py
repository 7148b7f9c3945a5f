"""Ids of rows: of one column or several, and which of them a register holds more than once."""

from array import array
from collections.abc import Mapping as Places
from dataclasses import dataclass, fields

from service.importing.cells import CellRefused, read_id
from service.importing.fields import CarriedFields
from service.importing.mapping import Mapping
from service.importing.row_widths import Row

_PLACES = 2**27
_NAMES = tuple(field.name for field in fields(CarriedFields))


def joined_id(parts: list[str]) -> str:
    """Several columns as one id: joined by "/", so escaped that no two lists of parts give the same id."""
    if len(parts) == 1:
        return parts[0]
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


class Repeats:
    """Ids by 27 bits of their hashes: told in a first reading, so that a second one need remember no others.

    All that came twice are among them; of a million that came once, one in some three hundred.
    """

    def __init__(self, mapping: Mapping, columns: Places[str, int]) -> None:
        self._columns = [columns[column] for column in mapping.id_columns]
        self._once = bytearray(_PLACES // 8)
        self._twice: set[int] = set()

    def see(self, row: Row) -> None:
        """Notes the id of a row, if it has any."""
        if row.fault is not None:
            return
        try:
            parts = [read_id(row.cells[column]).value or "" for column in self._columns]
        except CellRefused:
            return
        place = hash(joined_id(parts)) % _PLACES
        byte, bit = place >> 3, 1 << (place & 7)
        if self._once[byte] & bit:
            self._twice.add(place)
        self._once[byte] |= bit

    def __contains__(self, external_id: str) -> bool:
        return hash(external_id) % _PLACES in self._twice


@dataclass(frozen=True, slots=True)
class First:
    """The row that has taken an id: its number, and what it says as hashes, for the rows that come later with it."""

    number: int
    said: "array[int]"

    @classmethod
    def of(cls, number: int, said: CarriedFields) -> "First":
        """What is remembered of a row."""
        return cls(number, _hashes(said))

    def differing(self, said: CarriedFields) -> tuple[str, ...]:
        """The fields in which another row says something else."""
        pairs = zip(_NAMES, self.said, _hashes(said), strict=True)
        return tuple(name for name, one, other in pairs if one != other)


def _hashes(said: CarriedFields) -> "array[int]":
    return array("q", (hash(getattr(said, name)) for name in _NAMES))
