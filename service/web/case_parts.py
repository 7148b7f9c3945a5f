"""What a case consists of, as the tables that its kind declares, for the reader of this request."""

from typing import Any

from flask import url_for

from projections.projection import Projection
from service.access.decisions import may_view
from service.access.visibility import is_told, visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES_BY_KIND
from service.kinds.tables import Facts, Table, Telling
from service.views.conditions import equals
from service.web.blueprint import follow, names, today, words


def tables_of(case: CaseFile, facts: Facts) -> list[Table]:
    """The tables of the case that have rows; `facts` are its events as far as the reader may open them."""
    telling = Telling(
        case=case,
        facts=facts,
        words=words().about(case.aggregate.kind),
        names=names(),
        today=today(),
        is_told=lambda event: is_told(caller(), event, case.roles),
        rows=lambda view: _rows(view, case),
        address=lambda collection, ref: url_for("web.record", collection=collection, identifier=ref),
    )
    return [table for make in CASES_BY_KIND[case.aggregate.kind].tables if (table := make(telling)).rows]


def _rows(view: Projection, case: CaseFile) -> list[dict[str, Any]]:
    """The rows of the view that belong to the case, as far as the reader may read them, by their numbers."""
    if not may_view(caller().roles, view.name):
        return []
    follow(view)
    rows = queries().all(view, [equals("case_id", case.stream), *visible(caller(), view)])
    return sorted(rows, key=lambda row: row.get("aid") or row.get("item") or 0)
