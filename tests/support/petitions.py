"""Histories of petitions, made by running the commands one after another."""

from datetime import date
from typing import Any

from domain.petition.accused import Accused
from domain.petition.aggregate import PETITION
from domain.petition.codes import (
    Adoption,
    Channel,
    Delivery,
    Issue,
    Outcome,
    OversightGround,
    Purpose,
    ReviewResult,
    Route,
)
from domain.petition.deciding import ApproveDecision, ProposeDecision, RecordDelivery, Result
from domain.petition.ending import CloseContent, OpenImplementation, Withdraw
from domain.petition.extending import ApproveExtension, RequestExtension, Telling
from domain.petition.handling import StartHandling, Talk
from domain.petition.mending import Confirm
from domain.petition.naming import NameReviewer
from domain.petition.notices import Notice
from domain.petition.overseeing import AnswerSupervision, Supervise
from domain.petition.reception import Receive, Screen
from domain.petition.registering import Demand, Register, Registration
from domain.petition.requesting import RequestReview
from domain.petition.reviewing import DecideReview
from domain.petition.routing import Accept, Forward, ProposeNonAcceptance
from domain.petition.sealing import Seal
from domain.roles import Role
from domain.units import Unit, UnitStatus
from tests.support.given import (
    CLERK,
    GROUP,
    HANDLER,
    HEAD,
    LEADER,
    PLANT,
    REVIEWER,
    SECOND,
    UNITS,
    Decided,
    History,
    given,
)


def day(text: str) -> date:
    """2025-03-03 as a date."""
    return date.fromisoformat(text)


MARCH_3 = day("2025-03-03")
PETITIONER = "王建国"


def demand(purpose: Purpose = Purpose.P1, text: str = "补发住房补贴") -> Demand:
    """One demand."""
    return Demand(text, purpose, Issue.I12)


def registration(**changes: Any) -> Registration:
    """A person with a name and a telephone asks for one thing; no notice was handed over."""
    return Registration(
        **{"title": "住房补贴问题", "demands": (demand(),), "name": PETITIONER, "contact": "13900000000", **changes}
    )


def anonymous(**changes: Any) -> Registration:
    """Nobody can be reached."""
    return registration(name=None, contact=None, **changes)


def told(on: date, method: Delivery = Delivery.POST) -> Notice:
    """A written notice."""
    return Notice(on, method)


def telling(on: date, method: Delivery = Delivery.POST) -> Telling:
    """The petitioner is told of an extension."""
    return Telling(on, method)


def talk(on: date) -> Talk:
    """Two officers hear somebody."""
    return Talk(on, (HANDLER, SECOND), "谈话笔录")


def receive(on: date = MARCH_3, **changes: Any) -> Receive:
    """A letter to the group arrives."""
    return Receive(**{"channel": Channel.LETTER, "received_on": on, "registration": None, "unit": GROUP, **changes})


def received(on: date = MARCH_3, **place: Any) -> History:
    """A letter that nobody has registered yet."""
    return given(PETITION, **place).when(receive(on), by=CLERK).history


def registered(on: date = MARCH_3, given_facts: Registration | None = None, **place: Any) -> History:
    """A petition received and registered by the clerk."""
    return given(PETITION, received(on, **place), **place).when(Register(given_facts or registration())).history


def sealed(on: date = MARCH_3, given_facts: Registration | None = None, **place: Any) -> History:
    """A registered petition, sealed where it accuses somebody: of the plant."""
    before = registered(on, given_facts, **place)
    if given_facts and any(each.purpose is Purpose.P3 for each in given_facts.demands):
        return given(PETITION, before, **place).when(Seal((Accused(PLANT),), on)).history
    return before


def screened(on: date = MARCH_3, given_facts: Registration | None = None, **place: Any) -> History:
    """A petition that the head has screened."""
    before = sealed(on, given_facts, **place)
    return given(PETITION, before, **place).when(Screen(on, "反映住房补贴未发"), by=HEAD).history


