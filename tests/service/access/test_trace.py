"""The trace of openings: written first, by a login that can only append, counted without gaps and chained."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from domain.levels import Level, ReadFor
from domain.petition.aggregate import PETITION
from domain.roles import Role
from domain.values import KeyClass
from service.access.case_reader import CaseReader
from service.access.trace import TraceUnavailable, Visit
from service.edge.running import Service
from service.sealing.readers import NOBODY, Chore, Everyday, Machine, NotAdmitted, Passing, Sought
from service.sealing.seal import Sealed, Token
from tests.support.group import PETITIONER, Group, founded, handling
from tests.support.services import TestClock

pytestmark = pytest.mark.store

READS = "SELECT level, purpose, is_own, kind, roles FROM reads ORDER BY number"


@pytest.fixture
def group(service: Service) -> Group:
    return founded(service)


@pytest.fixture
def owner(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """Whoever operates the database."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def names(group: Group, role: Role, case: Any, purpose: ReadFor | None = None) -> list[Any]:
    """What the timeline tells the officer of the name of whoever filed."""
    by = group.caller(role)
    opened = group.service.cases.open(PETITION, case, by, purpose=purpose)
    facts = group.service.cases.facts_for(opened, by)
    group.service.cases.events_for(opened, by)
    return [each["name"] for each in facts if "name" in each]


def test_nothing_confidential_opens_without_a_purpose_and_it_is_recorded_before_it_does(
    group: Group, owner: psycopg.Connection[Any]
) -> None:
    case = handling(group, group.service.ledger.today())
    assert names(group, Role.INTAKE, case) == [{"sealed": True}]
    assert owner.execute(READS).fetchall() == []
    assert names(group, Role.INTAKE, case, ReadFor.ANSWERING) == [PETITIONER]
    assert owner.execute(READS).fetchall() == [("C3", "ANSWERING", True, "petition", ["INTAKE"])]


def test_the_purpose_is_asked_once_per_case_and_day_and_every_opening_is_recorded(
    group: Group, clock: TestClock, owner: psycopg.Connection[Any]
) -> None:
    case, other = (handling(group, group.service.ledger.today()) for _ in range(2))
    names(group, Role.INTAKE, case, ReadFor.ANSWERING)
    assert names(group, Role.INTAKE, case) == [PETITIONER]
    assert len(owner.execute(READS).fetchall()) == 2
    assert names(group, Role.INTAKE, other) == [{"sealed": True}]
    assert names(group, Role.PET_HEAD, case) == [{"sealed": True}]
    clock.move(hours=15)
    assert names(group, Role.INTAKE, case) == [{"sealed": True}]


@pytest.mark.parametrize(
    ("key_class", "is_protected", "level"),
    [
        (KeyClass.PERSONAL, True, "C3"),
        (KeyClass.IDENTITY, False, "C3"),
        (KeyClass.IDENTITY, True, "C4"),
        (KeyClass.ORIGINAL, False, "C4"),
        (KeyClass.ATTACHMENT, False, "C4"),
    ],
)
def test_what_is_sealed_is_asked_each_time_and_what_is_sensitive_once_a_day(
    service: Service, key_class: KeyClass, is_protected: bool, level: str, owner: psycopg.Connection[Any]
) -> None:
    here, token = visit(), Token(Sealed("", "", "", "", "", ""), "", 1, "petition.received:1")
    before, then, later = (
        CaseReader(service.trace, here, is_protected, said) for said in (None, ReadFor.DECIDING, None)
    )
    assert not before.admits({token: key_class})
    assert before.wants == [level]
    assert list(then.admits({token: key_class})) == list(then.admits({token: key_class})) == [token]
    assert then.wants == []
    assert bool(later.admits({token: key_class})) == (level == "C3")
    assert [row[0] for row in owner.execute(READS).fetchall()] == [level] * (2 if level == "C3" else 1)


def test_texts_of_a_matter_and_names_of_colleagues_leave_no_trace(
    service: Service, owner: psycopg.Connection[Any]
) -> None:
    reader = CaseReader(service.trace, visit(), is_protected=True)
    of_matter, of_colleague = (
        Token(Sealed("", "", "", "", "", ""), "", 1, topic) for topic in ("petition.received:1", "organisation.moved:1")
    )
    sought = {of_matter: KeyClass.CONTENT, of_colleague: KeyClass.IDENTITY}
    assert list(reader.admits(sought)) == [of_matter, of_colleague]
    assert owner.execute(READS).fetchall() == []


def test_who_may_not_read_a_text_is_not_asked_and_leaves_no_trace(group: Group, owner: psycopg.Connection[Any]) -> None:
    case = handling(group, group.service.ledger.today())
    for role in (Role.AUDITOR, Role.UNIT_LEAD):
        opened = group.service.cases.open(PETITION, case, group.caller(role), purpose=ReadFor.DECIDING)
        group.service.cases.facts_for(opened, group.caller(role))
        assert list(opened.reader.wants) == []
    assert owner.execute(READS).fetchall() == []


