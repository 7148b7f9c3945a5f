"""The main path from end to end: five visits to the desk at the least, and every fact of its own."""

from domain.petition.aggregate import PETITION
from domain.petition.codes import Status
from domain.petition.events import (
    Accepted,
    Closed,
    DecisionDelivered,
    DecisionIssued,
    DecisionProposed,
    HandlingStarted,
    NoticeSent,
    Received,
    Registered,
    Screened,
    TalkRecorded,
)
from tests.support.given import HANDLER, HEAD, LEADER
from tests.support.petitions import day, shortest


def test_five_calls_close_a_petition_and_the_facts_stay_separate() -> None:
    path = shortest(day("2025-03-03"))
    assert [type(fact) for fact in path.history] == [
        *(Received, Registered),
        *(Screened, NoticeSent, Accepted, HandlingStarted),
        *(TalkRecorded, DecisionProposed),
        DecisionIssued,
        *(DecisionDelivered, Closed),
    ]
    assert (path.state.status, dict(path.state.clocks)) == (Status.CLOSED, {})


def test_the_shortest_path_still_takes_three_officers() -> None:
    assert len({HEAD, HANDLER, LEADER}) == 3
    proposals = [fact.proposed_by for fact in shortest().history if isinstance(fact, DecisionProposed)]
    approvals = [fact.approved_by for fact in shortest().history if isinstance(fact, DecisionIssued)]
    assert (proposals, approvals) == ([HANDLER], [LEADER])


def test_an_ended_petition_allows_nothing() -> None:
    ends = {Status.CLOSED, Status.WITHDRAWN, Status.NOT_ACCEPTED}
    assert not [command for command in PETITION.commands if command.allowed_in & ends]
