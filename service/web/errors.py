"""Errors as pages."""

from flask import Response

from service.api.problems import Problem, respond


def page_of(problem: Problem) -> Response:
    """The problem as a page."""
    return respond(problem)
