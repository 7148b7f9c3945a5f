"""Checking: evidence and talks, always by two members of the team."""

from typing import Any

import pytest

from domain.cases.codes import Confirmer
from domain.cases.facts import Second
from domain.cases.second import OwnStatement
from domain.cases.waiting import effective
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.separation import TwoOfficersNeeded
from domain.supervision.checking import (
    AddEvidence,
    EvidenceNotLawful,
    HashMalformed,
    LogTalk,
    NotInTheTeam,
    TalkNotVoluntary,
)
from domain.supervision.codes import EvidenceClass, EvidenceKind, Means, Status, Trade
from domain.supervision.events import EvidenceAdded, Stated, TalkLogged
from domain.supervision.finding import DraftFindings
from domain.supervision.mending import Confirm
from domain.supervision.teams import NobodyFromOutside
from domain.values import written
from tests.support.given import PLANT, SUBJECT
from tests.support.supervision import (
    ENGINEER,
    SELLER,
    SEPT_1,
    TEAM,
    WORKER,
    case,
    checking,
    day,
    evidence,
    finding,
    member,
)

AUG_31, SEPT_2 = day("2025-08-31"), day("2025-09-02")
SHA = "0123456789abcdef" * 4


def add(**changes: Any) -> AddEvidence:
    return AddEvidence(evidence(SEPT_2, **changes))


def talk(**changes: Any) -> LogTalk:
    parts = {"means": Means.INDIVIDUAL, "officers": (ENGINEER, WORKER), "minutes": "谈话记录", "is_voluntary": True}
    return LogTalk(**{"talked_on": SEPT_2, **parts, **changes})


def test_evidence_is_numbered_and_names_its_collectors() -> None:
    piece = add(collectors=(WORKER, ENGINEER, WORKER), confidentiality=EvidenceClass.C3, sha256=SHA)
    after = case(checking()).when(piece)
    after.then(
        EvidenceAdded(
            number=2,
            kind=EvidenceKind.DOC,
            confidentiality=EvidenceClass.C3,
            description=written(SUBJECT, "description", "采购合同复印件"),
            origin=written(SUBJECT, "origin", "物资科"),
            collectors=(WORKER, ENGINEER),
            sha256=SHA,
            obtained_on=SEPT_2,
        )
    )
    assert after.state.status is Status.CHECKING


def test_two_different_members_collect() -> None:
    open_case = case(checking())
    open_case.when(add(collectors=(ENGINEER, ENGINEER))).refuses(TwoOfficersNeeded, count=1)
    open_case.when(add(collectors=(ENGINEER, SELLER))).refuses(NotInTheTeam)


def test_only_lawful_evidence_is_recorded() -> None:
    case(checking()).when(add(is_lawful=False)).refuses(EvidenceNotLawful)


@pytest.mark.parametrize("text", ["A" * 64, "王" * 64, "0" * 63, "0" * 65, "0" * 63 + "\n"])
def test_a_hash_is_nothing_but_a_hash(text: str) -> None:
    case(checking()).when(add(sha256=text)).refuses(HashMalformed)


def test_evidence_is_obtained_during_the_check() -> None:
    open_case = case(checking())
    open_case.when(AddEvidence(evidence(AUG_31))).refuses(FactOutOfOrder, field="obtained_on")
    open_case.when(add(), today=SEPT_1).refuses(FactInTheFuture, field="obtained_on")


def test_evidence_may_be_recorded_in_another_order_than_it_was_obtained() -> None:
    later = case(checking()).when(add())
    later.when(AddEvidence(evidence(SEPT_1))).then_only(EvidenceAdded)


def test_a_talk_is_held_by_two_members_and_of_free_will() -> None:
    open_case = case(checking())
    minutes = written(SUBJECT, "minutes", "谈话记录")
    stated = open_case.when(talk(), by=ENGINEER)
    logged = TalkLogged(Means.INDIVIDUAL, (ENGINEER, WORKER), minutes, SEPT_2)
    asked = (Second(Confirmer.PARTICIPANT, (WORKER,)),)
    stated.then(Stated(1, 1, asked, ENGINEER, False), logged)
    stated.when(Confirm(1, "谈话笔录"), by=ENGINEER).refuses(OwnStatement)
    confirmed = stated.when(Confirm(1, "本人在场"), by=WORKER)
    assert logged in [each.event for each in effective(confirmed.state.past.items())]
    open_case.when(talk(officers=(ENGINEER,))).refuses(TwoOfficersNeeded, count=1)
    open_case.when(talk(officers=(ENGINEER, SELLER))).refuses(NotInTheTeam)
    open_case.when(talk(is_voluntary=False)).refuses(TalkNotVoluntary)
    open_case.when(talk(talked_on=AUG_31)).refuses(FactOutOfOrder, field="talked_on")


def test_of_each_pair_one_comes_from_outside_the_supervised_unit() -> None:
    inside = (member(WORKER, Trade.FRONT_LINE, unit=PLANT), member(SELLER, Trade.SALES, unit=PLANT))
    open_case = case(checking(SEPT_1, (TEAM[0], *inside)))
    open_case.when(add(collectors=(WORKER, SELLER))).refuses(NobodyFromOutside)
    open_case.when(talk(officers=(WORKER, SELLER))).refuses(NobodyFromOutside)
    drafted = DraftFindings(SEPT_2, (finding(),), (evidence(SEPT_2, collectors=(WORKER, SELLER)),))
    open_case.when(drafted).refuses(NobodyFromOutside)
    open_case.when(add(collectors=(ENGINEER, SELLER))).then_only(EvidenceAdded)
