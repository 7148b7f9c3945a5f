"""What waits for the reader as the second person: the tasks of that kind on the first page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from domain.cases.second import Confirm
from projections.confirmations import CONFIRMATIONS
from projections.scoped import scope_in
from service.access.decisions import may_view
from service.access.scopes import held_for
from service.access.visibility import visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import CASES_BY_KIND
from service.web.lists import with_cases


def to_witness() -> list[dict[str, Any]]:
    """The statements of others that the reader may confirm, the oldest first, each with its case and its form."""
    if caller().is_service or not may_view(caller().roles, CONFIRMATIONS.name):
        return []
    rows = queries().all(CONFIRMATIONS, visible(caller(), CONFIRMATIONS))
    own = sorted((row for row in rows if _is_own(row)), key=lambda row: row["position"])
    return [{**row, "form": _form(row)} for row in with_cases(own)]


def _is_own(row: Mapping[str, Any]) -> bool:
    who = caller().officer
    if row["stated_by"] == who or (row["only_named"] and who not in row["one_of"]):
        return False
    return bool(held_for(caller(), _offer(row).acting, scope_in(row)))


def _offer(row: Mapping[str, Any]) -> Any:
    return next(each for each in CASES_BY_KIND[row["kind"]].offers if issubclass(each.command, Confirm))


def _form(row: Mapping[str, Any]) -> str:
    collection = CASES_BY_KIND[row["kind"]].name
    return url_for("web.form", collection=collection, identifier=row["case_id"], noun=_offer(row).noun)
