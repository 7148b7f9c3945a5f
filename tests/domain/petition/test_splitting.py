"""Splitting: demands that go another way get a petition of their own, with the days and terms of the whole."""

from dataclasses import replace
from typing import Any

from domain.cases.codes import Tie
from domain.kernel import FactOutOfOrder
from domain.petition.aggregate import PETITION
from domain.petition.codes import Purpose, ReviewResult, Status
from domain.petition.events import (
    Accepted,
    HandlingStarted,
    NoticeSent,
    OfficersConcerned,
    PresumedAccepted,
    Received,
    Registered,
    Screened,
)
from domain.petition.reacting import TakeDueSteps
from domain.petition.recusing import DeclareTie
from domain.petition.referring import SendPackage
from domain.petition.routing import Accept
from domain.petition.sealing import NotSealedYet
from domain.petition.splits import Split
from domain.petition.splitting import (
    AccusationStays,
    DemandNotThere,
    DemandsOfThePartDiffer,
    InConfidenceAsOne,
    NoDemandStays,
    NothingToSplit,
    OpenPart,
    PartTellsOfAnAccusation,
    ReviewedAsOne,
    SplitByTheOwner,
    SplitOff,
    opening_of_part,
)
from domain.roles import Role
from tests.support.given import CLERK, GROUP, HANDLER, HEAD, LEADER, PLANT, SECOND, Given, given
from tests.support.petitions import (
    anonymous,
    day,
    demand,
    forwarded,
    handling,
    proposal,
    registered,
    registration,
    reviewed,
    screened,
    sealed,
)

MARCH_3, MARCH_5 = day("2025-03-03"), day("2025-03-05")
TWO = registration(demands=(demand(), demand(Purpose.P2, "公开分房办法")))
MIXED = registration(demands=(demand(), demand(Purpose.P3, "科长收受回扣"), demand(Purpose.P1, "补发工资")))
PART = registration(title="公开分房办法", demands=(demand(Purpose.P2, "公开分房办法"),))
BY_THE_OWNER: dict[str, Any] = {"by": LEADER, "role": Role.OWNER_LEAD}


def splitting(*leaving: int, **changes: Any) -> SplitOff:
    return SplitOff(**{"leaving": leaving or (2,), "split_on": MARCH_5, "registration": PART, **changes})


def part(whole: Given, command: SplitOff, **who: Any) -> Given:
    """The petition that the demands get, in one step with the split."""
    split = whole.when(command, **who)
    assert split.happened
    opening = opening_of_part(command, whole.state)
    assert opening is not None
    return given(PETITION).when(opening, **{"by": CLERK, "today": MARCH_5, **who}).after


def test_an_accusation_stays_sealed_and_everything_else_leaves_it() -> None:
    whole = given(PETITION, screened(given_facts=MIXED))
    assert whole.when(Accept(MARCH_3), by=HEAD, role=Role.PET_HEAD).rejection
    two = registration(demands=(demand(), demand(Purpose.P1, "补发工资")))
    command = splitting(1, 3, registration=two)
    after = whole.when(command, by=CLERK).then_only(Split)
    assert (after.state.purposes, after.state.demand_numbers) == ({Purpose.P3}, (2,))
    assert {rule for rule, _ in after.state.clocks} == {"D-P10"}
    assert after.when(SendPackage(GROUP, MARCH_5), by=HEAD).happened
    after.when(splitting()).refuses(NothingToSplit)
    opened = part(whole, command)
    assert [type(fact) for fact in opened.history] == [Received, Registered]
    assert opened.state.received_on == MARCH_3
    assert [(clock.rule, clock.started_on) for clock in opened.state.clocks.values()] == [("D-P01", MARCH_3)]
    assert not opened.state.is_protected
    assert not opened.state.scope.kept_from


def test_what_was_filed_in_confidence_stays_so_in_every_part() -> None:
    secret = replace(TWO, confidentiality_requested=True)
    assert part(given(PETITION, registered(given_facts=secret)), splitting()).state.is_confidential
    assert not part(given(PETITION, registered(given_facts=TWO)), splitting()).state.is_confidential


def test_what_was_told_of_the_whole_was_told_of_the_part() -> None:
    told = given(PETITION, forwarded(given_facts=TWO))
    opened = part(told, splitting())
    assert opened.state.status is Status.REGISTERED
    assert (opened.state.unit, {rule for rule, _ in opened.state.clocks}) == (PLANT, {"D-P03"})
    nobody = part(given(PETITION, registered(given_facts=TWO)), splitting(registration=anonymous(demands=PART.demands)))
    assert not nobody.state.clocks
    owed = given(PETITION, forwarded(given_facts=TWO))
    without = part(owed, splitting(registration=anonymous(demands=PART.demands)))
    assert not without.state.clocks


