"""The list of the cases of a kind: filters, search and pages."""

from dataclasses import fields

from flask import Response, request, url_for

from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.decisions import require_view
from service.api.case_answers import row_body
from service.api.kinds import KINDS as API_KINDS
from service.edge.answers import caller
from service.edge.filters import conditions_of
from service.edge.reading import page_of
from service.web.blueprint import BY_NAME, CASE, follow, web, words
from service.web.case_page import column_text
from service.web.kinds import Kind, kind_of
from service.web.navigation import opening_command
from service.web.rendering import PAGED, page


@web.get(f"/{CASE}", endpoint="case_list")
def show_list(collection: str) -> Response:
    """The cases of a kind, with the filters and the usual order of the API."""
    found = BY_NAME[collection]
    view = CASE_VIEWS[found.aggregate.kind]
    require_view(caller(), view.name)
    follow(view)
    kind = kind_of(found.aggregate)
    served = next(each for each in API_KINDS if each.collection is found)
    order = next(iter(served.orders.values()))
    listed = page_of(view, conditions_of(served.filters), order, lambda row: row_body(view, row))
    return page(
        "cases.html",
        takes=(*(each.name for each in served.filters), *PAGED),
        w=words().about(found.aggregate.kind),
        collection=found,
        kind=kind,
        rows=listed["items"],
        next_cursor=listed["next_cursor"],
        is_filtered=any(request.args.get(name) for name in _names_of(kind)),
        is_searchable=_is_searchable(view),
        opening=opening_command(found, caller()),
        case_url=lambda row: url_for("web.case", collection=found.name, identifier=row["case_id"]),
        cell=lambda column, row: column_text(kind, column, row[column], is_short=True),
    )


def _is_searchable(view: Projection) -> bool:
    return "search" in {each.name for each in fields(view.row)}


def _names_of(kind: Kind) -> tuple[str, ...]:
    return ("q", *([kind.units] if kind.units else []), *kind.days, *kind.choices)
