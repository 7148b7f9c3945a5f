"""The page of whoever protects personal information: who opened what is confidential, and which files left."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response

from projections.catalogue import CASE_VIEWS
from service.access.trace_report import MANY, Opening
from service.edge.access_log import days_asked, report_asked
from service.edge.reading import queries
from service.kinds.catalogue import EXCERPTS
from service.views.conditions import Condition
from service.web.blueprint import names, web
from service.web.rendering import page

OF_PAPERS = {excerpt.path: excerpt.kind for excerpt in EXCERPTS}
"""Of which kind of case papers are, as the trace names them."""


@web.get("/access-log", endpoint="access_log")
def access_log() -> Response:
    """Counts, patterns, openings, files and gaps; never a text."""
    report = report_asked()
    files = {each.reader for each in report.files if each.reader}
    names().learn({each.reader for each in report.readers} | files)
    numbers = _numbers(report.openings)
    takes = ("days", "officer")
    return page("access_log.html", takes=takes, report=report, days=days_asked(), many=MANY, numbers=numbers)


def _numbers(openings: Sequence[Opening]) -> dict[UUID, str]:
    """The numbers of the cases that were opened, which the reader protects and need not be able to open."""
    by_kind: dict[str, set[UUID]] = {}
    for each in openings:
        by_kind.setdefault(OF_PAPERS.get(each.kind, each.kind), set()).add(each.case)
    return {
        row["case_id"]: str(row["case_no"])
        for kind, cases in by_kind.items()
        if kind in CASE_VIEWS
        for row in queries().all(CASE_VIEWS[kind], [Condition("case_id = ANY(%s)", sorted(cases))])
    }