def test_a_part_that_only_asks_is_kept_as_a_contact() -> None:
    thanks = registration(demands=(demand(Purpose.P9),))
    opened = part(given(PETITION, handling(given_facts=TWO)), splitting(registration=thanks), **BY_THE_OWNER)
    assert (opened.state.status, len(opened.state.clocks)) == (Status.CLOSED, 0)


def test_what_silence_began_goes_on_in_the_part() -> None:
    late = day("2025-03-19")
    whole = given(PETITION, registered(given_facts=TWO)).when(TakeDueSteps(), today=late).after
    assert whole.state.presumed_on == late
    opened = part(whole, splitting(split_on=late), today=late)
    assert isinstance(opened.history[-1], PresumedAccepted)
    assert opened.state.clock("D-P05") == whole.state.clock("D-P05")
    assert opened.state.presumed_on == late


def test_a_part_of_what_is_handled_goes_on_where_it_stood() -> None:
    whole = given(PETITION, handling(given_facts=TWO))
    opened = part(whole, splitting(), **BY_THE_OWNER)
    assert [type(fact) for fact in opened.history] == [
        Received,
        Registered,
        NoticeSent,
        Screened,
        Accepted,
        HandlingStarted,
    ]
    assert opened.state.status is Status.HANDLING
    assert opened.state.clocks == whole.state.clocks
    assert tuple(opened.state.scope.assigned) == (HANDLER,)
    left = whole.when(splitting(), **BY_THE_OWNER).after
    assert left.when(proposal(MARCH_5), by=HANDLER).happened
    exempt = given(PETITION, handling(given_facts=anonymous(demands=TWO.demands)))
    assert {rule for rule, _ in part(exempt, splitting(), **BY_THE_OWNER).state.clocks} == {"D-P05"}


def test_whoever_takes_no_part_in_the_whole_takes_none_in_the_part() -> None:
    whole = given(PETITION, screened(given_facts=TWO)).when(DeclareTie(Tie.OTHER, MARCH_3, None), by=SECOND).after
    opened = part(whole, splitting(concerns=(LEADER,)))
    facts = [fact for fact in opened.history if isinstance(fact, OfficersConcerned)]
    assert [len(fact.marks) for fact in facts] == [8]
    further = part(opened, splitting()) if opened.state.demand_count > 1 else opened
    assert further.state.scope.kept_from == opened.state.scope.kept_from


def test_what_leaves_is_named_and_written_anew() -> None:
    whole = given(PETITION, registered(given_facts=TWO))
    given(PETITION, registered()).when(splitting()).refuses(NothingToSplit)
    whole.when(splitting(3)).refuses(DemandNotThere, number=3, known="1, 2")
    whole.when(splitting(1, 2)).refuses(NoDemandStays)
    whole.when(splitting(registration=TWO)).refuses(DemandsOfThePartDiffer, leaving=1, given=2)
    accusing = registration(demands=(demand(Purpose.P3),))
    whole.when(splitting(registration=accusing)).refuses(PartTellsOfAnAccusation)
    whole.when(splitting(split_on=day("2025-03-02"))).refuses(FactOutOfOrder, field="split_on")
    given(PETITION, registered(given_facts=MIXED)).when(splitting(1)).refuses(NotSealedYet)
    given(PETITION, sealed(given_facts=MIXED)).when(splitting(2)).refuses(AccusationStays, number=2)


def test_what_is_handled_is_split_by_the_department_and_not_in_confidence() -> None:
    given(PETITION, handling(given_facts=TWO)).when(splitting(), role=Role.PET_HEAD).refuses(SplitByTheOwner)
    quietly = registration(demands=TWO.demands, confidentiality_requested=True)
    given(PETITION, handling(given_facts=quietly)).when(splitting(), **BY_THE_OWNER).refuses(InConfidenceAsOne)


def test_what_a_review_ordered_is_answered_as_one() -> None:
    history = reviewed(MARCH_3, ReviewResult.REVOKE_REDO)
    two = tuple(replace(fact, demands=fact.demands * 2) if isinstance(fact, Registered) else fact for fact in history)
    given(PETITION, two).when(splitting(), **BY_THE_OWNER).refuses(ReviewedAsOne)


def test_nothing_is_opened_of_what_never_came() -> None:
    assert opening_of_part(splitting(), given(PETITION).state) is None
    assert OpenPart.allowed_in == {Status.NEW}
