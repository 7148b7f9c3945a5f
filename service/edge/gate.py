"""The gate that every address and every query parameter of a request passes before anything reads it."""

import unicodedata

from flask import request

from service.edge.problems import NO_ADDRESS, Problem
from service.words.sentences import no_op as _

NEVER = frozenset({"Cc", "Cs"})
"""Control characters and halves of surrogate pairs, which a database does not take or a terminal obeys."""
LINES = frozenset("\t\r\n")
SHOWN = 40


def refuse_unreadable() -> None:
    """Lets a request through whose address and parameters are texts. Raises Problem, 404 or 400."""
    if not _is_text(request.path):
        raise Problem(404, "not_found", NO_ADDRESS)
    for name, values in request.args.lists():
        if not (_is_text(name) and all(map(_is_text, values))):
            detail = _("The parameter {name} holds a character that no text has, such as NUL.")
            raise Problem(400, "malformed", detail, {"name": ascii(name)[1:-1][:SHOWN]})


def _is_text(given: str) -> bool:
    return (given.isascii() and given.isprintable()) or not any(
        unicodedata.category(character) in NEVER and character not in LINES for character in given
    )
