"""The demonstration's hardship requests and relief funds: how each one goes, and how far."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from domain.cases.codes import Tie
from domain.deadlines.clocks import started
from domain.fund.auditing import DrawSample, RemarkOnFund
from domain.fund.commands import Allocate, OpenFund
from domain.funds import FundSource, fund_stream
from domain.hardship.aiding import ApproveAid, PlanAid
from domain.hardship.application import Apply, Authorisation, Consents, PayeeAccount
from domain.hardship.approving import ApproveFile
from domain.hardship.checking import RecordHomeVisit, VerifyData
from domain.hardship.codes import (
    AgeBand,
    AidKind,
    Category,
    Cause,
    CheckedSource,
    ExpenseKind,
    IncomeSource,
    ObjectionOutcome,
    Occupation,
    PaymentMethod,
    Place,
    ReceiptProof,
    Relation,
    Standing,
)
from domain.hardship.eligibility import Expense, Income
from domain.hardship.emergency import ApproveEmergencyAid, ProposeEmergencyAid
from domain.hardship.objecting import RaiseObjection, ResolveObjection
from domain.hardship.paying import ConfirmReceipt, PayAid
from domain.hardship.publicity import PUBLICITY, Publish
from domain.hardship.recusing import DecideRecusal, DeclareTie
from domain.hardship.reviewing import ReviewEligibility, VerifiedMeans
from domain.hardship.stated import Assets, Exclusions, Member
from domain.organisation.unit import unit_ref
from domain.profiles import NATIONAL
from domain.values import FundRef, HouseholdRef
from service.demonstration.hardship_stories import ENDS_NEXT, LAST_MONEY, STORIES, Story
from service.demonstration.stage import DEMONSTRATION, Scene, Stage, officer_ref

UNIONS = {"JX-1": "union", "KY-N": "union2", "JX-2": "union3"}
"""By unit: who works in its union."""
DIBAO_LINE_FEN = 106_200
FAMILY = (
    Member(Relation.SELF, AgeBand.ADULT, Occupation.AT_WORK),
    Member(Relation.SPOUSE, AgeBand.ADULT, Occupation.UNEMPLOYED),
    Member(Relation.CHILD, AgeBand.UNDER_14, Occupation.AT_SCHOOL),
    Member(Relation.PARENT, AgeBand.RETIREMENT, Occupation.RETIRED),
)
NONE_APPLIES = Exclusions(
    two_dwellings=False,
    business_or_employer=False,
    costly_school=False,
    motor_vehicle=False,
    refuses_data_check=False,
)


@dataclass(slots=True)
class HardshipPlay:
    """One hardship request on the stage."""

    stage: Stage
    story: Story
    case: UUID
    fund: FundRef

    @property
    def union(self) -> str:
        """Who accompanies the family."""
        return UNIONS[self.story.unit]

    @property
    def second(self) -> str:
        """Who of the same union goes along."""
        return f"{self.union}-second"

    @property
    def _is_urgent(self) -> bool:
        """Whether money came first; of the last one the union has only heard."""
        return self.story.emergency and self.story.days_ago > 1

    def begin(self) -> None:
        """Plans the whole way from the application."""
        self.stage.on_the_day(self.stage.today - timedelta(days=self.story.days_ago), self._apply)

    def _go_on(self, day: date, days: int, reached: str, scene: Scene) -> None:
        if self.story.until != reached:
            self.stage.at(day + timedelta(days=days), scene)

    def _incomes(self) -> tuple[Income, ...]:
        return (Income(IncomeSource.WAGES, 12, self.story.income * 100),)

    def _expenses(self) -> tuple[Expense, ...]:
        return (Expense(ExpenseKind.MEDICAL, self.story.medical * 100),)

    def _apply(self, day: date) -> None:
        story = self.story
        application = Apply(
            name=story.name,
            contact="工会小组转告 through the union group",
            household=HouseholdRef(uuid5(DEMONSTRATION, f"household {self.case}")),
            applied_on=day,
            consents=Consents(data_use=True, sensitive_data=True, consented_on=day),
            standing=Standing.ON_POST,
            members=FAMILY,
            causes=(story.cause,),
            since=day - timedelta(days=200),
            incomes=self._incomes(),
            expenses=self._expenses(),
            assets=Assets(houses=1),
            unit=unit_ref(story.unit),
            on_behalf=True,
            identity_checked=True,
            situation="收入下降，支出较大。Income has fallen and expenses are high.",
            emergency=story.emergency,
            emergency_note="突发事件致困。A sudden event." if story.emergency else None,
            authorisation=Authorisation(day, day + timedelta(days=365), "住房、车辆、低保名单 houses, cars, lists"),
            account=PayeeAccount("6222 0000 0000 0000", is_own=True),
        )
        self.stage.act(self.union, self.case, application)
        if self._is_urgent:
            self._emergency(day)
        if story.until == "applied":
            self._declare_a_tie(day)
        self._go_on(day, 3, "applied", self._visit)

    def _declare_a_tie(self, day: date) -> None:
        words = "与申请人同住一幢楼。Lives in the same house as the applicant."
        self.stage.act(self.second, self.case, DeclareTie(Tie.OTHER, day, words))
        grounds = "并无往来，不影响公正。They do not know each other; it does not matter here."
        refusing = DecideRecusal(officer_ref(self.second), is_confirmed=False, grounds=grounds, decided_on=day)
        self.stage.act("chair", self.case, refusing)

    def _emergency(self, day: date) -> None:
        words = "住房失火，先行救助。House fire; help comes first."
        self.stage.act(self.union, self.case, ProposeEmergencyAid(200_000, self.fund, words, day, no_relative=True))
        self.stage.act("leader", self.case, ApproveEmergencyAid(1, day, no_relative=True))
        self.stage.act("payer", self.case, PayAid(1, PaymentMethod.BANK_TRANSFER, True, day, no_relative=True))

    def _visit(self, day: date) -> None:
        visit = RecordHomeVisit(
            visited_on=day,
            visitors=(officer_ref(self.union), officer_ref(self.second)),
            union_visitor=officer_ref(self.union),
            findings="一家四口，住房一套，陈述属实。A family of four in one flat; as stated.",
            note_signed=True,
            no_relative=True,
        )
        self.stage.act(self.union, self.case, visit)
        self._go_on(day, 4, "visited", self._verify)

    def _verify(self, day: date) -> None:
        sources = (CheckedSource.HOUSING, CheckedSource.VEHICLE, CheckedSource.DIBAO_LIST)
        words = "与申报一致。As stated."
        self.stage.act("centre", self.case, VerifyData(day, sources, words, len(FAMILY), no_relative=True))
        self._go_on(day, 3, "verified", self._review)

    def _review(self, day: date) -> None:
        means = VerifiedMeans(incomes=self._incomes(), expenses=self._expenses(), dibao_line_fen=DIBAO_LINE_FEN)
        review = ReviewEligibility(self.story.category, means, NONE_APPLIES, day)
        self.stage.act(self.union, self.case, review)
        if self.story.name == ENDS_NEXT:
            self.stage.at(_posted_on(self.stage), self._publish)
        else:
            self._go_on(day, 6, "reviewed", self._publish)

    def _publish(self, day: date) -> None:
        notice = Publish(self.story.name[0], AidKind.A1, Place.WORKPLACE, day, consented=True)
        self.stage.act(self.union, self.case, notice)
        if self.story.until in ("objected", "objection_open"):
            self.stage.at(day + timedelta(days=2), self._object)
        else:
            self._go_on(day, 19, "published", self._approve)

    def _object(self, day: date) -> None:
        words = "家里有门面房。They own a shop."
        self.stage.act(self.second, self.case, RaiseObjection(words, day, "不愿署名 prefers not to be named"))
        self._go_on(day, 3, "objection_open", self._resolve)

    def _resolve(self, day: date) -> None:
        resolved = ResolveObjection(
            objection=1,
            outcome=ObjectionOutcome.KEEP,
            checked_by=(officer_ref(self.union), officer_ref(self.second)),
            findings="门面房属于他人。The shop is somebody else's.",
            resolved_on=day,
            told_on=day,
            no_relative=True,
        )
        self.stage.act("centre", self.case, resolved)
        self.stage.at(day + timedelta(days=22), self._approve)

    def _approve(self, day: date) -> None:
        self.stage.act("centre", self.case, ApproveFile(day, no_relative=True))
        if self.story.until != "objected":
            self._go_on(day, 4, "on_file", self._plan)

    def _number(self) -> int:
        return 2 if self._is_urgent else 1

    def _plan(self, day: date) -> None:
        words = "生活救助。Help with living costs."
        fen = self.story.aid * 100
        self.stage.act(self.union, self.case, PlanAid(AidKind.A1, fen, self.fund, words, day, no_relative=True))
        self._go_on(day, 3, "aid_planned", self._approve_aid)

    def _approve_aid(self, day: date) -> None:
        self.stage.act("aid", self.case, ApproveAid(self._number(), day, no_relative=True))
        self._go_on(day, 4, "aid_approved", self._pay)

    def _pay(self, day: date) -> None:
        payment = PayAid(self._number(), PaymentMethod.BANK_TRANSFER, True, day, no_relative=True)
        self.stage.act("payer", self.case, payment)
        self._go_on(day, 5, "paid", self._receipt)

    def _receipt(self, day: date) -> None:
        self.stage.act("payer", self.case, ConfirmReceipt(self._number(), ReceiptProof.BANK_PROOF, day))


def _posted_on(stage: Stage) -> date:
    """The latest day from which a notice stands until the first working day after today."""
    ends = stage.calendar.working_day_after(stage.today, 1)
    posted = stage.today
    while started(PUBLICITY, posted, stage.calendar, NATIONAL).due_on > ends:
        posted -= timedelta(days=1)
    return posted


def _open_fund(stage: Stage, source: FundSource, yuan: int) -> FundRef:
    """A fund of the group for the year in which the demonstration begins."""
    day = stage.today - timedelta(days=150)
    period = str(day.year)
    fund = fund_stream(unit_ref("HS"), source, period)

    def scene(on: date) -> None:
        stage.act("centre", fund, OpenFund(unit_ref("HS"), source, period, on))
        stage.act("centre", fund, Allocate(yuan * 100, on))

    stage.on_the_day(day, scene)
    return fund


def _audit(stage: Stage, fund: FundRef) -> None:
    """A sample of what was paid is looked at on the last day."""

    def scene(on: date) -> None:
        stage.act("fund_audit", fund, DrawSample(3, on - timedelta(days=150), on))
        words = "抽查凭证三份，收款账户均为本人。Three vouchers: each account is the payee's own."
        stage.act("fund_audit", fund, RemarkOnFund(words, on))

    stage.on_the_day(stage.today, scene)


def _waiting(name: str) -> Story:
    return Story(64, name, Cause.K1, 72_000, 30_000, Category.H1, "aid_planned")


def _begin(stage: Stage, fund: FundRef, stories: tuple[tuple[str, Story], ...]) -> None:
    for name, story in stories:
        HardshipPlay(stage, story, uuid5(DEMONSTRATION, f"hardship {name}"), fund).begin()


def plan_hardships(stage: Stage) -> int:
    """Puts two funds and every request on the stage; returns how many requests."""
    union_fund = _open_fund(stage, FundSource.FD3, 200_000)
    small_fund = _open_fund(stage, FundSource.FD6, 8_000)
    _begin(stage, union_fund, tuple((str(n), story) for n, story in enumerate(STORIES, 1)))
    _begin(stage, small_fund, tuple((tag, _waiting(name)) for tag, name in LAST_MONEY.items()))
    _audit(stage, union_fund)
    return len(STORIES) + len(LAST_MONEY)
