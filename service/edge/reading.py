"""What is shared by all that is read: pages, waiting for a position, a point in the past, known parameters."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import request

from domain.levels import ReadFor
from projections.projection import Projection
from service.access.visibility import visible
from service.edge.answers import caller, sealing, service
from service.edge.opaque import OpaqueInvalid
from service.edge.problems import Problem
from service.kinds.filters import moment_of
from service.office.cases import NOW, AsOf
from service.office.opening import rows_opened_for
from service.views.conditions import Condition, Order
from service.views.engine import BATCH
from service.views.positions import ViewBuilding
from service.views.queries import Queries
from service.words.sentences import no_op as _

PATIENCE_S = 2.0
PAUSE_S = 0.02
LARGEST_PAGE = 200
USUAL_PAGE = 50
ONCE = ("as_of", "sort", "limit", "cursor", "encoding")

AS_OF = {
    "in": "query",
    "name": "as_of",
    "schema": {"type": "string"},
    "description": "A moment of recording with offset, a version, or a Casework-Position; absent means now.",
    "example": "2026-03-03T09:00:00+08:00",
}
PURPOSE = {
    "in": "header",
    "name": "Casework-Purpose",
    "schema": {"type": "string", "enum": list(ReadFor)},
    "description": "What confidential texts are opened for; it is recorded before they are told. Without it they stay "
    "sealed, but sensitive ones of a case for which it was said today already.",
}
POSITION = {
    "in": "header",
    "name": "Casework-Position",
    "schema": {"type": "string"},
    "description": "The position that a command answered: the list waits until it has seen it, two seconds at most.",
}


def queries() -> Queries:
    """Reading of the live views."""
    return Queries(service().reading)


def seen_position() -> int | None:
    """The position that the caller has seen stored. Raises OpaqueInvalid."""
    token = request.headers.get("Casework-Position")
    return None if token is None else sealing().position(token)


def wait_for_position(views: Sequence[Projection]) -> None:
    """Waits until the views hold what the caller has seen stored; raises 503 after two seconds."""
    position = seen_position()
    if position is None:
        return
    deadline = time.monotonic() + PATIENCE_S
    while (behind := position - _standing(views)) > 0:
        if time.monotonic() > deadline:
            detail = _("The view has not reached that position yet. Try again.")
            raise Problem(503, "view_behind", detail, headers={"Retry-After": "1"})
        if behind > BATCH or not service().engine.catch_up(views, position, wait=False):
            time.sleep(PAUSE_S)


def _standing(views: Sequence[Projection]) -> int:
    """The position that all the views have reached. Raises ViewBuilding."""
    reached = {each.view: each.position for each in service().engine.standings() if each.is_built}
    try:
        return min(reached[view.name] for view in views)
    except KeyError as error:
        raise ViewBuilding(*error.args) from None


def page_of(
    view: Projection,
    conditions: Sequence[Condition],
    order: Order,
    shown: Callable[[Mapping[str, Any]], Any],
    name: str = "",
) -> dict[str, Any]:
    """One page of the view as a JSON value, with the cursor of the next; what was asked is tried before it is read.

    Its cursors are good for the list of that name; without one for every list of the view in that order.
    """
    most, (after, before) = _limit(), _place(view, order, name)
    wait_for_position([view])
    page = queries().page(view, [*visible(caller(), view), *conditions], order, most, after)
    rows = rows_opened_for(service().vault, view, page.rows, caller())
    told = [shown(row) for row in rows]
    following = None if page.next_after is None else _cursor(view, order, name, page.next_after, before + len(rows))
    return {"items": told, "next_cursor": following, "is_capped": page.is_capped}


def rows_before(view: Projection, order: Order, name: str) -> int:
    """How many rows lie on the pages before the one that is asked for."""
    return _place(view, order, name)[1]


def _limit() -> int:
    given = request.args.get("limit") or str(USUAL_PAGE)
    if not (given.isascii() and given.isdecimal() and len(given) <= 6 and 1 <= int(given) <= LARGEST_PAGE):
        raise Problem(400, "limit_invalid", _("limit takes a number from 1 to {most}."), {"most": LARGEST_PAGE})
    return int(given)


def _place(view: Projection, order: Order, name: str) -> tuple[tuple[Any, Any] | None, int]:
    """After which row the page begins, and how many lie before it. Raises Problem and OpaqueInvalid."""
    token = request.args.get("cursor")
    if not token:
        return None, 0
    match sealing().cursors.value(token):
        case [list_name, order.column, order.descending, value, row_id, int(before)] if list_name == (
            name or view.name
        ):
            return (value, row_id), before
        case [str(), str(), bool(), _value, _row_id, int()]:
            raise Problem(400, "cursor_of_another_list", _("The cursor belongs to another list or order."))
    raise OpaqueInvalid("a cursor of another version of this service")


def _cursor(view: Projection, order: Order, name: str, after: tuple[Any, Any], before: int) -> str:
    return sealing().cursors.token([name or view.name, order.column, order.descending, *after, before])


def as_of() -> AsOf:
    """The point that `as_of` names: a moment with offset, a version, or a position token; now where it is absent."""
    given = request.args.get("as_of")
    if not given:
        return NOW
    if given.isascii() and given.isdecimal() and len(given) < 10:
        return AsOf(version=int(given))
    moment = _moment(given)
    return AsOf(moment=moment) if moment else AsOf(position=_position(given))


def _moment(given: str) -> datetime | None:
    """The moment, or None for what looks like none. Raises Problem for one that names no point in time."""
    try:
        datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        return None
    try:
        return moment_of(given)
    except ValueError:
        detail = _("Give the moment with its offset, such as 2026-03-03T09:00:00+08:00.")
        raise Problem(400, "moment_without_offset", detail) from None


def _position(given: str) -> int:
    try:
        return sealing().position(given)
    except OpaqueInvalid:
        detail = _("as_of takes a moment such as 2026-03-03T09:00:00+08:00, a version, or a Casework-Position.")
        raise Problem(400, "as_of_invalid", detail) from None


def refuse_unknown_parameters(known: Iterable[str]) -> None:
    """A parameter that does not exist is an error, never silently no filter at all."""
    if not (given := request.args):
        return
    allowed = list(known)
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        facts = {"unknown": ", ".join(unknown)[:200], "known": ", ".join(allowed) or "-"}
        raise Problem(400, "parameter_unknown", _("Unknown parameters: {unknown}. Known: {known}."), facts)
    repeated = [name for name in ONCE if len(given.getlist(name)) > 1]
    if repeated:
        raise Problem(400, "parameter_repeated", _("{name} can be given once only."), {"name": repeated[0]})