def forwarded(on: date = MARCH_3, given_facts: Registration | None = None, **place: Any) -> History:
    """A petition that the group has told and handed to its plant."""
    before = screened(on, given_facts, **place)
    notice = None if given_facts and not given_facts.contact else told(on)
    return given(PETITION, before, **place).when(Forward(PLANT, on, notice), by=HEAD).history


def not_acceptance_proposed(on: date = MARCH_3) -> History:
    """The clerk proposes not to accept."""
    proposal = ProposeNonAcceptance(reason="N1", directions="请向社保局反映", proposed_on=on)
    return given(PETITION, screened(on)).when(proposal, by=CLERK).history


def accepted(
    on: date = MARCH_3, route: Route = Route.R6, given_facts: Registration | None = None, **place: Any
) -> History:
    """A petition accepted on the day it came, its petitioner told, without a handler yet."""
    before = screened(on, given_facts, **place)
    notice = None if given_facts and not given_facts.contact else told(on)
    return given(PETITION, before, **place).when(Accept(on, route, (), notice), by=HEAD).history


def handling(on: date = MARCH_3, route: Route = Route.R6, **circumstances: Any) -> History:
    """A petition in the hands of a handler since the day it was accepted."""
    place = {name: value for name, value in circumstances.items() if name != "given_facts"}
    before = accepted(on, route, **circumstances)
    return given(PETITION, before, **place).when(StartHandling((HANDLER,), on), by=HEAD).history


def extension_asked(on: date, days: int = 30, accepted_on: date = MARCH_3, **place: Any) -> History:
    """The handler asks for more days."""
    request = RequestExtension(days, "需调取历史档案", on)
    return given(PETITION, handling(accepted_on, **place), **place).when(request, by=HANDLER).history


def extension_approved(on: date, told_on: date | None = None, accepted_on: date = MARCH_3, **place: Any) -> History:
    """The leader grants thirty days; without `told_on` the petitioner has not been told."""
    approval = ApproveExtension(on, telling(told_on) if told_on else None)
    before = extension_asked(on, accepted_on=accepted_on, **place)
    return given(PETITION, before, **place).when(approval, by=LEADER).history


def both_heard(decided: Decided, on: date) -> Decided:
    """The second officer of a talk confirms what the first one recorded."""
    number = decided.state.statement_numbers[-1]
    return decided.when(Confirm(number, "本人在场"), by=SECOND, today=on)


def results(*outcomes: Outcome) -> tuple[Result, ...]:
    """One result per demand, in order."""
    return tuple(Result(number, outcome, "集团补贴办法第三条") for number, outcome in enumerate(outcomes, 1))


def proposal(on: date, *outcomes: Outcome, **changes: Any) -> ProposeDecision:
    """An opinion with all its parts; the petitioner was heard on the same day."""
    parts = {
        "results": results(*(outcomes or (Outcome.EXPLAIN,))),
        "claim": "请求补发",
        "findings": "经查属实",
        "opinion": "予以答复",
        "legal_basis": "信访工作条例第三十二条",
        "remedy": "三十日内可请求复查",
        "heard": talk(on),
    }
    return ProposeDecision(**{"proposed_on": on, **parts, **changes})


def proposed(on: date, *outcomes: Outcome, accepted_on: date = MARCH_3, **circumstances: Any) -> History:
    """The handler has proposed an opinion, and the second one who heard the petitioner has confirmed it."""
    before = handling(accepted_on, **circumstances)
    return both_heard(given(PETITION, before).when(proposal(on, *outcomes), by=HANDLER), on).history


def replied(on: date, *outcomes: Outcome, accepted_on: date = MARCH_3) -> History:
    """The leader has approved the opinion, which went out on the same day."""
    before = proposed(on, *outcomes, accepted_on=accepted_on)
    return given(PETITION, before).when(ApproveDecision(on), by=LEADER).history


def delivered(on: date, *outcomes: Outcome, accepted_on: date | None = None, **place: Any) -> History:
    """The answer went out and arrived on the same day."""
    before = replied(on, *outcomes, accepted_on=accepted_on or min(on, MARCH_3))
    return given(PETITION, before, **place).when(RecordDelivery(on, Delivery.IN_PERSON), by=CLERK, today=on).history


