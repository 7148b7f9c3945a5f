"""The blueprint of all pages, and what every page module needs: the running service, the reader's words and names."""

from datetime import date
from uuid import UUID

from flask import Blueprint, g, session

from projections.funds import FUNDS
from projections.projection import Projection
from service.access.visibility import visible
from service.edge.answers import caller, sealing, service
from service.edge.language import language, spoken
from service.edge.opaque import OpaqueInvalid
from service.edge.reading import queries
from service.kinds.catalogue import CASES, COLLECTIONS
from service.kinds.kind import Kind
from service.views.engine import BATCH
from service.words.names import Names
from service.words.speech import Words

web = Blueprint("web", __name__)


def _one_of(collections: tuple[Kind, ...]) -> str:
    names = ", ".join(f'"{each.name}"' for each in collections)
    return f"<any({names}):collection>"


CASE = _one_of(CASES)
"""The part of an address that names a kind of case."""
RECORD = _one_of(COLLECTIONS)
"""The part of an address that names any kind of record with commands."""

BY_NAME: dict[str, Kind] = {each.name: each for each in COLLECTIONS}
BY_KIND: dict[str, Kind] = {each.aggregate.kind: each for each in COLLECTIONS}


def words() -> Words:
    """The words of the reader of this request."""
    if g.get("words") is None or g.words.language != language():
        g.words = spoken()
    found: Words = g.words
    return found


def names() -> Names:
    """The names of units and officers, each looked up once per request."""
    if g.get("names") is None:
        g.names = Names(queries(), service().vault, today(), words(), lambda: visible(caller(), FUNDS))
    found: Names = g.names
    return found


def today() -> date:
    """The present day in the service's time zone."""
    found: date = service().ledger.today()
    return found


def own_unit() -> UUID | None:
    """The unit of the officer who is signed in."""
    return names().unit_of(caller().officer)


def has_written(position: int) -> None:
    """Remembers what the reader wrote last, so that the next list holds it."""
    session["written"] = sealing().positions.token(position)


def follow(*views: Projection) -> None:
    """Brings the views as far as the reader has written; a list that lags is shown all the same."""
    token = str(session.get("written", ""))
    try:
        written = sealing().position(token)
    except OpaqueInvalid:
        return
    near = {
        each.view
        for each in service().engine.standings()
        if each.is_built and each.position < written <= each.position + BATCH
    }
    behind = [view for view in views if view.name in near]
    if behind:
        service().engine.catch_up(behind, written, wait=False)
