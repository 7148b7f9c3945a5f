"""What those hear for whom there is no room: the same for everybody, so it is made once, and chosen by a few bytes."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask import Flask, Response
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from service.edge.language import COOKIE
from service.edge.problems import Problem
from service.operation.serving.crowding import RETRY_SECONDS
from service.words.sentences import DEFAULT, LANGUAGES
from service.words.sentences import no_op as _

FOR_SCRIPTS = ("/api/", "/metrics")


class Asked(NamedTuple):
    """What decides between the answers."""

    is_script: bool
    language: str


def answering(app: Flask, told: Callable[[Problem], Response]) -> Callable[[bytes], bytes]:
    """The whole answer, head and all, to the bytes of a request, as the application tells problems."""
    detail = _("More people ask at this moment than can be answered soon. Nothing was done: try again in a moment.")
    problem = Problem(503, "overloaded", detail, headers={"Retry-After": str(RETRY_SECONDS), "Connection": "close"})
    answers = {}
    for asked in (Asked(is_script, language) for is_script in (True, False) for language in LANGUAGES):
        path = FOR_SCRIPTS[0] if asked.is_script else "/"
        with app.test_request_context(path, headers={"Accept-Language": asked.language}):
            answers[asked] = _on_the_wire(told(problem))
    return lambda request: answers[_asked(request)]


def _on_the_wire(response: Response) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers)
    return f"HTTP/1.1 {response.status}\r\n{head}\r\n".encode("latin-1") + response.get_data()


def _asked(request: bytes) -> Asked:
    """Read leniently: whoever is turned away is not told about faults in the request."""
    line, *lines = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    fields = {name.strip().lower(): value for name, _colon, value in (each.partition(":") for each in lines)}
    path = line.split(" ")[1:2]
    return Asked(bool(path) and path[0].startswith(FOR_SCRIPTS), _language(fields))


def _language(fields: Mapping[str, str]) -> str:
    """From the page's own choice, else from Accept-Language, else the usual one."""
    chosen = parse_cookie(fields.get("cookie", "")).get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    accepted = parse_accept_header(fields.get("accept-language", ""), LanguageAccept)
    return accepted.best_match(LANGUAGES) or DEFAULT
