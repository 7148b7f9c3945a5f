"""The stable codes of everything an import notes or refuses, each with its rule."""

from dataclasses import dataclass
from typing import Final

from domain.titles import TitleNamesAPerson

DIFFERS: Final = "differs_from_imported"

NOTES: Final[dict[str, str]] = {
    "dotted_date": "2023.5.6 is read as year, month, day",
    "chinese_date": "2023年5月6日 is read as year, month, day",
    "compact_date": "20230506 is read as year, month, day",
    "serial_date": "a number in a date column is Excel's count of days since 1899-12-30 (1950 to 2099 only)",
    "time_dropped": "the cell states a time of day; the case keeps the day",
    "zone_converted": "the cell states an offset; the day is that of the register's time zone",
    "full_width": "full-width digits, letters and separators became half-width in an id, a code, a date or a number",
    "invisible_left_out": "characters that nobody sees (zero width, soft hyphen, no-break space) were left out",
    "short_row": "empty cells at the end of the row are left out in the file, or stand beyond its header",
    "hidden_row": "the row is hidden in the workbook; it is taken like every other",
    "ditto": "同上, 〃 or ″ stands for the cell above",
    "merged_cell": "the cell is merged with cells above and takes the value of the first",
    "number_as_id": "a number without fraction is read as an id in digits",
    "number_as_shown": "a number is read as an id as its format shows it, such as 0007",
    "digits_lost": "a text is a number shown as 3.70E+17: kept as it is, the digits behind it were lost before",
    "counted_people": "人 or 名 behind a number of people is left out",
    "value_blanked": "the mapping declares that this value says nothing",
    "value_defaulted": "the mapping declares a default for values it does not list",
    "escape_kept": "a literal _xHHHH_ in a text is kept as text",
    "no_term": "the case is open and no term runs: the register states neither a day of acceptance nor a due day",
    "stage_behind_days": "the register states the day of a step that its stage has not come to; the stage stands",
    "stage_without_day": "the register says that the case ended and states no day of it",
    TitleNamesAPerson.code: "the title contains the name of an officer, and others read it: it is taken as it stands",
    DIFFERS: "the case is there and the row says something else now; the case is left as it is",
}

REASONS: Final[dict[str, str]] = {
    "ragged_row": "the row holds more than the header names, or is cut",
    "cell_error": "a cell holds an error such as #N/A, or a formula that was never calculated",
    "external_id_missing": "the row has no id",
    "received_on_missing": "the row states no day of receipt",
    "ditto_in_id": "an id cannot be 同上, 〃 or ″",
    "ditto_without_row_above": "nothing stands above that 同上, 〃 or ″ could repeat",
    "id_digits_lost": "the id was stored as a number of more than 15 digits: its last digits are lost",
    "id_not_whole": "the id was stored as a fraction, a date or a truth value",
    "date_order_undeclared": "day and month may be meant either way and the mapping declares no order",
    "date_unreadable": "the cell is no date in a spelling that is declared or beyond doubt",
    "date_out_of_range": "the date lies outside 1949 to 2100",
    "date_before_received": "a later step is dated before the day of receipt",
    "value_not_mapped": "the value is no code and the mapping does not list it",
    "group_size_invalid": "the number of people is no whole number from 1",
    "nul_character": "a text holds the character U+0000, which cannot be stored",
    "beyond_limit": "a text is longer than a case can hold, or a number larger; nothing is cut to fit",
    "unit_missing": "neither the row nor the mapping names a unit",
    "unit_unknown": "the unit that the row names is not there: casework units add",
}
"""Why a row is refused; a refusal of the domain keeps the code of its rule."""


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One rule that was applied to one field of a row."""

    code: str
    field: str
