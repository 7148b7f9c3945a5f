"""Titles and briefs that name a person: many read them, so it is asked whether that is meant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from domain.kernel import Rejected

SHORTEST = 2
"""A name of fewer letters says nothing: 王 stands in many words."""
_BETWEEN: Final = re.compile(r"[\s·・•‧∙⋅᛫.‐‑-]+")
_NOTHING: Final = r"(?!)"
_SPELT: Final = "[0-9a-z\u00df-\u024f\u0370-\u052f]"
"""Letters of scripts that part words by spaces: a name begins and ends where a word does."""


class TitleNamesAPerson(Rejected):
    """信访工作条例 §30: what many read tells the matter and not the person."""

    code = "title_names_a_person"
    says = (
        "“{field}” contains a person's name, and others read it. Write it without the name; where the name is meant "
        "to stand there, say so with “{flag_field}”."
    )


class NamesOfPersons:
    """Names that may stand in a text, however wide, spaced or joined by · either of them is written."""

    __slots__ = ("_any", "_letters")

    def __init__(self, names: Iterable[str | None]) -> None:
        letters = dict.fromkeys(spelling for name in names if name for spelling in _spellings(name))
        self._letters = tuple(each for each in letters if len(each) >= SHORTEST)
        self._any = re.compile("|".join(map(re.escape, self._letters)) or _NOTHING)

    def stand_in(self, text: str) -> bool:
        """Whether one of the names does."""
        folded = _folded(text)
        close = _BETWEEN.sub("", folded)
        return self._any.search(close) is not None and any(
            each in close and _pattern(each).search(folded) for each in self._letters
        )


def ask_whether_meant(texts: Mapping[str, str | None], names: NamesOfPersons, *, is_meant: bool) -> None:
    """Raises TitleNamesAPerson for the first text, by its field, in which one of the names stands; never says which."""
    for field, text in texts.items():
        if text and not is_meant and names.stand_in(text):
            raise TitleNamesAPerson(field=field, flag_field="title_is_meant")


def _spellings(name: str) -> Iterator[str]:
    """The letters of the name; where it is written in two scripts, as 王芳 Wang Fang is, those of either alone too."""
    folded = _folded(name)
    yield _BETWEEN.sub("", folded)
    spelt, others = "".join(re.findall(_SPELT, folded)), "".join(re.findall(rf"(?!{_SPELT})\w", folded))
    if spelt and others:
        yield from (spelt, others)


def _pattern(letters: str) -> re.Pattern[str]:
    before = f"(?<!{_SPELT})" if re.match(_SPELT, letters[0]) else ""
    after = f"(?!{_SPELT})" if re.match(_SPELT, letters[-1]) else ""
    between = f"(?:{_BETWEEN.pattern})?"
    return re.compile(before + between.join(map(re.escape, letters)) + after)


def _folded(text: str) -> str:
    """The text in one width and case, without what nobody sees."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return normal if normal.isprintable() else "".join(c for c in normal if unicodedata.category(c) != "Cf")
