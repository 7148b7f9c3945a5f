"""Cells of CSV files that no spreadsheet program runs as a formula, and the way back to the text."""

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a cell of a CSV file for a formula, full-width forms included."""
MARK = "'"


def guarded(text: str) -> str:
    """The text as a spreadsheet program shows it and never runs it.

    A text that begins like a formula, with or without apostrophes before it, gets one apostrophe more; every other
    text stays as it is, so that `unguarded` gives back each of them.
    """
    return MARK + text if _is_like_formula(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote: one apostrophe less where a formula follows the apostrophes."""
    return cell.removeprefix(MARK) if _is_like_formula(cell) else cell


def _is_like_formula(text: str) -> bool:
    return text.lstrip(MARK).startswith(BEGINNINGS)
