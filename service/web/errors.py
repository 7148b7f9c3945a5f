"""Errors as pages that say what happened and what to do."""

from flask import Response, g

from service.edge.problems import TITLES, Problem
from service.store.steps import Caller
from service.web.form_keeping import is_kept, kept, typed_lines, why_kept
from service.web.rendering import page
from service.web.session import present_caller


def page_of(problem: Problem) -> Response:
    """The problem as a page."""
    if "caller" not in g:
        g.caller = _caller_of(problem)
    title = TITLES.get(problem.status, TITLES[500])
    if is_kept(problem):
        response = page("kept.html", problem=problem, title=title, kept=kept(), typed=typed_lines(), why=why_kept())
    else:
        response = page("problem.html", problem=problem, title=title)
    response.status_code = problem.status
    response.headers.update(dict(problem.headers))
    return response


def _caller_of(problem: Problem) -> Caller | None:
    """Who asked, where the database can be asked: a page about a database that is down must not need one."""
    return None if problem.status >= 500 else present_caller()
