"""Values that events, commands and states share: references, personal data, amounts, and the limits of fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Generic, NewType, TypeVar
from uuid import UUID

OfficerRef = NewType("OfficerRef", UUID)
UnitRef = NewType("UnitRef", UUID)
SubjectRef = NewType("SubjectRef", UUID)
HouseholdRef = NewType("HouseholdRef", UUID)
FundRef = NewType("FundRef", UUID)


V = TypeVar("V")


class KeyClass(StrEnum):
    """Which data key of a subject seals a value: one key per subject, case and class.

    Who filed or informed; what they wrote, as they wrote it; health, means, accounts and members of a family;
    titles, briefs, minutes and decisions; files.
    """

    IDENTITY = "identity"
    ORIGINAL = "original"
    PERSONAL = "personal"
    CONTENT = "content"
    ATTACHMENT = "attachment"


class Personal(Generic[V]):
    """What a person wrote or what may speak of a person, a text or a typed value; it prints redacted.

    `value` is there while it is being decided, and None once it was read back from the log: then `token` holds
    the sealed form, which only a keyring opens. Fields of events say by their own form which classes they take.
    """

    __slots__ = ("field", "key_class", "subject", "token", "value")
    CLASSES: ClassVar[tuple[KeyClass, ...]] = ()

    def __init__(
        self,
        subject: SubjectRef,
        field: str,
        value: V | None,
        key_class: KeyClass | None = None,
        token: object | None = None,
    ) -> None:
        self.subject = subject
        self.field = field
        self.value = value
        self.key_class = self.CLASSES[0] if key_class is None else key_class
        self.token = token
        if self.key_class not in self.CLASSES:
            raise TypeError(f"{type(self).__name__} is not sealed as {self.key_class}")

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


class Content(Personal[V]):
    """What is done in a case and said of it: minutes, findings, decisions, answers."""

    __slots__ = ()
    CLASSES = (KeyClass.CONTENT,)


class Identity(Personal[V]):
    """What tells who filed, informed or objected."""

    __slots__ = ()
    CLASSES = (KeyClass.IDENTITY,)


class Sensitive(Personal[V]):
    """Health, means, accounts and members of a family; 个人信息保护法 §28."""

    __slots__ = ()
    CLASSES = (KeyClass.PERSONAL,)


class Guarded(Personal[V]):
    """What tells of a matter: content of an ordinary one, original where the matter or its filer is protected."""

    __slots__ = ()
    CLASSES = (KeyClass.CONTENT, KeyClass.ORIGINAL)


def content(subject: SubjectRef, field: str, text: str | None) -> Content[str] | None:
    """The text as content that speaks of `subject`, or None where there is no text."""
    return Content(subject, field, text) if text else None


def written(subject: SubjectRef, field: str, text: str) -> Content[str]:
    """A text that is required: content that speaks of `subject`."""
    return Content(subject, field, text)


def written_lines(subject: SubjectRef, field: str, lines: Iterable[str]) -> tuple[Content[str], ...]:
    """Several texts of one field, each content that speaks of `subject`, told apart by their numbers from 1."""
    return tuple(written(subject, f"{field}/{number}", line) for number, line in enumerate(lines, 1))


def identity(subject: SubjectRef, field: str, text: str | None) -> Identity[str] | None:
    """The text as something that tells who `subject` is, or None where there is no text."""
    return Identity(subject, field, text) if text else None


def sensitive(subject: SubjectRef, field: str, value: V | None) -> Sensitive[V] | None:
    """The value as something sensitive that speaks of `subject`, or None where there is none."""
    return None if value is None or value == "" else Sensitive(subject, field, value)


def sensitive_lines(subject: SubjectRef, field: str, values: Iterable[V]) -> tuple[Sensitive[V], ...]:
    """Several sensitive values of one field, told apart by their numbers from 1."""
    return tuple(Sensitive(subject, f"{field}/{number}", value) for number, value in enumerate(values, 1))


def guarded(subject: SubjectRef, field: str, text: V, is_protected: bool) -> Guarded[V]:
    """What tells of a matter: original where it is protected, content otherwise."""
    return Guarded(subject, field, text, KeyClass.ORIGINAL if is_protected else KeyClass.CONTENT)


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
    """How a form presents a field: `more` fields stand behind the fold, `first` ones before all others.

    Of what is `told_on`, such as a title, the form says that others will read it.
    """

    more: bool = False
    first: bool = False
    told_on: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a form starts the field with: what the record's state holds under the name, the one entry where it holds
    entries and there is but one. Only for what cannot decide: no yes or no, and nothing sealed."""

    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A yes or no that somebody has to say: neither is assumed where nothing was said."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declares by a tick: without it the rule refuses the step."""


MORE = Shown(more=True)
Declaration = Annotated[bool, Declared()]
YesOrNo = Annotated[bool, Asked()]
FIRST = Shown(first=True)

Line = Annotated[str, Text(most=200)]
LongText = Annotated[str, Text(most=10_000, long=True)]
TOLD_ON = Shown(told_on=True)
Title = Annotated[str, Text(most=40), TOLD_ON]
Brief = Annotated[str, Text(most=2_000, long=True), TOLD_ON]
Code = Annotated[str, Text(most=40)]

MOST_FEN = 10_000_000_000
"""100 million yuan: more than any relief fund of an enterprise holds."""

Amount = Annotated[int, Whole(1, MOST_FEN)]
