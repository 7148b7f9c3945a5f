"""What is offered to an officer on a case is what the door of commands lets him or her do there, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from domain.kernel import Command, fold
from domain.roles import Role
from projections.catalogue import CASE_VIEWS
from service.access.acting import RoleNeeded
from service.access.decisions import Denied
from service.demonstration.people import OFFICERS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES
from service.kinds.kind import CaseKind
from service.office.acting_on import anybody, bar_for, desks_of, held_to_act
from service.office.giving import Asked
from service.store.steps import Caller, StaleVersion, UnknownStream
from service.views.queries import Queries
from tests.support.applications import application_on
from tests.support.demonstrations import Played
from tests.support.instances import an_instance_of
from tests.support.pages import Page

pytestmark = pytest.mark.store

AHEAD = 1_000_000
"""A version that no case has come to: whoever may give the command is told so, and nobody changes anything."""
KEYS = count(1)


@dataclass(frozen=True)
class House:
    """The demonstration with its officers, and an open case for every status and every way to stand to a unit."""

    app: Flask
    service: Service
    callers: dict[str, Caller]
    cases: list[tuple[CaseKind, UUID]]


@pytest.fixture(scope="module")
def house(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with played_once.opened(tmp_path_factory.mktemp("offered") / "home") as service, application_on(service) as app:
        today = service.ledger.today()
        callers = {each.tag: service.callers.by_officer(officer_ref(each.tag), today) for each in OFFICERS}
        yield House(app, service, callers, list(_open_cases(service)))


def _open_cases(service: Service) -> Iterator[tuple[CaseKind, UUID]]:
    for kind in CASES:
        seen = set()
        for row in sorted(
            Queries(service.reading).all(CASE_VIEWS[kind.aggregate.kind]), key=lambda row: str(row["case_id"])
        ):
            stands = (row["status"], row["openness"], row["owner"])
            if stands not in seen:
                seen.add(stands)
                yield kind, row["case_id"]


def accepts(service: Service, kind: CaseKind, caller: Caller, case: UUID, command: type[Command[Any]]) -> bool:
    """Whether the door lets the caller give the command on the case, as far as access goes."""
    asked = Asked(kind, an_instance_of(command), caller, f"offered-{next(KEYS)}", case, seen=AHEAD)
    try:
        service.giving.give(asked)
    except (StaleVersion, RoleNeeded):
        return True
    except (UnknownStream, Denied):
        return False
    raise AssertionError(f"{command.__name__} was given at a version that no case has come to")


def offered_on(service: Service, kind: CaseKind, case: UUID, caller: Caller) -> set[type[Command[Any]]]:
    """What the case offers to the caller, and what papers of it do where nothing else of it exists for him or her."""
    try:
        return _offered_in(service, service.cases.open(kind.aggregate, case, caller), caller)
    except UnknownStream:
        of_papers = [command for excerpt in kind.excerpts for command in excerpt.commands]
        return {command for command in of_papers if command in _offered_beside(service, kind, case, caller, command)}


def _offered_beside(
    service: Service, kind: CaseKind, case: UUID, caller: Caller, command: type[Command[Any]]
) -> set[type[Command[Any]]]:
    try:
        _excerpt, left = service.excerpts.beside(kind.aggregate.kind, case, caller, command)
    except UnknownStream:
        return set()
    return _offered_in(service, left, caller)


def _offered_in(service: Service, case: CaseFile, caller: Caller) -> set[type[Command[Any]]]:
    now, later = service.cases.possible(case, caller)
    return {*now, *(each.command for each in later)}


def test_every_step_that_is_offered_is_let_in_and_every_one_that_is_let_in_is_offered(house: House) -> None:
    service, tried = house.service, 0
    for number, (kind, case) in enumerate(house.cases):
        state = fold(kind.aggregate, (each.event for each in service.ledger.history(case)))
        desk = cache(partial(service.ledger.desk, case, anybody(Role.AUDITOR)))
        possible = [
            each for each in kind.addressed if each.noun and kind.aggregate.status_of(state) in each.command.allowed_in
        ]
        for place, (tag, caller) in enumerate(house.callers.items()):
            if (number + place) % 3:
                continue
            offered = offered_on(service, kind, case, caller)
            for offer in possible:
                if not caller.roles & offer.roles:
                    continue
                tried += 1
                is_let_in = accepts(service, kind, caller, case, offer.command)
                held = held_to_act(offer.command, state, caller, desk) if is_let_in else []
                is_free = is_let_in and bar_for(offer.command, state, desks_of(caller, held, desk())) is None
                assert not is_free or offer.command in offered, (tag, kind.name, offer.noun)
                assert offer.command not in offered or is_let_in, (tag, kind.name, offer.noun)
    assert tried > 500


def test_every_link_that_is_offered_opens_a_form(house: House) -> None:
    shown = 0
    for number, (kind, case) in enumerate(house.cases):
        for place, tag in enumerate(house.callers):
            if (number + place) % 29:
                continue
            client = house.app.test_client()
            with client.session_transaction() as session:
                session["officer"] = str(officer_ref(tag))
            answer = client.get(f"/{kind.name}/{case}")
            if answer.status_code != 200:
                continue
            links = [each for each in Page(answer.text).links if each.startswith(f"/{kind.name}/{case}/")]
            for link in [each for each in links if kind.offer_of(each.rpartition("/")[2])][:2]:
                shown += 1
                assert client.get(link).status_code == 200, (tag, link)
    assert shown > 10
