"""What somebody may not know of answers as what there is not, at every address; a new address cannot be forgotten."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import BuildError, Rule
from werkzeug.test import TestResponse

from domain.fund.aggregate import FUND
from domain.kernel import Command, fold
from domain.levels import ReadFor
from domain.officers import EVERYTHING
from domain.roles import Role
from projections.catalogue import CASE_VIEWS
from projections.funds import FUNDS
from service.access.decisions import may_command, may_view
from service.access.excerpts import held_for_paper, numbers_for
from service.access.visibility import may_know, may_list
from service.demonstration.people import OFFICERS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.catalogue import CASES, COLLECTIONS, EXCERPTS
from service.kinds.excerpt import ExcerptKind
from service.kinds.kind import Kind
from service.store.steps import Caller
from service.views.queries import Queries
from tests.support.applications import application_on
from tests.support.demonstrations import Played
from tests.support.forms.steps import told
from tests.support.instances import an_instance_of

pytestmark = pytest.mark.store

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
KEYS = count(1)
ASKED_FOR = "JX-1"
"""The unit for which somebody holds every role, besides the demonstration's own: others lie above, below and aside."""
OPEN_TO_ALL = frozenset({"units", "officers"})
"""Collections whose records exist for everybody whose role reads them at all."""
OF_UNITS = frozenset({"funds"})
"""Collections whose records exist for those whose role covers their unit."""
OF_GIVERS = frozenset({"batches"})
"""Collections whose records exist for whoever gave them alone."""
PAPERS = frozenset(excerpt.path for excerpt in EXCERPTS)
"""Papers of cases, for those who know nothing else of them."""
CASES_OF = {kind.name: kind for kind in CASES}


@dataclass(frozen=True)
class Reader:
    """Somebody who asks: with a token, or with a browser that looks at pages; and with which rights."""

    name: str
    token: str
    caller: Caller
    pages: FlaskClient
    form_token: str


@dataclass(frozen=True)
class House:
    """The demonstration with everybody who asks, and a case for every way in which one can stand to them."""

    app: Flask
    service: Service
    readers: tuple[Reader, ...]
    cases: Mapping[str, tuple[UUID, ...]]
    states: Mapping[UUID, Any]

    def hidden(self) -> Iterator[tuple[Reader, Kind, UUID]]:
        """Every reader with every case that he or she may not know of."""
        for reader in self.readers:
            for name, cases in self.cases.items():
                kind = CASES_OF[name]
                for case in cases:
                    if not self.knows(reader, kind, case) and not self.papers(reader, kind, case):
                        yield reader, kind, case

    def knows(self, reader: Reader, kind: Kind, case: UUID) -> bool:
        """Whether the case exists for the reader."""
        return may_know(reader.caller, kind.aggregate.kind, self.states[case])

    def papers(self, reader: Reader, kind: Kind, case: UUID) -> bool:
        """Whether the reader knows of a paper of the case."""
        every = [each for each in EXCERPTS if each.kind == kind.aggregate.kind]
        return any(numbers_for(reader.caller, each, self.states[case]) for each in every)


