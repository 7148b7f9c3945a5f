"""Who may know of a kind of record, which of its views a role reads, and which of its sealed texts are opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.roles import Role
from domain.values import KeyClass
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS_OF_CASES
from projections.due_dates import DUE_DATES
from projections.projection import Projection
from service.store.steps import Caller
from service.views.queries import Condition

OF_ONE_KIND = {view.name: kind for kind, views in VIEWS_OF_CASES.items() for view in views}
OF_SEVERAL = (DUE_DATES.name, AUDIT_TRAIL.name)


def of_kind(kind: str, view: Projection, condition: Condition) -> list[Condition]:
    """The condition for rows of that kind alone; none in a view that shows none of them."""
    if view.name in OF_SEVERAL:
        return [replace(condition, sql=f"(kind <> '{kind}' OR {condition.sql})")]
    return [condition] if OF_ONE_KIND.get(view.name) == kind else []


def opened_for_nobody(_roles: frozenset[Role], _key_class: KeyClass, _state: Any, _event: str) -> bool:
    """Sealed texts of a kind that declares no rule stay sealed."""
    return False


def shown_to_nobody(_roles: frozenset[Role], _key_class: KeyClass, _column: str) -> bool:
    """Sealed columns of a kind that declares no rule stay sealed."""
    return False


def always(_caller: Caller, _of: Any = None) -> bool:
    """Nothing is held back."""
    return True


def nothing_hidden(_caller: Caller, _view: Projection) -> list[Condition]:
    """Every row may be known of."""
    return []


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of access of one kind.

    `views` names who reads each of its views. `opens` decides from the roles, the class of the key that seals a text,
    the state of the case and the name of the event that holds it, and `shows` from the roles, the class and the name of
    a column of its list, such as the title. `knows` tells whether a case in that state exists for
    the caller, `tells` whether the caller is told who recorded an event of that name and what it says, and `hides`
    what holds for the rows of a view that the caller may know of.
    """

    views: Mapping[str, frozenset[Role]]
    opens: Callable[[frozenset[Role], KeyClass, Any, str], bool] = opened_for_nobody
    shows: Callable[[frozenset[Role], KeyClass, str], bool] = shown_to_nobody
    knows: Callable[[Caller, Any], bool] = always
    tells: Callable[[Caller, str], bool] = always
    hides: Callable[[Caller, Projection], list[Condition]] = nothing_hidden
