"""Values that events, commands and states share: references, personal data, amounts, and the limits of fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

OfficerRef = NewType("OfficerRef", UUID)
UnitRef = NewType("UnitRef", UUID)
SubjectRef = NewType("SubjectRef", UUID)
HouseholdRef = NewType("HouseholdRef", UUID)
FundRef = NewType("FundRef", UUID)


class KeyClass(StrEnum):
    """Which data key of a subject seals a value: one key per subject, case and class."""

    IDENTITY = "identity"
    CONTENT = "content"
    ATTACHMENT = "attachment"


class Personal:
    """A text that a person wrote or that may speak of a person; it prints redacted.

    `value` is the text while it is being decided, and None once it was read back from the log: then `token`
    holds the sealed form, which only a keyring opens.
    """

    __slots__ = ("field", "key_class", "subject", "token", "value")

    def __init__(
        self,
        subject: SubjectRef,
        field: str,
        value: str | None,
        key_class: KeyClass = KeyClass.CONTENT,
        token: object | None = None,
    ) -> None:
        self.subject = subject
        self.field = field
        self.value = value
        self.key_class = key_class
        self.token = token

    def __repr__(self) -> str:
        return f"Personal({self.field}, redacted)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Personal):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def _parts(self) -> tuple[object, ...]:
        return (self.subject, self.field, self.value, self.key_class, self.token)


def content(subject: SubjectRef, field: str, text: str | None) -> Personal | None:
    """The text as content that speaks of `subject`, or None where there is no text."""
    return Personal(subject, field, text) if text else None


def written(subject: SubjectRef, field: str, text: str) -> Personal:
    """A text that is required: content that speaks of `subject`."""
    return Personal(subject, field, text)


def written_lines(subject: SubjectRef, field: str, lines: Iterable[str]) -> tuple[Personal, ...]:
    """Several texts of one field, each content that speaks of `subject`, told apart by their numbers from 1."""
    return tuple(written(subject, f"{field}/{number}", line) for number, line in enumerate(lines, 1))


def identity(subject: SubjectRef, field: str, text: str | None) -> Personal | None:
    """The text as something that tells who `subject` is, or None where there is no text."""
    return Personal(subject, field, text, KeyClass.IDENTITY) if text else None


@dataclass(frozen=True, slots=True)
class Text:
    """Limit of a text field: at least `least` and at most `most` characters, on several lines where `long`."""

    most: int
    least: int = 1
    long: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """Limits of a whole number, both inclusive."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Several:
    """Limits of how many entries a list takes, both inclusive."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How a form presents a field: `more` fields stand behind the fold, `first` ones before all others."""

    more: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A yes or no that somebody has to say: neither is assumed where nothing was said."""


MORE = Shown(more=True)
YesOrNo = Annotated[bool, Asked()]
FIRST = Shown(first=True)

Line = Annotated[str, Text(most=200)]
LongText = Annotated[str, Text(most=10_000, long=True)]
Title = Annotated[str, Text(most=40)]
Code = Annotated[str, Text(most=40)]

MOST_FEN = 10_000_000_000
"""100 million yuan: more than any relief fund of an enterprise holds."""

Amount = Annotated[int, Whole(1, MOST_FEN)]


def yuan(fen: int) -> str:
    """An amount of fen as people read it: 5097600 is 50,976.00."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
