"""For whom and for what sealed texts are opened: the vault asks a reader before it opens anything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.levels import TRACED, Level
from domain.values import KeyClass
from service.sealing.seal import Token

Sought = Mapping[Token, KeyClass]
"""What is to be opened, with the class of the key that seals it."""

LEVELS: Mapping[KeyClass, Level] = {
    KeyClass.CONTENT: Level.MATTER,
    KeyClass.PERSONAL: Level.SENSITIVE,
    KeyClass.IDENTITY: Level.SENSITIVE,
    KeyClass.ORIGINAL: Level.SEALED,
    KeyClass.ATTACHMENT: Level.SEALED,
}
OF_ORGANISATION = "organisation."
"""How the names of events begin that tell who works here: colleagues know one another's names."""


class NotAdmitted(Exception):
    """A text was to be opened that its reader may open only once that is recorded."""


class Reader(Protocol):
    """Somebody who reads for a purpose; None is one who has said none and reads nothing that needs one."""

    @property
    def purpose(self) -> StrEnum | None: ...

    @property
    def wants(self) -> Sequence[Level]:
        """What was closed for want of a purpose."""

    def admits(self, sought: Sought) -> Collection[Token]:
        """Those that may be opened now; whatever has to be recorded first has been."""


class Chore(StrEnum):
    """What the service opens texts for by itself: nobody is shown one."""

    SEARCHING = "SEARCHING"
    CHECKING = "CHECKING"
    COMPARING = "COMPARING"
    ASKING = "ASKING"


@dataclass(frozen=True, slots=True)
class Machine:
    """The service itself."""

    purpose: Chore

    @property
    def wants(self) -> Sequence[Level]:
        return ()

    def admits(self, sought: Sought) -> Collection[Token]:
        return sought.keys()


class Everyday(StrEnum):
    """What people read for without a word: names of colleagues, titles in a list, what parts of a form stand for."""

    NAMING = "NAMING"
    LISTING = "LISTING"
    FILLING_IN = "FILLING_IN"


@dataclass(frozen=True, slots=True)
class Passing:
    """Whoever reads what leaves no trace: an officer, or None for all who may sign in."""

    who: UUID | None
    purpose: Everyday

    @property
    def wants(self) -> Sequence[Level]:
        return ()

    def admits(self, sought: Sought) -> Collection[Token]:
        return [token for token, key_class in sought.items() if level_of(token, key_class) not in TRACED]


class _Nobody:
    """Opens nothing."""

    purpose = None
    wants = ()

    def admits(self, _sought: Sought) -> Collection[Token]:
        return ()


NOBODY: Reader = _Nobody()
COLLEAGUES = Passing(None, Everyday.NAMING)
"""All who may sign in: they know by name who works here."""


def level_of(token: Token, key_class: KeyClass) -> Level:
    """How confidential a text of an ordinary matter is; who filed a protected one is sealed."""
    return Level.INTERNAL if token.topic.startswith(OF_ORGANISATION) else LEVELS[key_class]
