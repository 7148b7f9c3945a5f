"""Who sent a request to the API: nothing under it is open without a bearer token that is good for it."""

from dataclasses import replace

from flask import g, request

from domain.officers import TokenScope
from projections.catalogue import ACCESS_VIEWS
from service.access.proof import require_scope
from service.edge.answers import service
from service.edge.parsing import said_role
from service.edge.problems import Problem
from service.kinds.catalogue import CASES
from service.store.steps import Caller
from service.words.sentences import no_op as _

CLOSED = "/api/v1"
LONGEST_TOKEN = 200
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OPENING = frozenset(f"{kind.name}.create" for kind in CASES)


def authenticate() -> None:
    """Sets the caller of a request under /api/v1, with the role that is said.

    Raises Problem without a good token, and ScopeLacking where it is not good for that.
    """
    if request.path.startswith(CLOSED):
        found, said = bearer(_needed()), said_role()
        g.caller = replace(found, said=said) if said else found


def _needed() -> TokenScope:
    """What the token must be good for: whatever neither reads nor opens a case is an act."""
    if request.method in READING:
        return TokenScope.READ
    return TokenScope.FILE if request.endpoint in OPENING else TokenScope.ACT


def bearer(scope: TokenScope) -> Caller:
    """The officer whose token the request carries. Raises Problem and ScopeLacking."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        detail = _("Send Authorization: Bearer with a token that the administrator issued.")
        raise Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})
    found = _holder(token.strip()) if len(token) <= LONGEST_TOKEN and token.isascii() else None
    if found is None:
        detail = _("The token is unknown, revoked or expired. Ask the administrator for a new one.")
        raise Problem(401, "token_refused", detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    require_scope(found, scope)
    return found


def _holder(token: str) -> Caller | None:
    """Who holds the token; one that is not known yet may have been issued a moment ago."""
    running = service()
    today = running.ledger.today()
    found = running.callers.by_token(token, today)
    if found is None and running.engine.advance(ACCESS_VIEWS):
        return running.callers.by_token(token, today)
    return found
