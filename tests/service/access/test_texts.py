"""Which texts open for whom: by role, by how the case stands to it, by class and by stage."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest

from domain.growing import Growing
from domain.hardship.aids import Aid
from domain.hardship.codes import AidKind, AidStatus
from domain.hardship.codes import Status as HardshipStatus
from domain.hardship.state import Hardship
from domain.petition.codes import Purpose
from domain.petition.codes import Status as PetitionStatus
from domain.petition.state import Petition
from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.supervision.state import Supervision
from domain.unit_tree import UnitTree
from domain.values import FundRef, KeyClass, OfficerRef, UnitRef
from service.access.texts import texts_open
from service.kinds.catalogue import CASES
from service.store.steps import Caller
from tests.support.golden import equals_golden, lines
from tests.support.personal import personal_fields

GROUP, PLANT, SHOP, MINE = (UnitRef(UUID(int=number)) for number in range(1, 5))
TREE = UnitTree({GROUP: None, PLANT: GROUP, SHOP: PLANT, MINE: GROUP})
ME = OfficerRef(UUID(int=7))
WHOSE = {
    "above": Scope(Openness.OPEN, GROUP).before(GROUP),
    "own": Scope(Openness.OPEN, PLANT).before(PLANT),
    "own, assigned": Scope(Openness.OPEN, PLANT).assigning(ME).before(PLANT),
    "own, passed on to another": Scope(Openness.OPEN, MINE).before(PLANT).before(MINE),
    "below": Scope(Openness.OPEN, SHOP).before(SHOP),
    "other": Scope(Openness.OPEN, MINE).before(MINE),
    "other, assigned": Scope(Openness.OPEN, MINE).assigning(ME).before(MINE),
}
AID = Aid(
    number=1,
    status=AidStatus.PLANNED,
    kind=AidKind.A1,
    amount_fen=1,
    fund=FundRef(UUID(int=10)),
    fund_unit=PLANT,
    is_emergency=False,
    asks=Role.UNION_CHAIR,
    planned_by=ME,
    planned_on=date(2025, 9, 8),
    stepped_on=date(2025, 9, 8),
)
P1, P3 = frozenset({Purpose.P1}), frozenset({Purpose.P1, Purpose.P3})
STAGES: dict[str, dict[str, Any]] = {
    "petition": {
        "ordinary": Petition(purposes=P1),
        "ordinary, put before the leader": Petition(PetitionStatus.DECISION_REVIEW, purposes=P1),
        "in confidence": Petition(purposes=P1, is_confidential=True),
        "accusation": Petition(purposes=P3, is_confidential=True),
    },
    "supervision": {"open": Supervision()},
    "hardship": {
        "being checked": Hardship(HardshipStatus.VISITED),
        "waiting for approval": Hardship(HardshipStatus.APPROVAL),
        "an aid waiting above": Hardship(HardshipStatus.ON_FILE, aids=Growing({1: AID}), asking=Growing({AID.asks: 1})),
        "on file": Hardship(HardshipStatus.ON_FILE),
    },
}


def caller(role: Role) -> Caller:
    """Who holds the role for the plant, and works elsewhere."""
    return Caller(ME, frozenset({Held(role, PLANT)}), MINE, units=TREE)


def scopes(kind: str, stage: str) -> Iterator[tuple[str, Scope]]:
    for name, scope in WHOSE.items():
        if kind == "supervision":
            yield name, replace(scope, supervised=UnitRef(UUID(int=9)))
        elif kind == "hardship":
            yield name, scope
            yield f"{name}, asked", scope.asking(*Role)
            yield f"{name}, heard", replace(scope, heard=Growing(dict.fromkeys(sorted(Role))))
        else:
            yield name, replace(scope, openness=Openness.SEALED) if stage == "accusation" else scope


def opened(kind: str, role: Role, state: Any) -> Iterator[str]:
    """The texts that open, a class whose texts all open by its name alone."""
    opens = texts_open(caller(role), kind, state)
    known = sorted((key_class, event, field) for key_class, event, field in personal_fields(kind))
    for key_class, of_class in groupby(known, key=lambda each: each[0]):
        fields = [(event, field) for _class, event, field in of_class]
        told = [f"{event.partition('.')[2]}.{field}" for event, field in fields if opens(key_class, event, field)]
        if told:
            yield str(key_class) if len(told) == len(fields) else f"{key_class}({' '.join(told)})"


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_which_texts_open_for_whom_is_as_agreed(kind: str) -> None:
    told = [
        f"{stage}; {name}; {role}: {' '.join(found)}"
        for stage, state in STAGES[kind].items()
        for name, scope in scopes(kind, stage)
        for role in Role
        if (found := list(opened(kind, role, replace(state, scope=scope))))
    ]
    equals_golden(f"texts-{kind}.txt", lines(told))


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.LEADER_VIEW, Role.AUDITOR, Role.PI_OFFICER])
def test_who_operates_looks_at_figures_or_watches_reads_no_text(role: Role) -> None:
    for kind, stages in STAGES.items():
        for stage, state in stages.items():
            for _name, scope in scopes(kind, stage):
                assert not list(opened(kind, role, replace(state, scope=scope)))


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_who_informed_or_objected_and_what_was_written_in_confidence_opens_for_nobody(kind: str) -> None:
    closed = {
        "petition": [("petition.registered", "facts"), ("petition.registered", "demands.text")],
        "supervision": [("supervision.lead_recorded", "source"), ("supervision.lead_recorded", "source_ref")],
        "hardship": [("hardship.objected", "objector")],
    }[kind]
    classes = [KeyClass.ORIGINAL] if kind == "petition" else [KeyClass.IDENTITY]
    for stage, state in STAGES[kind].items():
        for _name, scope in scopes(kind, stage):
            for role in Role:
                opens = texts_open(caller(role), kind, replace(state, scope=scope))
                assert not any(opens(each, event, field) for each in classes for event, field in closed)


def test_the_unit_reads_why_its_item_came_back_and_nothing_that_was_noted_when_it_passed() -> None:
    scope = Scope(Openness.OPEN, MINE, supervised=PLANT).before(MINE).before(PLANT)
    opens = texts_open(caller(Role.SUPERVISED), "supervision", Supervision(scope=scope))
    assert opens(KeyClass.CONTENT, "supervision.item_reopened", "notes")
    assert not opens(KeyClass.CONTENT, "supervision.item_verified", "notes")
    assert not opens(KeyClass.CONTENT, "supervision.lead_recorded", "title")