def test_where_it_cannot_be_recorded_nothing_is_opened(group: Group, owner: psycopg.Connection[Any]) -> None:
    case = handling(group, group.service.ledger.today())
    owner.execute("REVOKE INSERT ON reads FROM casework_writer")
    with pytest.raises(TraceUnavailable):
        names(group, Role.INTAKE, case, ReadFor.ANSWERING)
    owner.execute("REVOKE SELECT ON reads FROM casework_writer")
    with pytest.raises(TraceUnavailable):
        names(group, Role.INTAKE, case)


def test_a_list_opens_nothing_confidential_whatever_its_rules_allow(group: Group) -> None:
    case = handling(group, group.service.ledger.today())
    event = group.service.ledger.history(case)[0].event
    name = event.registration.name.token if hasattr(event, "registration") else None
    tokens = (
        [name]
        if name
        else [
            personal.token
            for each in group.service.ledger.history(case)
            if (personal := getattr(each.event, "name", None)) is not None
        ]
    )
    for reader in (Passing(None, Everyday.LISTING), Passing(uuid4(), Everyday.FILLING_IN), NOBODY):
        with pytest.raises(NotAdmitted):
            group.service.vault.open(tokens, reader)
        assert list(group.service.vault.open_allowed(tokens, lambda *_: True, reader).values()) == [None]
    assert group.service.vault.open(tokens, Machine(Chore.CHECKING)) == {tokens[0]: PETITIONER}


def visit(**changes: Any) -> Visit:
    return replace(Visit(uuid4(), ("INTAKE",), "petition", uuid4(), None, True), **changes)


CHANGES = (
    "UPDATE reads SET purpose = 'DECIDING'",
    "DELETE FROM reads",
    "TRUNCATE reads",
    "ALTER TABLE reads DISABLE TRIGGER ALL",
    "DROP TABLE reads",
    "UPDATE exports SET what = ''",
    "DELETE FROM exports",
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_answers_requests_appends_to_the_trace_and_changes_nothing(
    service: Service, owner: psycopg.Connection[Any], change: str
) -> None:
    service.trace.record(visit(), Level.SENSITIVE, ReadFor.HANDLING)
    owner.execute("SET ROLE casework_writer")
    with pytest.raises(InsufficientPrivilege):
        owner.execute(change)
    owner.execute("RESET ROLE")
    if change.startswith(("UPDATE", "DELETE FROM reads", "TRUNCATE")) and "reads" in change:
        with pytest.raises(InsufficientPrivilege, match="immutable"):
            owner.execute(change)


def test_entries_are_counted_without_gaps_whatever_number_is_given_and_whatever_was_rolled_back(
    service: Service, owner: psycopg.Connection[Any]
) -> None:
    service.trace.record(visit(), Level.SENSITIVE, ReadFor.HANDLING)
    with owner.transaction(force_rollback=True):
        owner.execute(FORGED)
    owner.execute(FORGED)
    service.trace.record(visit(), Level.SEALED, ReadFor.DECIDING)
    assert [row[0] for row in owner.execute("SELECT number FROM reads ORDER BY 1").fetchall()] == [1, 2, 3]
    assert service.trace.broken() == []


FORGED = """
    INSERT INTO reads (number, at, reader, roles, level, purpose, kind, case_id, is_own, digest)
    VALUES (77, now(), gen_random_uuid(), '{}', 'C3', 'HANDLING', 'petition', gen_random_uuid(), true, 'x')
"""


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("DELETE FROM reads WHERE number = 2", [3]),
        ("UPDATE reads SET reader = gen_random_uuid() WHERE number = 2", [2]),
        ("UPDATE reads SET at = at + interval '1 second' WHERE number = 1", [1]),
        ("UPDATE reads SET number = 9 WHERE number = 3", [9]),
    ],
)
def test_what_the_operator_takes_out_or_alters_shows(
    service: Service, owner: psycopg.Connection[Any], change: str, broken: list[int]
) -> None:
    for _ in range(3):
        service.trace.record(visit(), Level.SENSITIVE, ReadFor.HANDLING)
    assert service.trace.broken() == []
    owner.execute("ALTER TABLE reads DISABLE TRIGGER ALL")
    owner.execute(change)
    assert service.trace.broken() == [("reads", number) for number in broken]


def test_the_person_concerned_hears_how_often_and_when_and_never_who(group: Group, clock: TestClock) -> None:
    case = handling(group, group.service.ledger.today())
    names(group, Role.INTAKE, case, ReadFor.ANSWERING)
    assert group.service.trace.of_case(case) == [(clock.moment, Level.SENSITIVE)]
    assert group.service.trace.of_case(uuid4()) == []


def test_machines_read_for_a_chore_and_are_admitted_everything() -> None:
    sought: Sought = {}
    assert list(Machine(Chore.SEARCHING).admits(sought)) == []
