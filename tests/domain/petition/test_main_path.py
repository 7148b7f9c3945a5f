"""The main path from end to end: six calls at the least, and every fact of its own."""

from domain.petition.aggregate import PETITION
from domain.petition.codes import Status
from domain.petition.concerning import NameConcerned
from domain.petition.events import (
    Accepted,
    Closed,
    Confirmed,
    DecisionDelivered,
    DecisionIssued,
    DecisionProposed,
    HandlingStarted,
    NoticeSent,
    Received,
    Registered,
    Screened,
    Stated,
    TalkRecorded,
)
from domain.petition.linking import WishAssistance
from domain.petition.mending import Correct
from domain.petition.numbering import NumberDocument, VoidNumber
from domain.petition.reacting import TakeDueSteps
from tests.support.given import HANDLER, HEAD, LEADER
from tests.support.petitions import day, shortest


def test_six_calls_close_a_petition_and_the_facts_stay_separate() -> None:
    path = shortest(day("2025-03-03"))
    assert [type(fact) for fact in path.history] == [
        *(Received, Registered),
        *(Screened, NoticeSent, Accepted, HandlingStarted),
        *(Stated, TalkRecorded, DecisionProposed, Confirmed),
        DecisionIssued,
        *(DecisionDelivered, Closed),
    ]
    assert (path.state.status, dict(path.state.clocks)) == (Status.CLOSED, {})


def test_the_shortest_path_still_takes_three_officers() -> None:
    assert len({HEAD, HANDLER, LEADER}) == 3
    proposals = [fact.proposed_by for fact in shortest().history if isinstance(fact, DecisionProposed)]
    approvals = [fact.approved_by for fact in shortest().history if isinstance(fact, DecisionIssued)]
    assert (proposals, approvals) == ([HANDLER], [LEADER])


def test_an_ended_petition_allows_nothing_but_to_be_set_right_to_wish_to_number_and_to_be_kept_from_somebody() -> None:
    ends = {Status.CLOSED, Status.WITHDRAWN, Status.NOT_ACCEPTED}
    assert not [command for command in PETITION.commands if Status.VOID in command.allowed_in]
    allowed = {command for command in PETITION.commands if command.allowed_in & ends}
    assert allowed == {Correct, WishAssistance, TakeDueSteps, NumberDocument, VoidNumber, NameConcerned}
