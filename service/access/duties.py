"""Which running terms are for a caller to meet: those of cases on which a step that meets them is the caller's."""

from collections.abc import Iterable

from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.relations import Sql
from service.access.scopes import Asking, buckets_in, condition_in
from service.access.standing_in import for_acting
from service.kinds.allowance import Acting
from service.kinds.catalogue import BY_KIND
from service.store.steps import Caller
from service.views.conditions import Condition

Met = tuple[list[str], list[str]]
"""Pairs of a status and a rule: all their statuses, and all their rules."""
Duties = Iterable[tuple[Acting, Met]]
"""By who may take a step: where it meets a term."""


def own_terms(caller: Caller, kind: str, duties: Duties) -> Condition:
    """What holds of the caller's among terms of the kind in a view of several, sought `at_status` and `under_rule`."""
    asked = _asked(duties, "at_status, under_rule")
    return condition_in(caller, BY_KIND[kind].reading, DUE_DATES.name, asked, kind)


def own_counted(caller: Caller, kind: str, duties: Duties) -> Condition:
    """What holds for the buckets in which the list of the kind counts the caller's terms, each once."""
    return buckets_in(caller, BY_KIND[kind].reading, CASE_VIEWS[kind].name, _asked(duties, "status, rule"))


def _asked(duties: Duties, columns: str) -> list[Asking]:
    return [Asking(tuple(rows), for_acting(rows), _met(columns, met)) for rows, met in duties]


def _met(columns: str, met: Met) -> Sql:
    """Asked of a set, as a list would be gone through for every bucket."""
    return f"({columns}) IN (SELECT * FROM unnest(%s::text[], %s::text[]))", met  # noqa: S608 — our own names
