"""Every list, filter, board, queue, search and page that the service declares, in both stores in turn."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from domain.officers import EVERYTHING
from domain.roles import Role
from service.access.tokens import digest_of
from service.edge.running import Service
from service.web.cookies import LOCAL_NAME
from service.wsgi import build
from tests.benchmarks import scoped
from tests.benchmarks.figures import Figures
from tests.benchmarks.rounds import milliseconds, percentile
from tests.benchmarks.stores import Stores

READERS = (Role.AUDITOR, Role.PET_HEAD, Role.HANDLER, Role.TEAM_LEAD, Role.AID_CENTER, Role.UNION_BASE, Role.FUND_AUDIT)
TIMES = 20
ATTEMPTS = 3
"""How often a figure that seems to fall short is taken anew; the best counts, for other work may have disturbed it."""
MOST_VALUES = 6
"""How many values of a filter are tried at most."""
NOISE = 2.0
"""Milliseconds: below this a difference between two stores says nothing."""
MOST_API, MOST_PAGE, MOST_RATIO = 30.0, 60.0, 1.5
LIKENESS = 1.2
"""How many times as long an answer may be that is compared with another."""
SEARCHES = ("工资", "漏水维修", "漏水维修 1 9", "旧台账转入：浴室", "没有这样的题目", "PET-")
FILES = (".csv", ".xlsx")
NO_LISTS = ("/metrics", "/healthz", "/readyz", "/api/", "/assets", "/static", "/demo", "/tour", "/registers/")


@dataclass(frozen=True, slots=True)
class Reader:
    """The service on one store as officers see it: the application, and for each role a client and a token."""

    service: Service
    app: Flask
    clients: dict[Role, tuple[FlaskClient, str]]

    def get(self, path: str, role: Role) -> Any:
        """What the address answers to the role: over the API by token, on pages in a session."""
        client, token = self.clients[role]
        headers = {"Authorization": f"Bearer {token}"} if path.startswith("/api/") else {}
        return client.get(path, headers=headers)


def reader_of(service: Service) -> Reader:
    """New officers of the whole group, one for each role that reads."""
    app, clients = build(service), {}
    for role in READERS:
        officer = service.people.add_officer(f"读者 {role}", "HS", [role])
        token = service.people.issue_token(officer, scopes=EVERYTHING).token
        clients[role] = (app.test_client(), token)
        clients[role][0].set_cookie(LOCAL_NAME, service.sessions.begin(officer, digest_of(token)))
    service.engine.catch_up()
    return Reader(service, app, clients)


def measure(stores: Stores, sizes: tuple[int, int], figures: Figures) -> None:
    """p95 of each address in both stores; the worst of them are figures."""
    with stores.of(sizes[0]).opened() as one, stores.of(sizes[1]).opened() as other:
        small, large = reader_of(one), reader_of(other)
        alike = set()
        for path, role in _readable(large, [*api_paths(large), *page_paths(large)]):
            is_alike = _are_alike(*(len(each.get(path, role).data) for each in (small, large)))
            alike |= {f"{role} {path}"} if is_alike else set()
            figures.took(f"{role} {path}", *_timed(path, role, small, large, is_alike=is_alike))
        scoped.measure(other, figures)
    _worst(figures, alike)


def _are_alike(small: int, large: int) -> bool:
    """Whether both answers, of so many bytes, show about as much: fifty rows take longer than seven."""
    return large <= LIKENESS * small


def _worst(figures: Figures, alike: Container[str]) -> None:
    api = {name: pair for name, pair in figures.lists.items() if " /api/" in name}
    pages = {name: pair for name, pair in figures.lists.items() if name not in api}
    if not any(name.endswith(" /petitions") for name in pages):
        raise SystemExit("the page of petitions was shown to nobody: the readers are not signed in")
    figures.put("slowest list of the API, large, p95", max(pair[1] for pair in api.values()), "ms")
    figures.put("slowest page, large, p95", max((pair[1] for pair in pages.values()), default=float("nan")), "ms")
    figures.put(
        "worst list or page, large ÷ small, p95",
        max(grown(*pair) for name, pair in figures.lists.items() if name in alike),
    )
    figures.put("lists and pages that show as much in both stores", sum(name in alike for name in figures.lists), "")
    figures.put("lists and pages measured", len(figures.lists), "")
    figures.put(
        "lists and pages within their target, large", sum(_is_within(*each) for each in figures.lists.items()), ""
    )
    for name, pair in sorted(figures.lists.items(), key=lambda each: -each[1][1])[:12]:
        print(f"    {pair[0]:>8.1f} {pair[1]:>8.1f} ms  {name}", flush=True)


def _is_within(name: str, pair: tuple[float, float]) -> bool:
    return pair[1] <= (MOST_API if " /api/" in name else MOST_PAGE)


def grown(small: float, large: float) -> float:
    """How much slower the large store is; a difference that is smaller than noise counts as none."""
    return 1.0 if large - small < NOISE else large / small


def _timed(path: str, role: Role, small: Reader, large: Reader, *, is_alike: bool) -> tuple[float, float]:
    """p95 of both, in turn; anew where they seem to fall short."""
    most = MOST_API if path.startswith("/api/") else MOST_PAGE
    best = (float("inf"), float("inf"))
    for _ in range(ATTEMPTS):
        taken: tuple[list[float], list[float]] = ([], [])
        for _half in range(2):
            for times, reader in zip(taken, (small, large), strict=True):
                times += milliseconds(lambda asked=reader: asked.get(path, role), TIMES // 2)  # type: ignore[misc]
        best = (min(best[0], percentile(taken[0], 0.95)), min(best[1], percentile(taken[1], 0.95)))
        if best[1] <= most and (not is_alike or grown(*best) <= MOST_RATIO):
            break
    return best


def _readable(reader: Reader, paths: Sequence[str]) -> Iterator[tuple[str, Role]]:
    """Each address with the first two roles that may read it."""
    may: dict[str, list[Role]] = {}
    for path in dict.fromkeys(paths):
        plain = path.partition("?")[0]
        if plain not in may:
            may[plain] = [role for role in READERS if _is_answered(reader, plain, role)][:2]
        yield from ((path, role) for role in may[plain] if _is_answered(reader, path, role))


def _is_answered(reader: Reader, path: str, role: Role) -> bool:
    """Whether the role gets an answer; what is not there, or is refused, is no list. Ends the program at a fault."""
    status: int = reader.get(path, role).status_code
    if status >= 500:
        raise SystemExit(f"{role} {path}: {status}")
    return status == 200


def api_paths(reader: Reader) -> Iterator[str]:
    """Every address of the document of the API that reads without naming a record, with each parameter in turn."""
    document = reader.get("/api/openapi.json", READERS[0]).get_json()
    for path, operations in document["paths"].items():
        if "{" in path or "get" not in operations or path.endswith(FILES):
            continue
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        yield address
        for parameter in operations["get"].get("parameters", ()):
            name = parameter.get("name")
            if parameter.get("in") == "query" and name not in ("cursor", "limit"):
                yield from (f"{address}?{name}={quote(value)}" for value in some(_values(reader, parameter)))
        yield from _further(reader, address)


def _values(reader: Reader, parameter: Any) -> list[str]:
    """What a parameter can be given, told by its schema; ids and texts are those of records that are there."""
    schema, name = parameter["schema"], parameter["name"]
    today = reader.service.ledger.today()
    if "enum" in schema:
        return [str(each) for each in schema["enum"]]
    if schema.get("type") == "boolean":
        return ["true"]
    if schema.get("format") == "date":
        return [str(today - timedelta(days=back)) for back in (1_500, 30, -30)]
    if schema.get("format") == "date-time" or name == "as_of":
        return [f"{today - timedelta(days=back)}T09:00:00+08:00" for back in (1_500, 30)]
    if schema.get("format") == "uuid":
        return _ids(reader)
    if name == "q":
        return list(SEARCHES)
    if name == "unit" or "unit" in name:
        return ["HS-JX", "JX-1"]
    return [each for each in parameter.get("description", "").split(", ") if each.isupper()]


def some(values: Sequence[str]) -> list[str]:
    """A few of the values, from all over the list; all, where they are few."""
    if not values:
        return []
    return list(dict.fromkeys(values[place * (len(values) - 1) // (MOST_VALUES - 1)] for place in range(MOST_VALUES)))


def _ids(reader: Reader) -> list[str]:
    """A case, a unit and an officer."""
    rows = ("SELECT originator_id AS id FROM events WHERE topic LIKE %s ORDER BY notification_id DESC LIMIT 1",)
    topics = ("petition.received%", "organisation.unit%", "organisation.officer%")
    found = []
    with reader.service.reading.get_connection() as connection:
        for topic in topics:
            row = connection.execute(rows[0], (topic,)).fetchone()
            found += [str(row["id"])] if row else []
    return found


def _further(reader: Reader, address: str) -> Iterator[str]:
    """The second page of a list, where it has one."""
    for role in READERS:
        answer = reader.get(address, role)
        cursor = (answer.get_json() or {}).get("next_cursor") if answer.status_code == 200 else None
        if cursor:
            yield f"{address}?cursor={quote(cursor)}"
            return


class _Forms(HTMLParser):
    """The fields of a page's forms that are sent with GET, with what can be chosen in each."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._name = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "select":
            self._name = attributes.get("name", "")
        elif tag == "option" and self._name and attributes.get("value"):
            self.fields.setdefault(self._name, []).append(attributes["value"])
        elif tag == "input" and attributes.get("type") == "checkbox" and attributes.get("name"):
            self.fields.setdefault(attributes["name"], []).append(attributes.get("value", "on"))
        elif tag == "input" and attributes.get("name") == "q":
            self.fields["q"] = list(SEARCHES)


def page_paths(reader: Reader) -> Iterator[str]:
    """Every page that names no record, and each field of its forms in turn."""
    rules = reader.app.url_map.iter_rules()
    lists = (f"/{name}" for name in ("petitions", "supervision-cases", "hardship-requests"))
    plain = {str(rule) for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments}
    for path in sorted({*plain, *lists}):
        if path.startswith(NO_LISTS):
            continue
        yield path
        for name, values in _fields_of(reader, path).items():
            yield from (f"{path}?{name}={quote(value)}" for value in some(values))


def _fields_of(reader: Reader, path: str) -> dict[str, list[str]]:
    forms = _Forms()
    for role in READERS:
        answer = reader.get(path, role)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            forms.feed(answer.text)
    return forms.fields
