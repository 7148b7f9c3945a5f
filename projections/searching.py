"""Search terms: pieces of two and three characters of texts, and keys of numbers, for storing and for asking."""

import re
import unicodedata
from collections.abc import Iterable

from projections.projection import Bigrams

LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
MARK = "_"
SHORT, LONG = 2, 3
"""Characters of a piece: a text of two is found by pairs, and of a longer one each piece leaves fewer rows."""


def bigrams(texts: Iterable[str | None]) -> Bigrams:
    """The pieces of the texts, normalised (NFKC, case-folded), without white space."""
    runs = {run for text in texts if text for run in _words(text)}
    pieces = {piece for run in runs for length in (SHORT, LONG) for piece in _pieces(run, length)}
    return Bigrams(" ".join(sorted(pieces)))


def told_apart(pieces: Iterable[str]) -> list[str]:
    """The pieces as no text gives them: with a mark that is neither letter nor digit."""
    return [f"{MARK}{piece}" for piece in pieces]


def pieces_asked(text: str) -> list[str]:
    """The longest pieces of each run of letters and digits; a single character stands for itself."""
    return list(dict.fromkeys(piece for run in _words(text) for piece in _pieces(run, LONG)))


def number_key(text: str) -> str:
    """The number normalised: what it begins with is what its key begins with; empty where it holds no character."""
    return "-".join(_words(text))


def _words(text: str) -> list[str]:
    return LETTERS_AND_DIGITS.findall(unicodedata.normalize("NFKC", text).casefold())


def _pieces(run: str, length: int) -> list[str]:
    return [run] if len(run) <= length else [run[n : n + length] for n in range(len(run) - length + 1)]
