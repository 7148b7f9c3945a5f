"""Which language the reader asked for, and the words of that language."""

from flask import current_app, request

from service.edge.running import Service
from service.kinds.labels import LABELS
from service.words.sentences import DEFAULT, LANGUAGES
from service.words.speech import Words

COOKIE = "language"
FOUND = "casework.language"
"""Where a request keeps it: a page asks for it at every word."""


def language() -> str:
    """From the page's own choice, else from Accept-Language, else Chinese."""
    if FOUND not in request.environ:
        request.environ[FOUND] = _asked_for()
    return str(request.environ[FOUND])


def _asked_for() -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT


def spoken() -> Words:
    """The words of the reader of this request."""
    service: Service = current_app.extensions["casework"]
    return Words(language(), service.settings.timezone, LABELS)
