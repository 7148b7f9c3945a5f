"""Cells of CSV files that no spreadsheet program runs as a formula, and the way back to the text."""

import re

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a cell of a CSV file for a formula, full-width forms included."""
MARK = "'"
# A reader that splits at another character than the writer lets a cell begin in the middle of a text.
_AFTER_ANY_SEPARATOR = re.compile(r"""([;,|\t\r\n][ "']*)(?=[=+\-@＝＋－＠])""")
_MARKED_AFTER_ANY_SEPARATOR = re.compile(r"""([;,|\t\r\n][ "']*)'(?=[=+\-@＝＋－＠])""")


def guarded(text: str) -> str:
    """The text as a spreadsheet program shows it and never runs it, at whichever separator it splits the line.

    Wherever the text, or what follows a separator in it, begins like a formula, with or without apostrophes before
    it, it gets one apostrophe more; every other text stays as it is, so that `unguarded` gives back each of them.
    """
    told = _AFTER_ANY_SEPARATOR.sub(rf"\1{MARK}", text)
    return MARK + told if _begins_like_a_formula(told) else told


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote: one apostrophe less where a formula follows the apostrophes."""
    told = cell.removeprefix(MARK) if _begins_like_a_formula(cell) else cell
    return _MARKED_AFTER_ANY_SEPARATOR.sub(r"\1", told)


def foreign(text: str) -> str:
    """A cell that holds what others wrote, marked as text whatever it holds; an empty one stays empty."""
    return MARK + _AFTER_ANY_SEPARATOR.sub(rf"\1{MARK}", text) if text else ""


def _begins_like_a_formula(text: str) -> bool:
    return text.lstrip(MARK).startswith(BEGINNINGS)
