"""What lists and cases share when they are read: paging, waiting for a position, a moment in the past."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import request

from projections.projection import Projection
from service.api.answers import positions, service
from service.api.opaque import Opaque
from service.api.problems import Problem
from service.cases import NOW, AsOf
from service.texts import no_op as _
from service.views.queries import Condition, Order, Page, Queries

PATIENCE_S = 2.0
LARGEST_PAGE = 200
USUAL_PAGE = 50


def queries() -> Queries:
    """Reading of the live views."""
    return Queries(service().reading)


def wait_for_position(views: Sequence[Projection]) -> None:
    """Waits until the views hold what the caller has seen stored; raises 503 after two seconds."""
    token = request.headers.get("Casework-Position")
    if token is None:
        return
    position = int(positions().value(token))
    deadline = time.monotonic() + PATIENCE_S
    while not _hold(views, position):
        service().engine.catch_up(views, position, wait=False)
        if time.monotonic() > deadline:
            detail = _("The view has not reached that position yet. Try again.")
            raise Problem(503, "view_behind", detail, headers={"Retry-After": "1"})
        time.sleep(0.01)


def _hold(views: Sequence[Projection], position: int) -> bool:
    names = {view.name for view in views}
    standing = {each.view: each.position for each in service().engine.standings() if each.view in names}
    return min(standing.values(), default=0) >= position


def as_of() -> AsOf:
    """The point that `as_of` names: a moment with offset, a version, or a position token; now where it is absent."""
    given = request.args.get("as_of")
    if not given:
        return NOW
    if given.isdecimal() and len(given) < 10:
        return AsOf(version=int(given))
    moment = _moment(given)
    return AsOf(moment=moment) if moment else AsOf(position=int(positions().value(given)))


def _moment(given: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        raise Problem(
            400, "moment_without_offset", _("Give the moment with its offset, such as 2026-03-03T09:00:00+08:00.")
        )
    return moment


def limit() -> int:
    """How many rows the caller wants on a page."""
    given = request.args.get("limit", str(USUAL_PAGE))
    if not given.isdecimal() or not 1 <= int(given[:6]) <= LARGEST_PAGE:
        raise Problem(400, "limit_invalid", _("limit takes a number from 1 to {most}."), {"most": LARGEST_PAGE})
    return int(given)


def _cursors() -> Opaque:
    return Opaque(service().settings.secret_key, "cursor")


def page_of(
    view: Projection, conditions: Sequence[Condition], order: Order, shown: Callable[[Mapping[str, Any]], Any]
) -> dict[str, Any]:
    """One page of the view as a JSON value, with the cursor of the next."""
    wait_for_position([view])
    page = queries().page(view, conditions, order, limit(), _after(view, order))
    return {"items": [shown(row) for row in page.rows], "next_cursor": _next(view, order, page)}


def _after(view: Projection, order: Order) -> tuple[Any, Any] | None:
    token = request.args.get("cursor")
    if not token:
        return None
    name, column, descending, value, row_id = _cursors().value(token)
    if (name, column, descending) != (view.name, order.column, order.descending):
        raise Problem(400, "cursor_of_another_list", _("The cursor belongs to another list or order."))
    return value, row_id


def _next(view: Projection, order: Order, page: Page) -> str | None:
    if page.next_after is None:
        return None
    return _cursors().token([view.name, order.column, order.descending, *page.next_after])


def order_from(allowed: Mapping[str, Order], usual: str) -> Order:
    """The order that `sort` names, one of those allowed."""
    name = request.args.get("sort", usual)
    if name not in allowed:
        raise Problem(400, "sort_unknown", _("sort takes one of: {allowed}."), {"allowed": ", ".join(allowed)})
    return allowed[name]


def refuse_unknown_parameters(known: Sequence[str]) -> None:
    """A filter that does not exist is an error, never silently no filter at all."""
    unknown = sorted(set(request.args) - set(known) - {"limit", "cursor", "sort"})
    if unknown:
        facts = {"unknown": ", ".join(unknown)[:200], "known": ", ".join(known)}
        raise Problem(400, "parameter_unknown", _("Unknown parameters: {unknown}. Known: {known}."), facts)