@pytest.fixture(scope="module")
def house(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with played_once.opened(tmp_path_factory.mktemp("silence") / "home") as service, application_on(service) as app:
        readers = tuple(_readers(app, service))
        cases = {kind.name: tuple(_standing_apart(service, kind)) for kind in CASES}
        states = {case: _state(service, kind, case) for kind in CASES for case in cases[kind.name]}
        yield House(app, service, readers, cases, states)


def _state(service: Service, kind: Kind, case: UUID) -> Any:
    return fold(kind.aggregate, (recorded.event for recorded in service.ledger.history(case)))


def _readers(app: Flask, service: Service) -> Iterator[Reader]:
    today = service.ledger.today()
    tags = {officer.tag: officer_ref(officer.tag) for officer in OFFICERS}
    tags |= {role: service.people.add_officer(role, ASKED_FOR, [role]) for role in Role}
    tokens = {tag: service.people.issue_token(officer, scopes=EVERYTHING).token for tag, officer in tags.items()}
    service.engine.catch_up()
    for tag, officer in tags.items():
        pages = app.test_client()
        with pages.session_transaction() as session:
            session["officer"], session["csrf"] = str(officer), tag
        form_token = hmac.new(service.settings.secret_key, f"csrf {tag}".encode(), hashlib.sha256).hexdigest()
        yield Reader(tag, tokens[tag], service.callers.by_officer(officer, today), pages, form_token)


def _standing_apart(service: Service, kind: Kind) -> Iterator[UUID]:
    """A case for every openness, owner, desks and supervised unit."""
    view = CASE_VIEWS[kind.aggregate.kind]
    seen = set()
    for row in sorted(Queries(service.reading).all(view), key=lambda row: str(row["case_id"])):
        scope = (row["openness"], row["owner"], tuple(row["desks"]), row.get("supervised"))
        if scope not in seen:
            seen.add(scope)
            yield row["case_id"]


@dataclass(frozen=True)
class Address:
    """Where a record is named, by the interface or by a page; with the command that is given there, if one is."""

    method: str
    path: str
    command: type[Command[Any]] | None = None

    @property
    def is_page(self) -> bool:
        return not self.path.startswith("/api/")

    def of(self, case: UUID) -> str:
        return self.path.replace(str(UNKNOWN), str(case))

    def is_for(self, reader: Reader, kind: Kind) -> bool:
        """Whether one of the reader's roles lets anything be asked here, of whichever case."""
        if self.command is not None:
            return may_command(reader.caller.roles, self.command)
        return may_view(reader.caller.roles, CASE_VIEWS[kind.aggregate.kind].name)


def addresses(app: Flask, kind: Kind) -> list[Address]:
    """Every address that names a case of the kind, told by the application itself."""
    found = []
    for rule in app.url_map.iter_rules():
        if "identifier" in rule.arguments:
            found += [address for noun in _nouns(rule, kind) for address in _at(app, rule, kind, noun)]
    return found


def _nouns(rule: Rule, kind: Kind) -> list[str]:
    return [str(offer.noun) for offer in kind.addressed if offer.noun] if "noun" in rule.arguments else [""]


def _at(app: Flask, rule: Rule, kind: Kind, noun: str) -> Iterator[Address]:
    values = {"identifier": UNKNOWN, "collection": kind.name, "noun": noun, "number": 1}
    given = {name: values[name] for name in rule.arguments}
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        with suppress(BuildError, ValueError):
            path = app.url_map.bind("localhost").build(rule.endpoint, given, method)
            if path.removeprefix("/api/v1").startswith(f"/{kind.name}/"):
                offer = kind.offer_of(path.rpartition("/")[2])
                yield Address(method, path, offer.command if offer else None)


def _body(address: Address) -> Any:
    """The plainest body of a command, which is read before it is asked on what it would act."""
    return None if address.method == "GET" or address.command is None else told(an_instance_of(address.command))


def ask(house: House, reader: Reader, address: Address, case: UUID) -> tuple[int, list[tuple[str, str]], bytes]:
    """What is answered, the id of the case apart."""
    answer = _sent(house, reader, address, case)
    told = [(name, value.replace(str(case), "{id}")) for name, value in answer.headers]
    headers = sorted(each for each in told if each[0] not in ("Date", "Set-Cookie"))
    return answer.status_code, headers, answer.data.replace(str(case).encode(), b"{id}")


def _sent(house: House, reader: Reader, address: Address, case: UUID) -> TestResponse:
    if address.is_page:
        form = {"_csrf": reader.form_token, "purpose": str(next(iter(ReadFor)))} if address.method == "POST" else None
        return reader.pages.open(address.of(case), method=address.method, data=form)
    headers = {"Authorization": f"Bearer {reader.token}"}
    if address.method == "POST":
        headers |= {"Idempotency-Key": f"silence-{next(KEYS)}", "If-Match": '"1"'}
    return house.app.test_client().open(address.of(case), method=address.method, headers=headers, json=_body(address))


def test_every_address_that_names_a_record_is_one_of_a_case_or_open_to_all(house: House) -> None:
    known = {address.path for kind in CASES for address in addresses(house.app, kind)}
    assert len(known) >= 150
    for rule in house.app.url_map.iter_rules():
        if "identifier" in rule.arguments:
            first = rule.rule.removeprefix("/api/v1").split("/")[1]
            known_of = OPEN_TO_ALL | OF_UNITS | OF_GIVERS | PAPERS | CASES_OF.keys()
            assert first.startswith("<any(") or first in known_of, rule.rule
    assert {kind.name for kind in COLLECTIONS} == OPEN_TO_ALL | OF_UNITS | CASES_OF.keys()


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda each: each.path)
def test_whoever_may_not_know_of_a_paper_is_answered_as_of_none(house: House, excerpt: ExcerptKind) -> None:
    (kind,) = [each for each in CASES if each.aggregate.kind == excerpt.kind]
    readers = [each for each in house.readers if may_view(each.caller.roles, excerpt.view.name)]
    pairs = [(reader, case) for reader in readers for case in house.cases[kind.name]]
    hidden = [
        (reader, case) for reader, case in pairs if not held_for_paper(reader.caller, excerpt, house.states[case], 1)
    ]
    assert hidden
    for method, root in (("GET", "/api/v1/"), ("GET", "/"), ("POST", "/")):
        address = Address(method, f"{root}{excerpt.path}/{UNKNOWN}{'' if excerpt.is_blind else '/1'}")
        for reader, case in _spread(hidden, 3):
            got = ask(house, reader, address, case)
            assert got[0] == 404, (reader.name, address, got)
            assert got == ask(house, reader, address, UNKNOWN), (reader.name, address, case)


