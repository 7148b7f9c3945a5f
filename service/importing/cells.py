"""How one cell is read: ids, codes, numbers and texts, each rule a small pure function."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Generic, NamedTuple, TypeVar

from domain.lines import escaped


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that is not empty and holds no value: an error such as #N/A, or a formula that was never calculated."""

    holds: str

    def __str__(self) -> str:
        return self.holds


class FormattedNumber(float):
    """A number whose format shows something else than its digits, such as 0007."""

    shown: str

    def __new__(cls, number: float, shown: str) -> "FormattedNumber":
        """The number, with what a reader of the sheet sees."""
        made = super().__new__(cls, number)
        made.shown = shown
        return made


Cell = str | int | float | date | datetime | bool | CellFault | None
ERRORS: Final = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|GETTING_DATA)"
)
"""What a spreadsheet program writes into a text file for a cell that holds an error."""
T_co = TypeVar("T_co", covariant=True)

_DIGITS = {0xFF10 + n: 0x30 + n for n in range(10)}
_LETTERS = {0xFF21 + n: 0x41 + n for n in range(26)} | {0xFF41 + n: 0x61 + n for n in range(26)}
_SEPARATORS = {"－": "-", "．": ".", "／": "/", "：": ":", "，": ",", "＋": "+", "\u3000": " "}
_HALF_WIDTH = _DIGITS | _LETTERS | str.maketrans(_SEPARATORS)
_DITTO = frozenset({"同上", "〃", "″"})
_DITTO_BEGINS = frozenset(each[0] for each in _DITTO)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d+")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_PEOPLE = re.compile(r"(\d+)(?:\.0+)?\s*([人名]?)")
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
_EXACT_BELOW = 10**15  # a spreadsheet keeps 15 digits of a number


class CellRefused(Exception):
    """A cell that no rule can read; `code` is one of `notes.REASONS`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Read(NamedTuple, Generic[T_co]):
    """What a cell says, and the codes of the rules that were needed to read it."""

    value: T_co
    notes: tuple[str, ...] = ()


def half_width(text: str) -> str:
    """Full-width digits, letters and separators as ASCII; every other character as it is."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def visible(text: str) -> str:
    """The text without what nobody sees: zero width, soft hyphens, marks of direction; every blank is a space."""
    if text.isprintable() and (text.isascii() or not _IGNORABLE.search(text)):
        return text
    return "".join(" " if each.isspace() else each for each in text if each.isspace() or not _is_invisible(each))


def _is_invisible(character: str) -> bool:
    return (unicodedata.category(character) in ("Cf", "Cc") and character != "\0") or bool(_IGNORABLE.match(character))


def fault_in(cell: Cell) -> str | None:
    """What a cell holds that is neither empty nor a value; None for every other cell."""
    if isinstance(cell, CellFault):
        return cell.holds
    if isinstance(cell, str) and ERRORS.fullmatch(cell.strip()):
        return cell.strip()
    return None


def is_blank(cell: Cell) -> bool:
    """Whether nothing is seen in the cell; of most texts the first character tells that something is."""
    if not isinstance(cell, str):
        return cell is None
    return not (visible(cell[:1]).strip() or visible(cell).strip())


def is_ditto(cell: Cell) -> bool:
    """同上, also with a space inside, 〃 or ″, as the whole cell."""
    return isinstance(cell, str) and cell.lstrip()[:1] in _DITTO_BEGINS and "".join(cell.split()) in _DITTO


def shown(cell: Cell) -> str:
    """A cell in a message: short, on one line."""
    text = escaped(" ".join(str(cell).split()))
    return text if len(text) <= 40 else f"{text[:39]}…"


def plain(cell: Cell) -> str:
    """A cell as trimmed half-width visible text: numbers as they are shown, days and moments in ISO form."""
    if isinstance(cell, FormattedNumber):
        return cell.shown.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else half_width(visible(str(cell))).strip()


def read_text(cell: Cell) -> Read[str | None]:
    """A free text exactly as it stands; white space alone says nothing."""
    if is_blank(cell):
        return Read(None)
    text = cell if isinstance(cell, str) else plain(cell)
    if "\0" in text:
        raise CellRefused("nul_character", "the text holds U+0000")
    if _has_lost_digits(cell):
        return Read(text, ("digits_lost",))
    return Read(text, ("escape_kept",) if _ESCAPE.search(text) else ())


def read_word(cell: Cell) -> Read[str | None]:
    """A code or name, trimmed and half-width."""
    word = plain(cell)
    if "\0" in word:
        raise CellRefused("nul_character", "the value holds U+0000")
    return Read(word or None, notes_on(cell))


def read_id(cell: Cell) -> Read[str | None]:
    """An id: digits that a spreadsheet has rounded away are never made up."""
    if is_ditto(cell):
        raise CellRefused("ditto_in_id", f"the id is {shown(cell)}")
    if isinstance(cell, bool | date):
        raise CellRefused("id_not_whole", f"the id is stored as {shown(cell)}")
    if isinstance(cell, FormattedNumber):
        return Read(plain(cell) or None, ("number_as_shown",))
    if isinstance(cell, int | float):
        return Read(_whole(cell), ("number_as_id",))
    read = read_word(cell)
    if read.value and _SCIENTIFIC.fullmatch(read.value):
        raise CellRefused("id_digits_lost", f"the id is shown as {read.value}")
    return read


def read_count(cell: Cell) -> Read[int | None]:
    """A number of people: 3, ３, 3.0, 3人 or 3名."""
    text = str(int(cell)) if isinstance(cell, FormattedNumber) else plain(cell)
    if not text:
        return Read(None)
    found = _PEOPLE.fullmatch(text)
    if isinstance(cell, bool) or not found or not 1 <= int(found[1]) < 10**9:
        raise CellRefused("group_size_invalid", f"the number of people is {shown(cell)}")
    return Read(int(found[1]), notes_on(cell) + (("counted_people",) if found[2] else ()))


def _whole(number: float) -> str:
    if not abs(number) < _EXACT_BELOW:  # also what is no number at all
        raise CellRefused("id_digits_lost", f"the id is stored as the number {number:.2E}")
    if number != int(number):
        raise CellRefused("id_not_whole", f"the id is stored as the number {number}")
    return str(int(number))


def _has_lost_digits(cell: Cell) -> bool:
    """Whether a cell is a number that a spreadsheet has cut to fifteen digits, or is shown as one."""
    if isinstance(cell, str):
        return bool(_SCIENTIFIC.fullmatch(half_width(cell).strip()))
    return isinstance(cell, int | float) and not abs(cell) < _EXACT_BELOW


def notes_on(cell: Cell) -> tuple[str, ...]:
    """The rules that a word needed: full-width characters, and characters that nobody sees."""
    if not isinstance(cell, str) or (cell.isascii() and cell.isprintable()):
        return ()
    seen = visible(cell)
    hidden = ("invisible_left_out",) if len(seen) != len(cell) or "\u00a0" in cell else ()
    return (*(("full_width",) if half_width(seen.strip()) != seen.strip() else ()), *hidden)
