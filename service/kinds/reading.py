"""Who may know of a kind of record, which of its views a role reads, and which of its sealed texts are opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.roles import Role
from domain.values import KeyClass
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS_OF_CASES
from projections.due_dates import DUE_DATES
from service.kinds.allowance import Allowance

OF_ONE_KIND = {view.name: kind for kind, views in VIEWS_OF_CASES.items() for view in views}
RECUSALS = ("tie_declared", "recusal_asked", "recusal_ordered", "recusal_confirmed", "recusal_refused")
"""The last parts of the names of the facts on recusals."""
OF_SEVERAL = (DUE_DATES.name, AUDIT_TRAIL.name)


def opened_for_nobody(_roles: frozenset[Role], _key_class: KeyClass, _state: Any, _event: str) -> bool:
    """Sealed texts of a kind that declares no rule stay sealed."""
    return False


def shown_to_nobody(_roles: frozenset[Role], _key_class: KeyClass, _column: str) -> bool:
    """Sealed columns of a kind that declares no rule stay sealed."""
    return False


def always(_roles: frozenset[Role], _event: str) -> bool:
    """Nothing is held back."""
    return True


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of access of one kind.

    `views` names who reads each of its views. `opens` decides from the roles, the class of the key that seals a text,
    the state of the case and the name of the event that holds it, and `shows` from the roles, the class and the name of
    a column of its list, such as the title. `tells` whether the roles are told who recorded an event of that name and
    what it says. `allowances` are the rows of the table by which a case of the kind exists for somebody; where a unit
    is looked into (`is_supervising`), its line is barred from what they allow.
    """

    views: Mapping[str, frozenset[Role]]
    opens: Callable[[frozenset[Role], KeyClass, Any, str], bool] = opened_for_nobody
    shows: Callable[[frozenset[Role], KeyClass, str], bool] = shown_to_nobody
    tells: Callable[[frozenset[Role], str], bool] = always
    allowances: tuple[Allowance, ...] = ()
    is_supervising: bool = False
