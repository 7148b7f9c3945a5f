"""What waits for whoever asks as the second person: statements of others that he or she may confirm."""

from collections.abc import Mapping
from typing import Any

from domain.cases.second import Confirm
from projections.confirmations import CONFIRMATIONS
from projections.scoped import scope_in
from service.access.decisions import may_view
from service.access.scopes import held_for
from service.access.visibility import visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import CASES_BY_KIND
from service.kinds.offer import Offer


def to_witness() -> list[Mapping[str, Any]]:
    """The rows of these statements, the oldest first."""
    if caller().is_service or not may_view(caller().roles, CONFIRMATIONS.name):
        return []
    rows = queries().all(CONFIRMATIONS, visible(caller(), CONFIRMATIONS))
    return sorted((row for row in rows if _is_own(row)), key=lambda row: row["position"])


def confirming(kind: str) -> Offer:
    """The step by which a statement in a case of the kind is confirmed."""
    return next(each for each in CASES_BY_KIND[kind].offers if issubclass(each.command, Confirm))


def _is_own(row: Mapping[str, Any]) -> bool:
    who = caller().officer
    if row["stated_by"] == who or (row["only_named"] and who not in row["one_of"]):
        return False
    return bool(held_for(caller(), confirming(row["kind"]).acting, scope_in(row)))
