"""The demonstration's supervision cases: how each one goes, and how far."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from domain.cases.codes import Tie
from domain.organisation.unit import unit_ref
from domain.supervision.checking import Evidence
from domain.supervision.codes import (
    Answer,
    ApprovingBody,
    Authority,
    CheckKind,
    DeliveryWay,
    EscalationCause,
    EvidenceKind,
    Means,
    Organ,
    Outcome,
    ReportTo,
    Severity,
    SignerPost,
    Source,
    SubjectCode,
    TriageDecision,
    VerificationMethod,
)
from domain.supervision.ending import Close, Report
from domain.supervision.escalating import Escalate
from domain.supervision.finding import DraftFindings, Finalise, Finding, HearUnit
from domain.supervision.leading import RecordLead, Triage
from domain.supervision.noticing import Delivery, Demand, IssueNotice, ItemReply, Reply
from domain.supervision.preparing import ApprovePlan, AssignTeam, Start
from domain.supervision.rectifying import SubmitRectification, VerifyItem
from domain.supervision.recusing import DecideRecusal, DeclareTie
from domain.supervision.referring import Refer, SignForReferral, TellFeedback
from service.demonstration.stage import DEMONSTRATION, Scene, Stage, officer_ref
from service.demonstration.supervision_stories import LEADER, MEMBER2, STORIES, SUPERVISED, Looked, Story


@dataclass(slots=True)
class SupervisionPlay:
    """One supervision case on the stage."""

    stage: Stage
    story: Story
    case: UUID

    @property
    def looked(self) -> Looked:
        """The unit that it looks into."""
        return SUPERVISED[self.story.unit]

    def begin(self) -> None:
        """Plans the whole life from the day of the lead."""
        self.stage.at(self.stage.today - timedelta(days=self.story.days_ago), self._lead)

    def _go_on(self, day: date, days: int, reached: str, scene: Scene) -> None:
        if self.story.until != reached:
            self.stage.at(day + timedelta(days=days), scene)

    def _lead(self, day: date) -> None:
        lead = RecordLead(
            recorded_on=day,
            subjects=(self.story.subject,),
            supervised_unit=unit_ref(self.story.unit),
            title=self.story.title,
            text=self.story.text,
            source=Source.PLAN,
            confirmed_by=officer_ref("chair"),
            alleges_person_violation=False,
            unit=unit_ref("HS"),
            registered_on=day,
        )
        self.stage.act("member2", self.case, lead)
        if self.story.until == "registered":
            self._declare(day)
        self._go_on(day, 3, "registered", self._triage)

    def _declare(self, day: date) -> None:
        words = "曾与该单位销售科同事。Once worked with its sales department."
        self.stage.act("team_lead", self.case, DeclareTie(Tie.INTEREST, day, words))
        grounds = "已离岗五年，不影响公正。Five years ago; it does not matter here."
        refusing = DecideRecusal(concerned=LEADER, is_confirmed=False, decided_on=day, grounds=grounds)
        self.stage.act("chair", self.case, refusing)

    def _triage(self, day: date) -> None:
        self.stage.act("team_lead", self.case, Triage(TriageDecision.DEMOCRATIC_SUPERVISION, day))
        plan = ApprovePlan(
            approved_on=day,
            body=ApprovingBody.UNION,
            kind=CheckKind.SPECIAL,
            questions="程序是否完备，记录是否齐全。Was the procedure followed and recorded?",
            means=(Means.DOCUMENTS, Means.SITE),
            materials="台账、合同、会议纪要。Ledgers, contracts, minutes.",
            begins_on=day,
            ends_on=day + timedelta(days=60),
        )
        self.stage.act("chair", self.case, plan)
        self._go_on(day, 3, "planned", self._start)

    def _start(self, day: date) -> None:
        start = Start(notified_on=day, started_on=day, work_time_released=True)
        self.stage.act("chair", self.case, AssignTeam(day, self.looked.team, LEADER, start=start))
        self._go_on(day, 6, "started", self._draft)

    def _draft(self, day: date) -> None:
        evidence = Evidence(
            kind=EvidenceKind.DOC,
            description="台账与合同复印件。Copies of the ledger and contracts.",
            origin="业务科室 the department",
            collectors=(officer_ref(self.looked.member), MEMBER2),
            obtained_on=day,
            is_lawful=True,
        )
        finding = Finding(
            category=self.story.subject,
            severity=Severity.CONSIDERABLE,
            responsible_unit=unit_ref(self.story.unit),
            fact=self.story.text,
            standard="集团管理办法第十二条。Article 12 of the group's rules.",
            evidence=(1,),
            outcome=Outcome.O2,
        )
        self.stage.act("member2", self.case, DraftFindings(day, (finding, finding), (evidence,)))
        if self.story.subject is SubjectCode.S31:
            self._refer(day)
        self._go_on(day, 5, "drafted", self._hear)

    def _refer(self, day: date) -> None:
        words = "涉及一名负责人的部分，依规移送。What concerns one person in charge is handed over."
        self.stage.act("team_lead", self.case, Refer(Organ.DISCIPLINE, words, day, to_unit=unit_ref("HS")))
        self.stage.at(day + timedelta(days=2), self._sign_for)
        self.stage.at(day + timedelta(days=70), self._feed_back)

    def _sign_for(self, day: date) -> None:
        self.stage.act("discipline", self.case, SignForReferral(1, day))

    def _feed_back(self, day: date) -> None:
        self.stage.act("discipline_head", self.case, TellFeedback(1, day))

    def _hear(self, day: date) -> None:
        self.stage.act("team_lead", self.case, HearUnit(day, "基本属实，将整改。Largely true; it will be put right."))
        self._go_on(day, 2, "heard", self._conclude)

    def _conclude(self, day: date) -> None:
        self.stage.act("team_lead", self.case, Finalise(day, tuple(member.officer for member in self.looked.team)))
        demands = tuple(
            Demand(number, text, self.story.days, VerificationMethod.ON_SITE)
            for number, text in enumerate(("补齐程序和记录。Complete the procedure.", "公开结果。Publish it."), 1)
        )
        delivery = Delivery(day, DeliveryWay.IN_PERSON)
        self.stage.act("chair", self.case, IssueNotice(day, SignerPost.UNION_CHAIR, demands, delivery))
        if self.story.until == "escalated":
            self.stage.at(day + timedelta(days=30), self._escalate)
            return
        self._go_on(day, 8, "noticed", self._reply)

    def _escalate(self, day: date) -> None:
        """The unit did not answer in time: the union goes above it."""
        words = "意见书送达后逾期未答复，提请协调督促。The opinion letter was not answered in time."
        self.stage.act("chair", self.case, Escalate(EscalationCause.NO_ANSWER, Authority.PARTY_COMMITTEE, words, day))

    def _reply(self, day: date) -> None:
        words = "按期整改。It will be put right in time."
        answers = tuple(ItemReply(number, Answer.PLAN, words) for number in (1, 2))
        self.stage.act(self.looked.contact, self.case, Reply(day, answers))
        self._go_on(day, self.story.rectified_after, "replied", self._submit)

    def _submit(self, day: date) -> None:
        for number in (1, 2):
            words = "整改材料与照片。Documents and photos."
            self.stage.act(self.looked.contact, self.case, SubmitRectification(number, words, day))
        self._go_on(day, 4, "submitted", self._fail if self.story.fails_first else self._verify)

    def _fail(self, day: date) -> None:
        words = "现场未见整改。Nothing was changed on site."
        self.stage.act("team_lead", self.case, VerifyItem(1, False, day, self.looked.verifiers, True, words))
        self._pass(day, 2)
        if self.story.until == "failed":
            self.stage.at(day + timedelta(days=12), self._submit_again)

    def _submit_again(self, day: date) -> None:
        words = "重新整改材料。Documents of the second attempt."
        self.stage.act(self.looked.contact, self.case, SubmitRectification(1, words, day))
        self.stage.at(day + timedelta(days=3), self._verify_again)

    def _verify_again(self, day: date) -> None:
        self._pass(day, 1)

    def _pass(self, day: date, item: int) -> None:
        words = "现场核对属实。Checked on site."
        self.stage.act("team_lead", self.case, VerifyItem(item, True, day, self.looked.verifiers, True, words))

    def _verify(self, day: date) -> None:
        self._pass(day, 1)
        self._pass(day, 2)
        self._go_on(day, 5, "verified", self._report)

    def _report(self, day: date) -> None:
        summary = "两项问题均已整改。Both items were put right."
        self.stage.act("team_lead", self.case, Report(ReportTo.CONGRESS, day, summary, names_no_person=True))
        self._go_on(day, 4, "reported", self._close)

    def _close(self, day: date) -> None:
        self.stage.act("chair", self.case, Close(day))


def plan_supervisions(stage: Stage) -> int:
    """Puts every supervision case on the stage; returns how many."""
    for number, story in enumerate(STORIES, 1):
        SupervisionPlay(stage, story, uuid5(DEMONSTRATION, f"supervision {number}")).begin()
    return len(STORIES)
