"""Health, readiness and metrics."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request
from psycopg import OperationalError

from domain.officers import TokenScope
from domain.roles import Role
from projections.catalogue import ACCESS_VIEWS
from service.access.decisions import Denied
from service.api.authentication import bearer
from service.edge.answers import service
from service.operation.exposition import exposition
from service.store.logins import excess
from service.store.migrate import missing
from service.views.metrics import figures

operations = Blueprint("operations", __name__)

ACCESS = {view.name for view in ACCESS_VIEWS}
"""What nobody is let in without."""
LONGEST_LAG_S = 30.0
"""How far the views may stand behind before readiness names it."""
LAST_LINES, LONGEST_LINE = 5, 200
"""How much of what a database server said before it ended is told."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"


@operations.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@operations.get("/readyz")
def readyz() -> Response:
    """Whether requests can be served, and what is not as it should be: 503 only where they cannot."""
    running = service()
    try:
        unapplied = missing(running.url)
    except OperationalError:
        words = running.server.last_words().splitlines() if running.server is not None else []
        if not words:
            raise
        last = [line[:LONGEST_LINE] for line in words[-LAST_LINES:]]
        return _readiness(503, {"status": "not_ready", "database_last_words": last})
    if unapplied:
        return _readiness(503, {"status": "not_ready", "migrations": unapplied})
    known = figures(running.reading, running.engine, running.now())
    late = known.lag.seconds > LONGEST_LAG_S
    told = {
        "migrations": [],
        "views_missing": known.absent,
        "views_building": known.still_building,
        "set_aside": known.set_aside,
        "parked": known.parked,
        "login_may": excess(running.reading),
        "lagging": {"seconds": round(known.lag.seconds, 3), "waiting": known.lag.gap is not None} if late else None,
    }
    is_well = not (known.absent or known.still_building or known.set_aside or known.parked or late)
    is_shut = known.absent or ACCESS & {*known.still_building, *known.set_aside}
    return _readiness(503 if is_shut else 200, {"status": "ready" if is_well else "degraded", **told})


def _readiness(status: int, body: dict[str, object]) -> Response:
    response = jsonify(body)
    response.status_code = status
    return response


@operations.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus: for callers on this machine who ask it by itself, and for the operator's token else."""
    if not _is_from_here() and Role.SYSADMIN not in bearer(TokenScope.READ).roles:
        raise Denied("metrics")
    running = service()
    return Response(exposition(figures(running.reading, running.engine, running.now())), content_type=TEXT)


PASSED_ON = ("Forwarded", "X-Forwarded-", "X-Real-Ip", "Via")
"""How the names of headers begin that a proxy adds."""


def _is_from_here() -> bool:
    """Straight from this machine; what a proxy on it passes on is not, nor what asks for the name of the service."""
    if any(name.startswith(PASSED_ON) for name, _value in request.headers):
        return False
    try:
        asked = urlsplit(f"//{request.host}").hostname or ""
        is_named = asked == "localhost" or ip_address(asked).is_loopback
        return is_named and ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
