"""Which language the reader asked for."""

from flask import request

from service.texts import DEFAULT, LANGUAGES

COOKIE = "language"


def language() -> str:
    """From the page's own choice, else from Accept-Language, else Chinese."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT
