"""Histories of petitions whose slips lie before other desks, and of a check part of which was handed over."""

from datetime import date

from domain.actors import ServiceActing
from domain.cases.codes import Tie
from domain.cases.subjects import SubjectCode
from domain.hardship import recusing as relief_ties
from domain.hardship.aggregate import HARDSHIP
from domain.petition import recusing as petition_ties
from domain.petition.aggregate import PETITION
from domain.petition.codes import Purpose
from domain.petition.linking import SuggestLead, WishAssistance
from domain.petition.mending import Confirm
from domain.petition.reacting import TakeDueSteps
from domain.roles import Role
from domain.supervision.codes import Organ
from domain.supervision.recusing import DeclareTie
from domain.supervision.referring import Refer, SignForReferral, TellFeedback
from tests.support.given import CLERK, GROUP, HEAD, PLANT, SECOND, History, given
from tests.support.hardships import applied
from tests.support.petitions import MARCH_3, demand, handling, registration, screened
from tests.support.supervision import SEPT_1, case, checking

SERVICE = ServiceActing("due_steps")
THE_NEXT = date(2025, 3, 4)


def crossing() -> History:
    """A hint that two officers stand for, and a wish: both lie before the other desk."""
    before = given(PETITION, screened(MARCH_3, registration(demands=(demand(Purpose.P2, "应公开比价"),))))
    hint = SuggestLead(GROUP, PLANT, (SubjectCode.S22,), "食堂采购", "未见公开比价", HEAD, MARCH_3)
    hinted = before.when(hint, by=CLERK).when(Confirm(1, "看过转出的文字"), by=HEAD, today=MARCH_3)
    wished = hinted.when(WishAssistance(GROUP, "王建国 13900000000", MARCH_3, petitioner_agrees=True), by=CLERK)
    scheduled = wished.when(TakeDueSteps(), by=SERVICE, today=MARCH_3)
    return scheduled.when(TakeDueSteps(), by=SERVICE, today=THE_NEXT).history


def tied() -> tuple[History, History]:
    """A petition and a request of each of which somebody declared a tie."""
    letter = given(PETITION, handling()).when(petition_ties.DeclareTie(Tie.RELATIVE, MARCH_3), by=SECOND)
    family = given(HARDSHIP, applied()).when(relief_ties.DeclareTie(Tie.RELATIVE, SEPT_1), by=SECOND)
    return letter.history, family.history


def handed_over() -> History:
    """A package that the discipline office signed for and told of."""
    sent = case(checking()).when(Refer(Organ.DISCIPLINE, "个人决定大额资金", SEPT_1, to_unit=GROUP), by=HEAD)
    told = sent.when(SignForReferral(1, SEPT_1), by=SECOND).when(TellFeedback(1, SEPT_1), by=SECOND)
    return told.when(DeclareTie(Tie.RELATIVE, SEPT_1), by=SECOND, role=Role.TEAM_LEAD).history
