"""Errors as pages that say what happened and what to do."""

from collections.abc import Mapping

from flask import Response, g

from service.edge.problems import TITLES, Problem
from service.store.steps import Caller
from service.web.blueprint import words
from service.web.form_keeping import is_kept, kept, typed_lines, why_kept
from service.web.rendering import page, query_with
from service.web.session import present_caller
from service.words.sentences import no_op as _

FILTERS: Mapping[str, str] = {"q": _("Search"), "days": _("Days back"), "officer": _("Officer"), "until": _("Last day")}
"""Filters that are no fields of a record."""


def page_of(problem: Problem) -> Response:
    """The problem as a page."""
    if "caller" not in g:
        g.caller = _caller_of(problem)
    title = TITLES.get(problem.status, TITLES[500])
    if is_kept(problem):
        response = page("kept.html", problem=problem, title=title, kept=kept(), typed=typed_lines(), why=why_kept())
    else:
        facts, without = _filtered(problem)
        response = page("problem.html", problem=problem, title=title, facts=facts, without=without)
    response.status_code = problem.status
    response.headers.update(dict(problem.headers))
    return response


def _filtered(problem: Problem) -> tuple[Mapping[str, object], str]:
    """What the page calls the filter that was wrong, and the same page with every other one."""
    name = str(problem.facts.get("name", ""))
    if problem.code != "filter_invalid" or not name:
        return problem.facts, ""
    label = words().text(FILTERS[name]) if name in FILTERS else words().field(name)
    return {**problem.facts, "name": label}, query_with(**{name: None})


def _caller_of(problem: Problem) -> Caller | None:
    """Who asked, where the database can be asked: a page about a database that is down must not need one."""
    return None if problem.status >= 500 else present_caller()
