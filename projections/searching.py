"""Search terms: pairs of neighbouring characters, made by one function for storing and for asking."""

import unicodedata
from collections.abc import Iterable

from projections.projection import Bigrams


def bigrams(texts: Iterable[str | None]) -> Bigrams:
    """The character pairs of the texts, normalised (NFKC, case-folded), without white space, in order."""
    pairs = {pair for text in texts if text for pair in pairs_of(text)}
    return Bigrams(" ".join(sorted(pairs)))


def pairs_of(text: str) -> list[str]:
    """The pairs within each run of letters and digits; a single character stands for itself."""
    return [pair for run in _runs(text) for pair in _pairs(run)]


def _runs(text: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c if c.isalnum() else " " for c in normal).split()


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[n : n + 2] for n in range(len(run) - 1)]
