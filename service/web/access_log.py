"""The page of whoever protects personal information: who opened what is confidential, and which files left."""

from flask import Response

from service.access.trace_report import MANY
from service.edge.access_log import days_asked, report_asked
from service.web.blueprint import names, web
from service.web.rendering import page


@web.get("/access-log", endpoint="access_log")
def access_log() -> Response:
    """Counts, patterns, openings, files and gaps; never a text."""
    report = report_asked()
    files = {each.reader for each in report.files if each.reader}
    names().learn({each.reader for each in report.readers} | files)
    return page("access_log.html", takes=("days", "officer"), report=report, days=days_asked(), many=MANY)
