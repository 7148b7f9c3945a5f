"""Lists of views: which parameters they take, and one page of what was asked for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request

from projections.organisation import UNITS
from projections.projection import Projection
from service.access.texts import found_by_texts, found_by_titles, told_always
from service.edge.answers import caller, service
from service.edge.language import language
from service.edge.problems import Problem
from service.edge.reading import LARGEST_PAGE, POSITION, USUAL_PAGE, as_of, page_of, queries, refuse_unknown_parameters
from service.kinds.filters import Filter
from service.kinds.listing import Listing
from service.views.conditions import EVERY_ROW, Condition, Order, equals
from service.views.recorded import recorded_from, recorded_until
from service.words.sentences import in_language
from service.words.sentences import no_op as _


class RequestAsking:
    """What filters may ask, answered by the service behind this request; `view` is what the list shows."""

    def __init__(self, view: Projection | None) -> None:
        self._view = view

    def today(self) -> date:
        """The present day in the service's time zone."""
        return service().ledger.today()

    def has_unit(self, code: str) -> bool:
        """Whether there is a unit of that code."""
        return bool(queries().all(UNITS, [equals("code", code)]))

    def taken_on(self, unit: UUID) -> frozenset[UUID]:
        """The unit and the dissolved ones that it took on."""
        return caller().units.taken_on(unit)

    def recorded_by(self, given: str) -> Condition:
        """What had been recorded by a moment or position. Raises ValueError for a version, and AsOfAhead."""
        point = as_of()
        if point.version is not None:
            raise ValueError(given)
        service().cases.require_reached(point)
        if point.moment is not None:
            return self.recorded_until(point.moment)
        return Condition("position <= %s", point.position)

    def recorded_from(self, moment: datetime) -> Condition:
        """What was recorded at the moment or later."""
        return recorded_from(queries(), moment, service().settings.timezone)

    def recorded_until(self, moment: datetime) -> Condition:
        """What had been recorded by the moment."""
        return recorded_until(queries(), moment, service().settings.timezone)

    def found_by_texts(self) -> Condition | None:
        """What holds for the rows of which the caller may open every text that the list is searched by."""
        return None if self._view is None else found_by_texts(caller(), self._view)

    def found_by_titles(self) -> Condition | None:
        """What holds for the rows of which the caller may open the title."""
        return None if self._view is None else found_by_titles(caller(), self._view)


def asked(filtered: Filter, view: Projection | None = None) -> Iterator[Condition]:
    """What the request asks for with this parameter; nothing where it is absent or empty. Raises Problem."""
    values = request.args.getlist(filtered.name)
    if len(values) > 1 and not filtered.is_several:
        raise Problem(400, "parameter_repeated", _("{name} can be given once only."), {"name": filtered.name})
    given = ",".join(values).strip()
    if not given:
        return
    try:
        condition = filtered.condition(given, RequestAsking(view))
    except ValueError:
        facts = {"name": filtered.name, "known": in_language(language(), filtered.takes)}
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), facts) from None
    if condition is not None:
        yield condition


def conditions_of(listing: Listing) -> list[Condition]:
    """What the request asks for of the list, all filters together, of rows that tell the caller what is asked."""
    return [condition for each in taken(listing) for condition in _among_told(listing, each)]


def taken(listing: Listing) -> list[Filter]:
    """The filters that the caller may use: one by a column that may not be read there is none to him or her."""
    return [each for each in listing.filters if told_always(caller(), listing.view, each.name) is not None]


def _among_told(listing: Listing, filtered: Filter) -> Iterator[Condition]:
    found = list(asked(filtered, listing.view))
    told = told_always(caller(), listing.view, filtered.name)
    yield from found
    if found and told is not None and told is not EVERY_ROW:
        yield told


def orders_of(listing: Listing) -> dict[str, Order]:
    """The orders that the caller may ask for."""
    told = {name: told_always(caller(), listing.view, order.column) for name, order in listing.orders.items()}
    return {name: order for name, order in listing.orders.items() if told[name] is EVERY_ROW}


def _parameter(filtered: Filter) -> dict[str, Any]:
    description = in_language("en", filtered.takes)
    return {"in": "query", "name": filtered.name, "schema": dict(filtered.schema), "description": description}


def listed(listing: Listing, shown: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> dict[str, Any]:
    """One page of the list as a JSON value, with the cursor of the next; everything asked is tried first."""
    refuse_unknown_parameters([*(each.name for each in taken(listing)), "sort", "limit", "cursor"])
    conditions = [*listing.always, *conditions_of(listing)]
    return page_of(listing.view, conditions, _order_from(orders_of(listing)), shown, listing.name)


def listing_parameters(listing: Listing) -> list[dict[str, Any]]:
    """The query parameters of a list in the OpenAPI document."""
    usual = next(iter(listing.orders))
    return [
        *(_parameter(each) for each in listing.filters),
        {"in": "query", "name": "sort", "schema": {"type": "string", "enum": list(listing.orders), "default": usual}},
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
