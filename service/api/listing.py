"""Lists of views: which parameters they take, and one page of what was asked for."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import request

from projections.projection import Projection
from service.edge.filters import Filter, conditions_of
from service.edge.problems import Problem
from service.edge.reading import LARGEST_PAGE, POSITION, USUAL_PAGE, page_of, refuse_unknown_parameters
from service.views.queries import Condition, Order
from service.words.sentences import no_op as _


def listed(
    view: Projection,
    filters: Iterable[Filter],
    orders: Mapping[str, Order],
    shown: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    always: Iterable[Condition] = (),
) -> dict[str, Any]:
    """One page of the view as a JSON value, with the cursor of the next; everything asked is tried first.

    `always` holds for every row whatever is asked, such as what the caller may read.
    """
    declared = list(filters)
    refuse_unknown_parameters([*(each.name for each in declared), "sort", "limit", "cursor"])
    return page_of(view, [*always, *conditions_of(declared)], _order_from(orders), shown)


def listing_parameters(filters: Iterable[Filter], orders: Mapping[str, Order]) -> list[dict[str, Any]]:
    """The query parameters of a list in the OpenAPI document."""
    usual = next(iter(orders))
    return [
        *(each.parameter() for each in filters),
        {"in": "query", "name": "sort", "schema": {"type": "string", "enum": list(orders), "default": usual}},
        {
            "in": "query",
            "name": "limit",
            "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE},
        },
        {"in": "query", "name": "cursor", "schema": {"type": "string"}, "description": "next_cursor of the last page"},
        POSITION,
    ]


def _order_from(orders: Mapping[str, Order]) -> Order:
    name = request.args.get("sort") or next(iter(orders))
    if name not in orders:
        raise Problem(400, "sort_unknown", _("sort takes one of: {allowed}."), {"allowed": ", ".join(orders)})
    return orders[name]
