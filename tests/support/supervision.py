"""Histories of supervision cases, made by running the commands one after another."""

from datetime import date
from typing import Any

from domain.supervision.aggregate import SUPERVISION
from domain.supervision.checking import AddEvidence, Evidence
from domain.supervision.codes import (
    Answer,
    ApprovingBody,
    CheckKind,
    Conflict,
    DeliveryWay,
    EvidenceKind,
    Means,
    Outcome,
    ReportTo,
    Severity,
    SignerPost,
    Source,
    SubjectCode,
    Trade,
    TriageDecision,
    VerificationMethod,
)
from domain.supervision.ending import Close, Report
from domain.supervision.finding import DraftFindings, Finalise, Finding, HearUnit
from domain.supervision.leading import RecordLead, Register, Triage
from domain.supervision.noticing import Delivery, Demand, IssueNotice, ItemReply, RecordDelivery, Reply
from domain.supervision.preparing import ApprovePlan, AssignTeam, Member, Start, StartCheck
from domain.supervision.rectifying import SubmitRectification, Verifier, VerifyItem
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef
from tests.support.given import CLERK, GROUP, HEAD, LEADER, PLANT, Decided, Given, History, given, ref


def day(text: str) -> date:
    """2025-09-01 as a date."""
    return date.fromisoformat(text)


SEPT_1 = day("2025-09-01")
ENGINEER = OfficerRef(ref("engineer"))
WORKER = OfficerRef(ref("front-line worker"))
SELLER = OfficerRef(ref("salesman"))
CONTACT = OfficerRef(ref("contact of the supervised unit"))
UNION_CHAIR = LEADER
WORKSHOP, BENCH = UnitRef(ref("workshop of the plant")), UnitRef(ref("bench of that workshop"))
BELOW_THE_PLANT = {
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), GROUP),
    WORKSHOP: Unit(UnitStatus.ACTIVE, "HS01-1", date(2000, 1, 1), PLANT),
    BENCH: Unit(UnitStatus.ACTIVE, "HS01-2", date(2000, 1, 1), WORKSHOP),
}


def case(*events: Any, **place: Any) -> Given:
    """A supervision case after the events."""
    return given(SUPERVISION, *events, **place)


def lead(on: date = SEPT_1, **changes: Any) -> RecordLead:
    """A lead on bulk procurement of the plant."""
    parts = {
        "recorded_on": on,
        "subjects": (SubjectCode.S22,),
        "supervised_unit": PLANT,
        "title": "物资采购监督",
        "text": "大宗物资采购未见比价记录",
        "source": Source.HOTLINE,
        "confirmed_by": HEAD,
        "alleges_person_violation": False,
        "unit": GROUP,
    }
    return RecordLead(**{**parts, **changes})


def plan(on: date = SEPT_1, **changes: Any) -> ApprovePlan:
    """A special check, which the unit need not be told of days before."""
    parts = {
        "approved_on": on,
        "body": ApprovingBody.UNION,
        "kind": CheckKind.SPECIAL,
        "questions": "采购是否比价",
        "means": (Means.DOCUMENTS, Means.SITE),
        "materials": "采购合同台账",
        "begins_on": on,
        "ends_on": day("2025-12-31"),
    }
    return ApprovePlan(**{**parts, **changes})


def member(officer: OfficerRef, trade: Trade, conflict: Conflict = Conflict.NONE, unit: Any = GROUP) -> Member:
    """A member from the group, who declares no tie."""
    return Member(officer, unit, trade, conflict)


TEAM = (member(ENGINEER, Trade.ENGINEERING), member(WORKER, Trade.FRONT_LINE))


def team(on: date = SEPT_1, members: tuple[Member, ...] = TEAM, **changes: Any) -> AssignTeam:
    """An engineer who leads and a worker."""
    return AssignTeam(**{"assigned_on": on, "members": members, "leader": ENGINEER, **changes})


def start(on: date = SEPT_1, **changes: Any) -> Start:
    """The unit is told on the day of the start."""
    return Start(**{"notified_on": on, "started_on": on, "work_time_released": True, **changes})


def evidence(on: date = SEPT_1, **changes: Any) -> Evidence:
    """A contract that both members copied."""
    parts = {
        "kind": EvidenceKind.DOC,
        "description": "采购合同复印件",
        "origin": "物资科",
        "collectors": (ENGINEER, WORKER),
        "obtained_on": on,
        "is_lawful": True,
    }
    return Evidence(**{**parts, **changes})


def finding(category: SubjectCode = SubjectCode.S22, outcome: Outcome = Outcome.O2, **changes: Any) -> Finding:
    """The plant bought without comparing prices."""
    parts = {
        "category": category,
        "severity": Severity.CONSIDERABLE,
        "responsible_unit": PLANT,
        "fact": "三笔采购无比价记录",
        "standard": "集团物资采购办法第十二条",
        "evidence": (1,),
        "outcome": outcome,
    }
    return Finding(**{**parts, **changes})


def demand(number: int = 1, days: int = 30, **changes: Any) -> Demand:
    """What is demanded for one finding."""
    parts = {"finding": number, "demand": "补建比价制度", "days": days, "method": VerificationMethod.DOCUMENTS}
    return Demand(**{**parts, **changes})


def notice(on: date, items: tuple[Demand, ...] = (demand(),), delivered_on: date | None = None) -> IssueNotice:
    """The notice, handed over on the day it was signed unless told otherwise."""
    return IssueNotice(on, SignerPost.UNION_CHAIR, items, Delivery(delivered_on or on, DeliveryWay.IN_PERSON))


