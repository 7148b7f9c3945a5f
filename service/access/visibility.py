"""What a reader may know of at all, as each kind of record declares it."""

from typing import Any

from domain.organisation.officer import IssueToken
from domain.scopes import Openness
from projections.projection import Projection
from projections.scoped import Scoped
from service.access.decisions import may_command, readable_kinds
from service.access.log import OPENING
from service.kinds.catalogue import BY_KIND, CASES, KINDS
from service.store.steps import Caller
from service.views.queries import Condition, is_any

LETS_IN = frozenset(each.NAME for each in OPENING)
"""What is told to those who issue it alone."""


def visible(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for every row that the caller may know of: lists, counts, search and cursors leave the others out.

    Each is a condition on the row's own columns; what the row does not say is hidden.
    """
    if not issubclass(view.row, Scoped):
        return []
    known = Condition("openness = ANY(%s)", list(Openness))
    if caller.is_service:
        return [known]
    return [known, *(condition for kind in CASES for condition in kind.reading.hides(caller, view))]


def of_readable_kinds(caller: Caller) -> list[Condition]:
    """What holds for the rows of a list of several kinds: they are of those that the caller's roles may read."""
    kinds = readable_kinds(caller.roles)
    return [] if len(kinds) == len(KINDS) else [is_any("kind", kinds)]


def may_know(caller: Caller, kind: str, state: Any) -> bool:
    """Whether a case of that kind and in that state exists for the caller."""
    return BY_KIND[kind].reading.knows(caller, state)


def is_told(caller: Caller, event: str) -> bool:
    """Whether the caller is told who recorded the event and what it says; others see that something happened."""
    if event in LETS_IN:
        return caller.is_service or may_command(caller.roles, IssueToken)
    kind = BY_KIND.get(event.partition(".")[0])
    return kind is None or kind.reading.tells(caller, event)
