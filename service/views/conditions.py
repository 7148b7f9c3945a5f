"""Conditions on the rows of views: as SQL, with what is known of the rows that meet them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from projections.searching import MARK, number_key, pieces_asked, told_apart

CANDIDATES = 10_000
"""Rows that a search for a text looks at."""
SIFTED = 1_500
"""Rows of those among which single characters are sought: of these no index knows more than that they are there."""
BEGUN = 1_000
"""Rows that a search for the beginning of a number looks at."""
HOLDS = "search @@ %s::tsquery"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the rows: SQL with a place for its value, and for each further one, or without any.

    `instead` counts where it leaves no row at all. `pins` are the values that rows meeting it can hold in a column.
    `ways` are conditions of which each row that meets it meets one, so that an index serves each of them; where they
    are `apart`, indexes begin with what sets them apart. One that `leaves_few` rows is better asked whole with others;
    where so few are left that all of them can be sorted, `is_few` says so.
    Of the rows that meet one with `most`, and all others, so many are looked at, and `among` holds for those shown.
    """

    sql: str
    value: Any = None
    further: tuple[Any, ...] = ()
    instead: "Condition | None" = None
    pins: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    ways: "tuple[Condition, ...]" = ()
    are_apart: bool = False
    leaves_few: bool = False
    is_few: bool = False
    among: "Condition | None" = None
    most: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it asks for one value of a column."""
        return any(len(values) == 1 for values in self.pins.values())


NOTHING = Condition("false", pins={"": frozenset()})
EVERY_ROW = Condition("true")


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a list is sorted by; the row's id breaks ties."""

    column: str
    descending: bool = False

    @property
    def word(self) -> str:
        return "DESC" if self.descending else "ASC"


def values_of(conditions: Iterable[Condition]) -> list[Any]:
    """The values of all conditions, in the order of their places."""
    return [value for each in conditions if "%s" in each.sql for value in (each.value, *each.further)]


def equals(column: str, value: Any) -> Condition:
    """Rows whose column has that value."""
    return Condition(f"{column} = %s", value, pins={column: frozenset({value})})


def is_any(column: str, values: Iterable[Any]) -> Condition:
    """Rows whose column has one of the values."""
    known = list(dict.fromkeys(values))
    if len(known) == 1:
        return equals(column, known[0])
    return Condition(
        f"{column} = ANY(%s)",
        known,
        pins={column: frozenset(known)},
        ways=tuple(equals(column, each) for each in known),
    )


def any_of(ways: Sequence[Condition], *, are_apart: bool = False) -> Condition:
    """Rows that meet one of the conditions, of which no row meets two; none of no conditions."""
    if len(ways) < 2:
        return ways[0] if ways else NOTHING
    first, *further = values_of(ways)
    sql = f"({' OR '.join(f'({each.sql})' for each in ways)})"
    return Condition(sql, first, tuple(further), ways=tuple(ways), are_apart=are_apart)


def both(one: Condition, other: Condition) -> Condition:
    """Rows that meet the one condition and the other."""
    if EVERY_ROW in (one, other):
        return other if one == EVERY_ROW else one
    first, *further = values_of([one, other]) or [None]
    return Condition(
        f"({one.sql} AND {other.sql})",
        first,
        tuple(further),
        pins={**one.pins, **other.pins},
        leaves_few=one.leaves_few or other.leaves_few,
    )


def narrowed(conditions: Iterable[Condition]) -> list[Condition]:
    """The conditions without the ways that others close; NOTHING where no row can meet all of them."""
    asked = list(conditions)
    held: dict[str, frozenset[Any]] = {}
    for each in asked:
        for column, values in each.pins.items():
            held[column] = held.get(column, values) & values
    return [_within(each, held) for each in asked] if all(held.values()) else [NOTHING]


def _within(condition: Condition, held: Mapping[str, frozenset[Any]]) -> Condition:
    open_ways = [
        way for way in condition.ways if all(held.get(column, values) & values for column, values in way.pins.items())
    ]
    if len(open_ways) == len(condition.ways):
        return condition
    return any_of(open_ways, are_apart=condition.are_apart)


def matches(
    text: str, numbers: Sequence[str], *, found_by_texts: Condition | None, found_by_titles: Condition | None = None
) -> Condition | None:
    """Rows with a number that the text is or begins; where there is none, rows that hold all its pieces.

    `numbers` are columns of keys. Only rows that meet `found_by_texts` are found by all their texts, and those that
    meet `found_by_titles` by what stands alone of them; without either numbers alone are asked. None where nothing can
    be searched for.
    """
    pieces = pieces_asked(text)
    if not pieces:
        return None
    found = [(found_by_texts, pieces), (found_by_titles, told_apart(pieces))]
    ways = [(condition, asked) for condition, asked in found if condition is not None]
    begun = [_begins(column, number_key(text), numbers[:place]) for place, column in enumerate(numbers)]
    return replace(any_of(begun), instead=_holds(ways) if ways else None, most=BEGUN)


def _begins(column: str, key: str, before: Sequence[str]) -> Condition:
    """Rows of which that column begins with the key, and none of those before it does."""
    others = "".join(f" AND {each} NOT LIKE %s" for each in before)
    return Condition(f"{column} LIKE %s{others}", f"{key}%", (f"{key}%",) * len(before))


def _holds(ways: Sequence[tuple[Condition, Sequence[str]]]) -> Condition:
    """Rows so found that hold the pieces; those of one character are sought among what the longer ones leave."""
    short = [(found, [piece for piece in pieces if _is_short(piece)]) for found, pieces in ways]
    longer = [(found, [piece for piece in pieces if not _is_short(piece)]) for found, pieces in ways]
    if not longer[0][1]:
        return replace(_held(short), most=CANDIDATES)
    if not short[0][1]:
        return replace(_held(longer), most=CANDIDATES)
    return replace(_held(longer), among=_held(short), most=SIFTED)


def _is_short(piece: str) -> bool:
    return len(piece.removeprefix(MARK)) == 1


def _held(ways: Sequence[tuple[Condition, Sequence[str]]]) -> Condition:
    """Rows that in one of the ways are found and hold its pieces."""
    parts = [HOLDS if found is EVERY_ROW else f"({HOLDS} AND {found.sql})" for found, _pieces in ways]
    first, *further = [value for found, pieces in ways for value in (_query(pieces), *values_of([found]))]
    return Condition(parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})", first, tuple(further))


def _query(pieces: Sequence[str]) -> str:
    return " & ".join(f"'{piece}':*" if _is_short(piece) else f"'{piece}'" for piece in pieces)
