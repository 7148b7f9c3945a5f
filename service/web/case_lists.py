"""The list of the cases of a kind: filters, search and pages."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from flask import Response, request, url_for

from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.decisions import require_view
from service.api import filters
from service.api.answers import caller
from service.api.reading import page_of
from service.views.queries import Condition, Order
from service.web.blueprint import BY_NAME, CASE, follow, names, web, words
from service.web.kinds import Kind, kind_of
from service.web.navigation import opening_command
from service.web.rendering import page

OTHER_FILTERS = {"q": "search", "unit": "unit"}
"""Filters that a list has where its view holds the column."""


@web.get(f"/{CASE}", endpoint="case_list")
def show_list(collection: str) -> Response:
    """The cases of a kind, newest first."""
    found = BY_NAME[collection]
    view = CASE_VIEWS[found.aggregate.kind]
    require_view(caller(), view.name)
    follow(view)
    kind = kind_of(found.aggregate)
    listed = page_of(view, conditions_of(kind, view), Order(kind.day, descending=True), _row)
    return page(
        "cases.html",
        collection=found,
        kind=kind,
        rows=listed["items"],
        next_cursor=listed["next_cursor"],
        is_filtered=any(request.args.get(name) for name in _names_of(kind)),
        is_searchable="search" in _columns(view),
        opening=opening_command(found, caller()),
        case_url=lambda row: url_for("web.case", collection=found.name, identifier=row["case_id"]),
        cell=lambda column, row: cell(kind, column, row[column]),
    )


def conditions_of(kind: Kind, view: Projection) -> list[Condition]:
    """The conditions that the filters of the address name."""
    codes = [filters.codes(column, known) for column, known in kind.codes.items()]
    days = [filters.day("from", f"{kind.day} >= %s"), filters.day("until", f"{kind.day} <= %s")]
    held = _columns(view)
    others = [each for each in (filters.search(), filters.unit()) if OTHER_FILTERS[each.name] in held]
    return filters.conditions_of([*others, *codes, *days])


def _columns(view: Projection) -> set[str]:
    return {each.name for each in fields(view.row)}


def _names_of(kind: Kind) -> tuple[str, ...]:
    return ("q", "unit", "from", "until", *kind.codes)


def _row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return row


def cell(kind: Kind, column: str, value: Any) -> str:
    """A cell of the list."""
    if value is None:
        return ""
    if column == "unit":
        return names().unit(value)
    list_name = kind.list_name(column)
    if list_name:
        return words().code(value, list_name)
    return words().short_day(value) if isinstance(value, date) else words().value(value)
