"""Titles and briefs that a command gives, and the question whether a name in them is meant to stand there."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from domain.kernel import Command, Rejected
from domain.titles import NamesOfPersons, TitleNamesAPerson
from domain.values import Shown
from projections.organisation import OFFICERS
from service.machine.database import Database
from service.machine.statements import Statement
from service.sealing.readers import Chore, Machine
from service.sealing.vault import Vault
from service.views.naming import over
from service.views.queries import Queries

FLAG = "title_is_meant"
LISTED = Statement(
    over(
        """
        SELECT count(*), count(k.wrapped), sum(uuid_hash_extended(o.officer, 0))
        FROM {officers} o LEFT JOIN LATERAL (SELECT wrapped FROM data_keys WHERE stream = o.officer OFFSET 0) k ON true
        """,
        OFFICERS,
    ),
    (),
    "officers_listed",
)
"""Another answer wherever an officer was appointed, or a name erased: nothing else changes what the list opens to.

Keys are sought officer by officer, whatever is planned: of all keys theirs are the fewest.
"""


def texts_asked_about(command: Any) -> dict[str, str]:
    """By field the texts that others will read, unless whoever gave them says that what stands there is meant."""
    form: Any = type(command)
    return dict(_told_on(command)) if _tells(form) else {}


def refusals_asking(command: type[Command[Any]]) -> frozenset[type[Rejected]]:
    """What can be refused of a command because of a name in a text that others read."""
    form: Any = command
    return frozenset({TitleNamesAPerson}) if _tells(form) else frozenset()


class OfficersNames:
    """The names of all officers, opened anew only where the list of officers, or a key of one of them, has changed.

    What is sought of them in a text is made ready then, too: that takes longer than to seek it, the more the larger
    the group is.
    """

    def __init__(self, reading: Database, vault: Vault) -> None:
        self._reading = reading
        self._vault = vault
        self._opened: tuple[Any, NamesOfPersons] = (None, NamesOfPersons(()))

    def all(self) -> NamesOfPersons:
        """The names of all."""
        with self._reading.get_connection() as connection:
            found = LISTED.rows(connection)
        kept, names = self._opened
        if found != kept:
            sealed = [row["name"] for row in Queries(self._reading).all(OFFICERS)]
            names = NamesOfPersons(self._vault.texts(sealed, Machine(Chore.ASKING)).values())
            self._opened = (found, names)
        return names


def _told_on(form: Any) -> Iterator[tuple[str, str]]:
    if getattr(form, FLAG, False):
        return
    kind: Any = type(form)
    for each in fields(form):
        given = getattr(form, each.name)
        if isinstance(given, str) and each.name in _names_told_on(kind):
            yield each.name, given
        elif is_dataclass(given):
            yield from _told_on(given)


@cache
def _names_told_on(form: Any) -> frozenset[str]:
    hints = get_type_hints(form, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _is_told_on(hint))


def _is_told_on(hint: Any) -> bool:
    """Whether a note on the type, or on one of its parts, says that others read it."""
    return hint.told_on if isinstance(hint, Shown) else any(_is_told_on(part) for part in get_args(hint))


@cache
def _tells(hint: Any) -> bool:
    form: Any = hint
    if is_dataclass(hint):
        return bool(_names_told_on(form)) or any(_tells(each) for each in get_type_hints(hint).values())
    return any(_tells(part) for part in get_args(hint))