def plans(*items: int) -> tuple[ItemReply, ...]:
    """A plan for each of the items."""
    return tuple(ItemReply(number, Answer.PLAN, "按期完成整改") for number in items or (1,))


VERIFIERS = (Verifier(ENGINEER, GROUP), Verifier(WORKER, GROUP))


def verification(on: date, item: int = 1, *, passed: bool = True, **changes: Any) -> VerifyItem:
    """Two members of the team verify on site."""
    parts = {"verifiers": VERIFIERS, "on_site": True, "notes": "现场核对制度和台账"}
    return VerifyItem(**{"item": item, "passed": passed, "verified_on": on, **parts, **changes})


def submission(on: date, item: int = 1) -> SubmitRectification:
    """The unit hands in what it did."""
    return SubmitRectification(item, "比价制度文件和会签记录", on)


def recorded(on: date = SEPT_1, **changes: Any) -> History:
    """A lead that nobody has registered yet."""
    return case().when(lead(on, **changes)).history


def registered(on: date = SEPT_1, **changes: Any) -> History:
    """A lead that is registered."""
    return case(recorded(on, **changes)).when(Register(on)).history


def triaged(on: date = SEPT_1) -> History:
    """A lead that democratic supervision takes up."""
    return case(registered(on)).when(Triage(TriageDecision.DEMOCRATIC_SUPERVISION, on), by=HEAD).history


def planned(on: date = SEPT_1, **changes: Any) -> History:
    """A check with an approved plan."""
    return case(triaged(on)).when(plan(on, **changes), by=LEADER).history


def team_ready(on: date = SEPT_1, members: tuple[Member, ...] = TEAM, **changes: Any) -> History:
    """A check with a team."""
    return case(planned(on, **changes)).when(team(on, members), by=LEADER).history


def checking(on: date = SEPT_1, members: tuple[Member, ...] = TEAM) -> History:
    """A check that has started, with one piece of evidence."""
    started = case(team_ready(on, members)).when(StartCheck(start(on)), by=ENGINEER)
    return started.when(AddEvidence(evidence(on)), by=ENGINEER).history


def drafted(on: date = SEPT_1, *findings: Finding) -> History:
    """A draft of findings that the unit has."""
    return case(checking(on)).when(DraftFindings(on, findings or (finding(),)), by=ENGINEER).history


def heard(on: date = SEPT_1, *findings: Finding) -> History:
    """The unit gave its view on the same day."""
    return case(drafted(on, *findings)).when(HearUnit(on, "无异议"), by=ENGINEER).history


def final(on: date = SEPT_1, *findings: Finding) -> History:
    """The team agreed on its findings."""
    return case(heard(on, *findings)).when(Finalise(on, (ENGINEER, WORKER)), by=ENGINEER).history


def issued(on: date = SEPT_1, *findings: Finding, items: tuple[Demand, ...] = (demand(),)) -> History:
    """A notice that was signed and has not reached the unit."""
    order = IssueNotice(on, SignerPost.UNION_CHAIR, items)
    return case(final(on, *findings)).when(order, by=UNION_CHAIR).history


def delivered(on: date = SEPT_1, *findings: Finding, items: tuple[Demand, ...] = (demand(),), **place: Any) -> History:
    """A notice that reached the unit on the day of its signature."""
    delivery = RecordDelivery(Delivery(on, DeliveryWay.IN_PERSON))
    return case(issued(on, *findings, items=items), **place).when(delivery, by=CLERK).history


def rectifying(on: date = SEPT_1, *findings: Finding, items: tuple[Demand, ...] = (demand(),)) -> History:
    """The unit answered on the day of the delivery, with a plan for every item."""
    numbers = range(1, len(items) + 1)
    return case(delivered(on, *findings, items=items)).when(Reply(on, plans(*numbers)), by=CONTACT).history


def verifying(on: date = SEPT_1, *findings: Finding, items: tuple[Demand, ...] = (demand(),)) -> History:
    """The unit handed in evidence for the first item on the same day."""
    return case(rectifying(on, *findings, items=items)).when(submission(on), by=CONTACT).history


def verified(on: date = SEPT_1) -> History:
    """The only item passed."""
    return case(verifying(on)).when(verification(on), by=ENGINEER).history


def report(on: date, **changes: Any) -> Report:
    """The result goes to the workers' congress."""
    parts = {"to": ReportTo.CONGRESS, "summary": "采购制度已补齐", "names_no_person": True}
    return Report(**{"reported_on": on, **parts, **changes})


def reported(on: date = SEPT_1) -> History:
    """The result was reported by the team's leader."""
    return case(verified(on)).when(report(on), by=ENGINEER).history


def shortest(on: date = SEPT_1) -> Decided:
    """The shortest lawful case with a problem: thirteen visits to the desk."""
    return (
        case()
        .when(lead(on, registered_on=on), by=CLERK)
        .when(Triage(TriageDecision.DEMOCRATIC_SUPERVISION, on), by=HEAD)
        .when(plan(on), by=UNION_CHAIR)
        .when(team(on, start=start(on)), by=UNION_CHAIR)
        .when(DraftFindings(on, (finding(),), (evidence(on),)), by=ENGINEER)
        .when(HearUnit(on, "无异议"), by=ENGINEER)
        .when(Finalise(on, (ENGINEER, WORKER)), by=ENGINEER)
        .when(notice(on), by=UNION_CHAIR)
        .when(Reply(on, plans()), by=CONTACT)
        .when(submission(on), by=CONTACT)
        .when(verification(on), by=ENGINEER)
        .when(report(on), by=ENGINEER)
        .when(Close(on), by=UNION_CHAIR)
    )
