"""Rendering templates with the reader's words, links and session."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, flash, g, make_response, render_template, request

from service.edge.language import language
from service.web.blueprint import names, today, words
from service.web.cookies import csrf_token
from service.web.navigation import Link, links
from service.web.session import is_demonstration
from service.words.sentences import LANGUAGES
from service.words.standing import Badge, badge

PAGED = ("limit", "cursor")
"""What every list that goes page by page takes."""
OWN_NAMES = {"zh": "中文", "en": "English"}


def page(template: str, /, *, takes: Collection[str] | None = None, **facts: Any) -> Response:
    """The template as an answer, with everything that the frame of a page shows.

    `takes` are the query parameters that the page knows; any other is named at its top, and None leaves them alone.
    """
    ignored = [] if takes is None else sorted(set(request.args) - set(takes))
    return make_response(render_template(template, ignored=", ".join(ignored)[:200], **facts))


def tell(message: str, /, **facts: object) -> None:
    """Something that the next page says at its top."""
    flash(words().text(message, **facts))


def _frame() -> dict[str, Any]:
    caller = g.get("caller")
    return {
        "w": words(),
        "names": names(),
        "today": today(),
        "language": language(),
        "languages": _language_links(),
        "caller": caller,
        "links": links(caller) if caller else [],
        "is_demonstration": is_demonstration(),
        "csrf_token": csrf_token,
        "here": request.path,
        "query_with": query_with,
    }


def _badge_of(rule: str | None, due_on: date | None, row: Mapping[str, Any]) -> Badge | None:
    """How the term of a row stands to today."""
    return badge(words(), rule or "", due_on, today(), row.get("paused_on"), row.get("paused_for"))


def query_with(**changed: str | None) -> str:
    """The address of this page with some parameters changed; those set to None are left out."""
    kept = {name: value for name, value in request.args.items() if value and name not in changed}
    query = urlencode({**kept, **{name: value for name, value in changed.items() if value}})
    path = "/" + quote(request.path.lstrip("/"))
    return f"{path}?{query}" if query else path


def _language_links() -> list[Link]:
    """The same page in the other language; none where a link would lose what this page alone tells or keeps."""
    if request.method == "POST":
        return []
    return [Link(OWN_NAMES[each], query_with(lang=each)) for each in LANGUAGES if each != language()]


def prepare(app: Flask) -> None:
    """Sets the templates of the application up."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals["badge_of"] = _badge_of
    environment.globals["_"] = lambda message, /, **facts: words().text(message, **facts)
    app.context_processor(_frame)
