"""The demonstration's petitions: how each one goes, and how far."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from domain.cases.codes import Tie
from domain.cases.subjects import SubjectCode
from domain.organisation.unit import unit_ref
from domain.petition.accused import Accused
from domain.petition.carrying import CarryOver, carried_stream
from domain.petition.codes import (
    SUPPORTED,
    Adoption,
    Channel,
    Delivery,
    EvidenceKind,
    Issue,
    NotAcceptedReason,
    OversightGround,
    Purpose,
    Route,
)
from domain.petition.deciding import ApproveDecision, ProposeDecision, RecordDelivery, Result
from domain.petition.ending import Close, ConfirmImplementation, OpenImplementation, Withdraw
from domain.petition.extending import ApproveExtension, RequestExtension, Telling
from domain.petition.handling import AddEvidence, RecordTalk, Talk
from domain.petition.linking import SuggestLead, WishAssistance
from domain.petition.mending import Confirm
from domain.petition.naming import NameReviewer
from domain.petition.notices import Notice
from domain.petition.overseeing import AnswerSupervision, Supervise
from domain.petition.reception import Receive, Screen
from domain.petition.recusing import DecideRecusal, DeclareTie
from domain.petition.referring import SendPackage, SignForPackage
from domain.petition.registering import Demand, Registration
from domain.petition.requesting import RequestReview
from domain.petition.routing import Accept, ApproveNonAcceptance, Forward, ProposeNonAcceptance
from service.demonstration.people import of_unit
from service.demonstration.petition_stories import STORIES, Story
from service.demonstration.stage import DEMONSTRATION, Stage, officer_ref

HANDLERS = {"HS-KY": "handler2", "KY-N": "handler2"}
"""By unit: who handles its petitions; everywhere else it is `handler`."""


@dataclass(slots=True)
class PetitionPlay:
    """One petition on the stage."""

    stage: Stage
    story: Story
    case: UUID

    @property
    def handler(self) -> str:
        """Who handles the petitions of its unit."""
        return HANDLERS.get(self.story.unit, "handler")

    def _here(self, tag: str) -> str:
        """Who does in the petition's unit what the officer with that tag does in the group itself."""
        return of_unit(tag, self.story.unit)

    def begin(self) -> None:
        """Plans the whole life from the day of receipt."""
        self.stage.on_the_day(self.stage.today - timedelta(days=self.story.days_ago), self._receive)

    def _later(self, day: date, days: int, scene: Callable[[date], None]) -> None:
        self.stage.at(day + timedelta(days=days), scene)

    def _receive(self, day: date) -> None:
        story = self.story
        has_contact = story.name is not None
        registration = Registration(
            title=story.title,
            demands=(Demand(story.text, story.purpose, story.issue),),
            name=story.name,
            contact="见面约定 by appointment" if has_contact else None,
            address="职工宿舍区 staff housing" if has_contact else None,
            brief=story.brief,
            group_size=story.group_size,
            representatives=story.representatives,
        )
        accused = (Accused(unit_ref(story.accused)),) if story.accused else ()
        letter = Receive(story.channel, day, registration, unit_ref(story.unit), accused=accused)
        self.stage.act(self._here("intake"), self.case, letter)
        if story.until == "registered":
            return
        if story.until == "withdrawn":
            self._later(day, 6, self._withdraw)
            return
        self._later(day, story.pace, self._screen)

    def _withdraw(self, day: date) -> None:
        words = "问题已与车间当面说清，本人自愿撤回。Settled with the workshop; withdrawn of my own free will."
        self.stage.act(self._here("intake"), self.case, Withdraw(words, day))

    def _screen(self, day: date) -> None:
        self.stage.act(self._here("head"), self.case, Screen(day, self.story.brief))
        followed: dict[str, Callable[[date], None]] = {
            "screened": self._pass_on_a_wish,
            "not_accepted": self._propose_non_acceptance,
            "forwarded": self._forward,
            "referred": self._refer,
        }
        self._later(day, 1, followed.get(self.story.until, self._accept))

    def _pass_on_a_wish(self, day: date) -> None:
        contact = "见面约定 by appointment"
        wish = WishAssistance(unit_ref("JX-1"), contact, day, petitioner_agrees=True)
        self.stage.act(self._here("intake"), self.case, wish)

    def _hint_at_a_check(self, day: date) -> None:
        hint = SuggestLead(
            to_unit=unit_ref("HS"),
            supervised_unit=unit_ref(self.story.unit),
            subjects=(SubjectCode.S81,),
            title="废料处置 Sale of scrap",
            text="废料处置价格未公开，建议核对比价记录。Prices of scrap are not disclosed; compare the records.",
            confirmed_by=officer_ref(self._here("head")),
            suggested_on=day,
        )
        self.stage.act(self._here("intake"), self.case, hint)
        self.stage.act(self._here("head"), self.case, Confirm(1, "转出文字 the text that is passed on"))

    def _refer(self, day: date) -> None:
        self.stage.act(self._here("head"), self.case, SendPackage(unit_ref("HS"), day))
        self._later(day, 1, self._sign_for)

    def _sign_for(self, day: date) -> None:
        self.stage.act("discipline", self.case, SignForPackage(day))

    def _notice(self, day: date) -> Notice | None:
        return Notice(day, Delivery.IN_PERSON) if self.story.name else None

    def _propose_non_acceptance(self, day: date) -> None:
        words = "应当通过劳动仲裁处理，工会可提供法律援助。Labour arbitration is the right place; the union helps."
        self.stage.act(self._here("intake"), self.case, ProposeNonAcceptance(NotAcceptedReason.N2, words, day))
        self._later(day, 1, self._approve_non_acceptance)

    def _approve_non_acceptance(self, day: date) -> None:
        self.stage.act(self._here("leader"), self.case, ApproveNonAcceptance(day, Delivery.POST))

    def _forward(self, day: date) -> None:
        self.stage.act(self._here("head"), self.case, Forward(unit_ref("KY-N"), day, self._notice(day)))

    def _accept(self, day: date) -> None:
        route = Route.RS if self.story.purpose is Purpose.P2 else Route.R6
        handlers = (officer_ref(self.handler),)
        self.stage.act(self._here("head"), self.case, Accept(day, route, handlers, self._notice(day)))
        if self.story.until == "handling":
            if self.story.purpose is Purpose.P2:
                self.stage.at(self.stage.today - timedelta(days=6), self._hint_at_a_check)
            return
        self._later(day, 4, self._hear)

    def _hear(self, day: date) -> None:
        minutes = "听取本人陈述，核对工资条与考勤。Heard the petitioner; compared pay slips with attendance."
        talkers = (officer_ref(self.handler), officer_ref("owner"))
        self.stage.act(self.handler, self.case, RecordTalk(Talk(day, talkers, minutes)))
        if self.story.until == "stated":
            return
        self.stage.act(self._here("head"), self.case, Confirm(1, "谈话笔录，二人签字 minutes signed by both"))
        self._later(day, 3, self._gather)

    def _gather(self, day: date) -> None:
        text = "调取相关台账与会议纪要复印件。Copies of the ledger and of the minutes."
        self.stage.act(self.handler, self.case, AddEvidence(EvidenceKind.DOC, text, day))
        if self.story.until == "heard":
            return
        if self.story.is_extended:
            self._later(day, 30, self._ask_extension)
        else:
            self._later(day, self.story.work_days, self._propose)

    def _ask_extension(self, day: date) -> None:
        reason = "涉及多个年度，需要核对档案。Several years are concerned; the files must be compared."
        self.stage.act(self.handler, self.case, RequestExtension(30, reason, day))
        if self.story.until == "extension_asked":
            self._declare_a_tie(day)
            return
        self._later(day, 2, self._approve_extension)

    def _declare_a_tie(self, day: date) -> None:
        words = "与信访人曾在同一班组。Once worked on the same shift as the petitioner."
        self.stage.act(self.handler, self.case, DeclareTie(Tie.OTHER, day, words))
        grounds = "已过多年，不影响公正。Many years ago; it does not matter here."
        refusing = DecideRecusal(officer_ref(self.handler), is_confirmed=False, grounds=grounds, decided_on=day)
        self.stage.act(self._here("head"), self.case, refusing)

    def _approve_extension(self, day: date) -> None:
        self.stage.act(self._here("leader"), self.case, ApproveExtension(day, Telling(day, Delivery.POST)))
        if self.story.until != "extended":
            self._later(day, self.story.work_days, self._propose)

    def _propose(self, day: date) -> None:
        basis = "《工资支付规定》及单位薪酬办法。The wage payment rules and the unit's own pay rules."
        self.stage.act(
            self.handler,
            self.case,
            ProposeDecision(
                proposed_on=day,
                results=(Result(1, self.story.outcome, basis),),
                claim=self.story.text,
                findings="经核对台账，事实清楚。The ledgers were compared; the facts are clear.",
                opinion=self.story.opinion,
                legal_basis=basis,
                remedy="如不服，可自收到之日起三十日内请求复查。A review may be requested within thirty days.",
            ),
        )
        if self.story.until != "proposed":
            self._later(day, 2, self._approve)

    def _approve(self, day: date) -> None:
        who = "leader" if self.story.outcome in SUPPORTED else "head"
        self.stage.act(self._here(who), self.case, ApproveDecision(day))
        if self.story.until != "replied":
            self._later(day, 2, self._deliver)

    def _deliver(self, day: date) -> None:
        content_on = day if self.story.until == "content" else None
        self.stage.act(self._here("intake"), self.case, RecordDelivery(day, Delivery.IN_PERSON, content_on))
        if self.story.until in ("implementing", "implemented"):
            self._later(day, 2, self._open_implementation)
        if self.story.until == "closed":
            self._later(day, 41, self._close)
        if self.story.until == "in_review":
            self._later(day, 5, self._ask_for_review)

    def _ask_for_review(self, day: date) -> None:
        request = RequestReview(day, "对答复不服，请求复查。The petitioner is not satisfied and asks for a review.")
        self.stage.act(self._here("intake"), self.case, request)
        self._later(day, 2, self._name_reviewer)

    def _name_reviewer(self, day: date) -> None:
        """The desk above the plant names who reviews."""
        self.stage.act(of_unit("head", "HS-JX"), self.case, NameReviewer(officer_ref("reviewer"), day))

    def _open_implementation(self, day: date) -> None:
        task = "补发所欠款项并书面回告。Pay what is owed and report in writing."
        self.stage.act(self._here("owner"), self.case, OpenImplementation(task, unit_ref("JX-1")))
        if self.story.until == "implemented":
            self._later(day, 20, self._confirm)
        else:
            self._later(day, 32, self._supervise)

    def _supervise(self, day: date) -> None:
        """Nothing is paid when the day is over: the desk above the plant writes to it."""
        demand = "请说明逾期未落实的原因，限期补发。Say why nothing is paid, and pay within the days."
        self.stage.act(of_unit("head", "HS-JX"), self.case, Supervise(OversightGround.NOT_EXECUTED, demand, day))
        self._later(day, 20, self._answer_supervision)

    def _answer_supervision(self, day: date) -> None:
        answer = "已补发一半，余款下月发放。Half of it is paid, the rest follows next month."
        self.stage.act(self._here("owner"), self.case, AnswerSupervision(1, Adoption.PARTLY, answer, day))

    def _confirm(self, day: date) -> None:
        evidence = "转账凭证已核对。The transfer voucher was checked."
        self.stage.act(self._here("owner"), self.case, ConfirmImplementation(evidence, day))
        self._later(day, 22, self._close)

    def _close(self, day: date) -> None:
        self.stage.act(self._here("head"), self.case, Close(day))


def plan_petitions(stage: Stage) -> int:
    """Puts every petition on the stage, and two that an old register carried over; returns how many."""
    for number, story in enumerate(STORIES, 1):
        PetitionPlay(stage, story, uuid5(DEMONSTRATION, f"petition {number}")).begin()
    for number in (1, 2):
        _carry_over(stage, number)
    return len(STORIES) + 2


def _carry_over(stage: Stage, number: int) -> None:
    """A row of the old paper register whose stated due day is today."""
    case = carried_stream("demonstration register", f"2026-{number:03}")
    command = CarryOver(
        source="demonstration register",
        external_id=f"2026-{number:03}",
        unit=unit_ref("HS-KY"),
        received_on=stage.today - timedelta(days=40 + number),
        title=("旧台账转入：浴室热水", "旧台账转入：班车时间")[number - 1] + (" Hot water", " Shuttle bus")[number - 1],
        channel=Channel.LETTER,
        purpose=Purpose.P2,
        issue=Issue.I12,
        stated_due_on=stage.today,
    )
    stage.on_the_day(stage.today - timedelta(days=30), lambda _day: stage.act("admin", case, command))
