"""Health, readiness and metrics."""

from flask import Blueprint, Response, jsonify

from service.api.answers import service
from service.store.migrate import missing

operations = Blueprint("operations", __name__)


@operations.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@operations.get("/readyz")
def readyz() -> Response:
    """The database answers, its schema is current, and no view is set aside."""
    running = service()
    unapplied = missing(running.url)
    aside = [] if unapplied else [each.view for each in running.engine.standings() if each.set_aside]
    response = jsonify(
        {"status": "ready" if not unapplied and not aside else "degraded", "migrations": unapplied, "set_aside": aside}
    )
    response.status_code = 503 if unapplied else 200
    return response
