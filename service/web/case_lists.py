"""The list of the cases of a kind: filters, search and pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from projections.projection import Projection
from service.access.decisions import require_view
from service.access.texts import ever_told
from service.edge.answers import caller
from service.edge.batches import offers_of
from service.edge.listing import conditions_of, taken
from service.edge.reading import page_of
from service.kinds.catalogue import CASES_BY_NAME
from service.kinds.listing import CaseListing
from service.views.rows import row_body
from service.web.blueprint import CASE, follow, web, words
from service.web.case_page import column_text
from service.web.navigation import opening_command
from service.web.rendering import PAGED, page


@web.get(f"/{CASE}", endpoint="case_list")
def show_list(collection: str) -> Response:
    """The cases of a kind, with the filters and the usual order of the API."""
    found = CASES_BY_NAME[collection]
    listing = found.listing
    require_view(caller(), listing.view.name)
    follow(listing.view)
    order = next(iter(listing.orders.values()))
    conditions = conditions_of(listing)
    listed = page_of(listing.view, conditions, order, lambda row: _shown(listing.view, row))
    return page(
        "cases.html",
        takes=(*(each.name for each in taken(listing)), *PAGED),
        w=words().about(found.aggregate.kind),
        collection=found,
        kind=_as_told(listing),
        rows=listed["items"],
        next_cursor=listed["next_cursor"],
        is_capped=listed["is_capped"],
        is_filtered=any(request.args.get(name) for name in _names_of(listing)),
        opening=opening_command(found, caller()),
        many=list(offers_of(found)),
        case_url=lambda row: url_for("web.case", collection=found.name, identifier=row["case_id"]),
        cell=lambda column, row: column_text(listing.codes, column, row[column], is_short=True),
    )


def _as_told(listing: CaseListing) -> CaseListing:
    """The list without the columns that no row tells the reader, and without choices that he or she may not make."""
    told = tuple(each for each in listing.columns if ever_told(caller(), listing.view, each))
    filters = {each.name for each in taken(listing)}
    return replace(listing, columns=told, choices=tuple(each for each in listing.choices if each in filters))


def _shown(view: Projection, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row_body(view, row), "withheld": row.get("withheld", ())}


def _names_of(listing: CaseListing) -> tuple[str, ...]:
    return ("q", listing.units, *listing.days, *listing.choices)
