"""Search terms: pairs of neighbouring characters of texts, and numbers whole, made here for storing and for asking."""

import unicodedata
from collections.abc import Iterable

from projections.projection import Bigrams

NUMBER = "#"
"""What a number begins with among the terms, so that no pair of characters is taken for one."""


def bigrams(texts: Iterable[str | None], numbers: Iterable[str | None] = ()) -> Bigrams:
    """The character pairs of the texts, normalised (NFKC, case-folded), without white space, and the numbers whole."""
    pairs = {pair for text in texts if text for pair in pairs_of(text)}
    whole = {term for number in numbers if number and (term := number_term(number))}
    return Bigrams(" ".join(sorted(pairs | whole)))


def pairs_of(text: str) -> list[str]:
    """The pairs within each run of letters and digits; a single character stands for itself."""
    return [pair for run in _words(text) for pair in _pairs(run)]


def number_term(text: str) -> str:
    """The number as one term: what it begins with is what its term begins with; empty where it holds no character."""
    whole = "-".join(_words(text))
    return f"{NUMBER}{whole}" if whole else ""


def _words(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in normal).split()


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[n : n + 2] for n in range(len(run) - 1)]