def test_whoever_may_not_know_of_a_fund_is_answered_as_of_none(house: House) -> None:
    (fund, *_) = [row["fund"] for row in Queries(house.service.reading).all(FUNDS)]
    readers = [each for each in house.readers if may_view(each.caller.roles, FUNDS.name)]
    scope = fold(FUND, (each.event for each in house.service.ledger.history(fund))).scope
    hidden = [each for each in readers if not may_list(each.caller, FUND.kind, scope)]
    assert hidden
    for root in ("/api/v1/funds/", "/funds/"):
        for reader in hidden:
            address = Address("GET", f"{root}{UNKNOWN}")
            got = ask(house, reader, address, fund)
            assert got[0] == 404, (reader.name, got)
            assert got == ask(house, reader, address, UNKNOWN)


def test_whoever_did_not_give_a_batch_is_answered_as_of_none(house: House) -> None:
    """Also whoever may know of every record that it names, or audits them."""
    (giver,) = [each for each in house.readers if each.name == "head"]
    batch = UUID(_batch(house, giver).get_json()["id"])
    for root in ("/api/v1/batches/", "/batches/"):
        address = Address("GET", f"{root}{UNKNOWN}")
        for reader in house.readers:
            got = ask(house, reader, address, batch)
            assert (got[0] == 200) == (reader is giver), (reader.name, got)
            assert reader is giver or got == ask(house, reader, address, UNKNOWN), (reader.name, got)


def _batch(house: House, giver: Reader) -> TestResponse:
    """An act over every petition of the house, at a version that none of them has had yet."""
    items = [{"id": str(case), "version": 1000} for case in house.cases["petitions"]]
    act = {"collection": "petitions", "action": "screening", "body": {"screened_on": "2026-01-05"}, "items": items}
    headers = {"Authorization": f"Bearer {giver.token}", "Idempotency-Key": f"silence-{next(KEYS)}"}
    answer = house.app.test_client().post("/api/v1/batches", json=act, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer


@pytest.mark.parametrize("name", CASES_OF)
def test_whoever_may_not_know_of_a_case_is_answered_as_of_none(house: House, name: str) -> None:
    """At every address: some of those whose roles let them ask there, for cases that are hidden from them."""
    hidden = [(reader, case) for reader, kind, case in house.hidden() if kind.name == name]
    for address in addresses(house.app, CASES_OF[name]):
        asking = [(reader, case) for reader, case in hidden if address.is_for(reader, CASES_OF[name])]
        assert asking, f"nobody is kept from anything at {address}"
        for reader, case in _spread(asking, 1 if address.is_page else 3):
            got = ask(house, reader, address, case)
            assert got[0] == 404 or (got[0] == 302 and address.method == "GET"), (reader.name, address, got)
            assert got == ask(house, reader, address, UNKNOWN), (reader.name, address, case)


def _spread(pairs: list[Any], most: int) -> list[Any]:
    """So many of them, from one end to the other."""
    return pairs[:: max(1, len(pairs) // most)][:most]


def test_whoever_holds_no_role_for_an_address_is_told_so_of_any_case(house: House) -> None:
    turns = {name: cycle(addresses(house.app, kind)) for name, kind in CASES_OF.items()}
    hidden = list(house.hidden())
    for reader, kind, case in _spread(hidden, 150):
        address = next(turns[kind.name])
        assert ask(house, reader, address, case) == ask(house, reader, address, UNKNOWN), (reader.name, address)


def test_whoever_may_know_of_a_case_is_shown_it(house: House) -> None:
    for reader in house.readers:
        for name, cases in house.cases.items():
            for case in cases[:1]:
                got = ask(house, reader, Address("GET", f"/api/v1/{name}/{UNKNOWN}"), case)
                assert (got[0] == 200) == house.knows(reader, CASES_OF[name], case), (reader.name, name, got)