def implementing(on: date, days: int = 30) -> History:
    """A supported claim is being carried out."""
    order = OpenImplementation("退还 8400 元", PLANT, days)
    return given(PETITION, delivered(on, Outcome.SUPPORT)).when(order, by=LEADER, today=on).history


PLANT_BELOW = {
    **UNITS,
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), parent=GROUP),
}
"""The plant as a unit below the group."""


def answered_below(on: date = MARCH_3, *outcomes: Outcome) -> History:
    """An answer of the plant that reached the petitioner, the group having forwarded the letter."""
    below = given(PETITION, forwarded(on)).when(Accept(on, Route.R6, (), told(on)), by=HEAD, role=Role.PET_HEAD)
    handled = below.when(StartHandling((HANDLER,), on), by=HEAD)
    decided = both_heard(handled.when(proposal(on, *outcomes), by=HANDLER), on).when(ApproveDecision(on), by=LEADER)
    return decided.when(RecordDelivery(on, Delivery.IN_PERSON), by=CLERK, today=on).history


def review_requested(on: date = MARCH_3, *outcomes: Outcome) -> History:
    """The petitioner asks the group to review the answer of the plant."""
    before = given(PETITION, answered_below(on, *outcomes))
    return before.when(RequestReview(on, "请求复查"), by=CLERK, consulted=PLANT_BELOW).history


def reviewing(on: date = MARCH_3, *outcomes: Outcome) -> History:
    """The head of the group has named who reviews."""
    naming = NameReviewer(REVIEWER, on)
    return given(PETITION, review_requested(on, *outcomes)).when(naming, by=HEAD, consulted=PLANT_BELOW).history


def review(on: date, result: ReviewResult = ReviewResult.UPHOLD, **changes: Any) -> DecideReview:
    """An opinion of a review with all its parts."""
    parts = {
        "findings": "复查属实",
        "opinion": "予以维持",
        "legal_basis": "信访工作条例第三十五条",
        "remedy": None if result is ReviewResult.REVOKE_REDO else "三十日内可请求复核",
        "results": results(Outcome.SUPPORT) if result is ReviewResult.CHANGE else (),
    }
    return DecideReview(**{"decided_on": on, "result": result, **parts, **changes})


def reviewed(on: date = MARCH_3, result: ReviewResult = ReviewResult.UPHOLD) -> History:
    """The reviewer has decided, and the answer went out."""
    return given(PETITION, reviewing(on)).when(review(on, result), by=REVIEWER).history


def supervised(on: date = MARCH_3, answered_on: date | None = None) -> History:
    """The head writes to the unit that handles the petition, which has answered where a day is given."""
    letter = Supervise(OversightGround.EVASION, "请于三十日内说明情况", on)
    asked = given(PETITION, handling(on)).when(letter, by=HEAD)
    if answered_on is None:
        return asked.history
    return asked.when(AnswerSupervision(1, Adoption.ADOPTED, "已整改", answered_on), by=LEADER).history


def closed(on: date) -> History:
    """The petitioner was content with the answer."""
    return given(PETITION, delivered(on)).when(CloseContent(on), by=LEADER).history


def withdrawn(on: date) -> History:
    """The petitioner took the petition back while it was handled."""
    return given(PETITION, handling(on)).when(Withdraw("本人自愿撤回", on)).history


def shortest(on: date = MARCH_3) -> Decided:
    """The shortest lawful petition: six steps, one of them the word of the second officer who heard the petitioner."""
    accepted = (
        given(PETITION)
        .when(receive(on, registration=registration()), by=CLERK)
        .when(Accept(on, handlers=(HANDLER,), notice=told(on)), by=HEAD, role=Role.PET_HEAD)
    )
    return (
        both_heard(accepted.when(proposal(on), by=HANDLER), on)
        .when(ApproveDecision(on), by=LEADER)
        .when(RecordDelivery(on, Delivery.IN_PERSON, content_on=on), by=CLERK)
    )
