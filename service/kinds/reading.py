"""Who may know of a kind of record, which of its views a role reads, and which of its sealed texts open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Event
from domain.roles import Role
from domain.values import OfficerRef
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS_OF_CASES
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from service.kinds.allowance import Allowance
from service.kinds.openings import NOTHING_MORE, Opening, When
from service.views.conditions import Condition

OF_ONE_KIND = {view.name: kind for kind, views in VIEWS_OF_CASES.items() for view in views}
RECUSALS = ("tie_declared", "recusal_asked", "recusal_ordered", "recusal_confirmed", "recusal_refused")
"""The last parts of the names of the facts on recusals."""
OF_SEVERAL = (DUE_DATES.name, CONFIRMATIONS.name, AUDIT_TRAIL.name)


def nothing_more(_of: Any) -> frozenset[When]:
    """Nothing holds of a record but what always does."""
    return NOTHING_MORE


def nothing_unsealed(_of: Any, _who: OfficerRef, _now: datetime) -> frozenset[str]:
    """Nothing opens but what the table says."""
    return frozenset()


class Apart(NamedTuple):
    """What holds of the rows of a view for whoever is told a part of the records, and for everybody else."""

    theirs: Condition
    others: Condition


@dataclass(frozen=True, slots=True)
class Part:
    """What whoever knows of a record by one of the `roles` is told of it instead of the whole: nothing else is theirs.

    Of events of the classes `events` they may be told: `event` makes of one what they are told of it, None for nothing.
    `state` makes of a state where the record stands for them, and `row` of a record the id of its row in the list.
    `rows` tells, of the views of which they are not shown the rows of all others, which are theirs.
    """

    roles: frozenset[Role]
    events: tuple[type[Event], ...]
    event: Callable[[Any], Any]
    state: Callable[[Any], Any]
    row: Callable[[UUID], UUID]
    rows: Mapping[str, Apart]


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of access of one kind.

    `views` names who reads each of its views. `openings` are the rows of the table by which its sealed texts open: what
    stands in none of them opens for nobody, nor does what `never` names as an event and its field. `holding` tells of a
    state, and `holding_in` of a row of its list, what holds of the record for them. `part` is what some are told, where
    not all are told the same. `allowances` are the rows of the table by which a case of the kind exists for somebody;
    where a unit is looked into (`is_supervising`), its line is barred from what they allow. Where `titles` open and
    nothing else does, a list is searched by them alone. By `lists` a record stands in its list for those who are told
    nothing of its history, and by `terms` clocks of some rules among the due dates. `guarded` names events and fields
    that stand in the clear and open all the same only for whom sensitive texts of that event do; `columns` tells by
    view which of its columns say what such a field does. `unsealed` tells
    of a state which texts, each an event and its field, are open for an officer at a moment, whatever the table says.
    """

    views: Mapping[str, frozenset[Role]]
    openings: tuple[Opening, ...] = ()
    never: frozenset[str] = frozenset()
    holding: Callable[[Any], frozenset[When]] = nothing_more
    holding_in: Callable[[Mapping[str, Any]], frozenset[When]] = nothing_more
    part: Part | None = None
    allowances: tuple[Allowance, ...] = ()
    is_supervising: bool = False
    titles: frozenset[str] = frozenset()
    unsealed: Callable[[Any, OfficerRef, datetime], frozenset[str]] = nothing_unsealed
    lists: tuple[Allowance, ...] = ()
    terms: tuple[tuple[Allowance, frozenset[str]], ...] = ()
    guarded: frozenset[str] = frozenset()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
