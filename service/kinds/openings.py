"""One row of the table of texts: a role, how a record must stand to whoever holds it, which classes open, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from domain.roles import Role
from domain.values import KeyClass
from service.kinds.allowance import Relation


class When(Enum):
    """What must hold of a record for a row of the table to count."""

    ALWAYS = "always"
    NO_ACCUSATION = "where it accuses nobody"
    ORDINARY = "where it accuses nobody and is not in confidence"
    IN_CONFIDENCE = "where it is in confidence and accuses nobody"
    PUT_BEFORE = "while something is put before the leader of the unit"
    WAITING = "while it waits for an approval"
    WAITING_ABOVE = "while it waits for the approval of a higher level"


CASE_FILE = frozenset({KeyClass.CONTENT})
"""What is done in a case and said of it (C2)."""
PERSONS = frozenset({KeyClass.IDENTITY, KeyClass.PERSONAL})
"""Who filed, and what is sensitive about a person or a family (C3)."""
ORIGINALS = frozenset({KeyClass.ORIGINAL})
"""What was written in confidence, as it was written (C4)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A row: the classes of texts that open for whoever holds the role, where the record stands so to the role.

    `texts` names the events, or the events with one of their fields after a space, where not all of them open.
    """

    role: Role
    relation: Relation
    classes: frozenset[KeyClass]
    when: When = When.ALWAYS
    texts: frozenset[str] = frozenset()

    def opens(self, key_class: KeyClass, event: str, field: str) -> bool:
        """Whether a text of that class, in that field of an event of that name, is among those that open."""
        return key_class in self.classes and (not self.texts or bool(self.texts & {event, f"{event} {field}"}))


NOTHING_MORE = frozenset({When.ALWAYS})
"""What holds of every record."""


def opening(
    roles: Iterable[Role],
    relation: Relation,
    classes: frozenset[KeyClass],
    when: When = When.ALWAYS,
    texts: Iterable[str] = (),
) -> Iterator[Opening]:
    """The same row for each of the roles."""
    for role in sorted(roles):
        yield Opening(role, relation, classes, when, frozenset(texts))
