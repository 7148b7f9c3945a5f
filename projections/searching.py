"""Search terms: two and three neighbouring characters of texts, and numbers whole, made for storing and for asking."""

import unicodedata
from collections.abc import Iterable

from projections.projection import Bigrams

SHORT, LONG = 2, 3
"""Characters of a piece: a text of two is found by pairs, and of a longer one each piece leaves fewer rows."""

NUMBER = "#"
"""What a number begins with among the terms, so that no pair of characters is taken for one."""


def bigrams(texts: Iterable[str | None], numbers: Iterable[str | None] = ()) -> Bigrams:
    """The pieces of the texts, normalised (NFKC, case-folded), without white space, and the numbers whole."""
    runs = {run for text in texts if text for run in _words(text)}
    pieces = {piece for run in runs for length in (SHORT, LONG) for piece in _pieces(run, length)}
    whole = {term for number in numbers if number and (term := number_term(number))}
    return Bigrams(" ".join(sorted(pieces | whole)))


def pieces_asked(text: str) -> list[str]:
    """The longest pieces of each run of letters and digits; a single character stands for itself."""
    return list(dict.fromkeys(piece for run in _words(text) for piece in _pieces(run, LONG)))


def number_term(text: str) -> str:
    """The number as one term: what it begins with is what its term begins with; empty where it holds no character."""
    whole = "-".join(_words(text))
    return f"{NUMBER}{whole}" if whole else ""


def _words(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in normal).split()


def _pieces(run: str, length: int) -> list[str]:
    return [run] if len(run) <= length else [run[n : n + length] for n in range(len(run) - length + 1)]
