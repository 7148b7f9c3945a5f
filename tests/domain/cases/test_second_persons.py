"""What one officer stated takes effect once a second person has confirmed it, signed in as himself or herself."""

import pytest

from domain.cases.codes import Confirmer
from domain.cases.facts import Second
from domain.cases.second import (
    ConfirmedAlready,
    NamedConfirms,
    NothingWaits,
    OwnStatement,
    SecondPersonMissing,
    StatementOvertaken,
)
from domain.petition import mending
from domain.petition.aggregate import PETITION
from domain.petition.codes import Status
from domain.petition.events import Confirmed, Contested, Stated, TalkRecorded
from domain.petition.handling import RecordTalk
from domain.petition.routing import Accept
from domain.supervision import events as checks
from domain.supervision import mending as supervision
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.leading import Register
from domain.supervision.noting import WriteNote
from domain.values import OfficerRef, written
from tests.support import supervision as leads
from tests.support.given import CLERK, HANDLER, HEAD, LEADER, SECOND, SUBJECT, Decided, given
from tests.support.petitions import MARCH_3, day, handling, proposal, screened, talk, told

TALKED = day("2025-03-10")


def stated() -> Decided:
    """One of the two who held a talk records it, alone."""
    return given(PETITION, handling()).when(RecordTalk(talk(TALKED)), by=HANDLER)


def test_a_talk_that_one_of_the_two_records_waits_for_the_other() -> None:
    recorded = TalkRecorded(True, (HANDLER, SECOND), written(SUBJECT, "minutes", "谈话笔录"), TALKED)
    waiting = stated().then(Stated(1, 1, (Second(Confirmer.PARTICIPANT, (SECOND,)),), HANDLER, blocks=False), recorded)
    assert waiting.state.heard_on is None
    confirmed = waiting.when(mending.Confirm(1, "本人在场"), by=SECOND)
    confirmed.then(Confirmed(1, SECOND, written(SUBJECT, "seen/1", "本人在场"), is_whole=True))
    assert confirmed.state.heard_on == TALKED
    assert confirmed.state.statement_numbers == ()


def test_somebody_else_confirms_who_has_seen_the_paper_that_was_signed() -> None:
    assert stated().when(mending.Confirm(1, "谈话笔录第一页签字"), by=HEAD).state.heard_on == TALKED


def test_a_name_that_the_first_one_typed_is_no_second_person() -> None:
    stated().when(mending.Confirm(1, "谈话笔录"), by=HANDLER).refuses(OwnStatement)
    third = given(PETITION, handling()).when(RecordTalk(talk(TALKED)), by=CLERK)
    assert third.state.heard_on is None
    third.when(mending.Confirm(1, "本人在场"), by=CLERK).refuses(OwnStatement)
    assert third.when(mending.Confirm(1, "本人在场"), by=HANDLER).state.heard_on == TALKED


def test_what_follows_from_a_statement_waits_with_it_and_moves_no_stage() -> None:
    proposed = given(PETITION, handling()).when(proposal(day("2025-04-01")), by=HANDLER)
    assert proposed.state.status is Status.HANDLING
    assert proposed.when(mending.Confirm(1, "本人在场"), by=SECOND).state.status is Status.DECISION_REVIEW


def test_what_is_contested_never_takes_effect() -> None:
    contested = stated().when(mending.Contest(1, "本人未参加"), by=SECOND)
    contested.then(Contested(1, SECOND, written(SUBJECT, "grounds/1", "本人未参加")))
    assert contested.state.heard_on is None
    contested.when(mending.Confirm(1, "本人在场"), by=HEAD).refuses(NothingWaits)
    contested.when(mending.Contest(1, "本人未参加"), by=HEAD).refuses(NothingWaits)


def test_whoever_stated_it_takes_it_back() -> None:
    taken_back = stated().when(mending.Contest(1, "记录有误"), by=HANDLER)
    assert taken_back.state.statement_numbers == ()


def test_only_what_waits_is_confirmed() -> None:
    stated().when(mending.Confirm(2, "本人在场"), by=SECOND).refuses(NothingWaits)


def test_several_statements_wait_side_by_side() -> None:
    both = stated().when(RecordTalk(talk(day("2025-03-12"))), by=HANDLER)
    assert both.state.statement_numbers == (1, 2)
    later = both.when(mending.Confirm(2, "本人在场"), by=SECOND)
    assert (later.state.heard_on, later.state.statement_numbers) == (day("2025-03-12"), (1,))
    assert later.when(mending.Confirm(1, "本人在场"), by=SECOND).state.heard_on == TALKED


def test_a_case_that_moved_on_is_not_moved_back() -> None:
    waiting = given(PETITION, handling()).when(proposal(day("2025-04-01")), by=HANDLER)
    other = waiting.when(proposal(day("2025-04-01")), by=SECOND).when(mending.Confirm(2, "本人在场"), by=HANDLER)
    assert other.state.status is Status.DECISION_REVIEW
    other.when(mending.Confirm(1, "本人在场"), by=SECOND).refuses(StatementOvertaken)
    assert other.when(mending.Contest(1, "已另行提出"), by=HANDLER).state.statement_numbers == ()


def test_what_several_have_to_confirm_takes_effect_with_the_last() -> None:
    """Of two who are named each confirms for himself or herself alone."""
    two = (Second(Confirmer.NAMED, (SECOND,)), Second(Confirmer.NAMED, (LEADER,)))
    heard = TalkRecorded(True, (HANDLER, SECOND), written(SUBJECT, "minutes", "谈话笔录"), TALKED)
    waiting = given(PETITION, handling(), Stated(1, 1, two, HANDLER, blocks=False), heard)
    waiting.when(mending.Confirm(1, "本人批准"), by=HEAD).refuses(NamedConfirms)
    first = waiting.when(mending.Confirm(1, "本人批准"), by=SECOND)
    assert first.state.heard_on is None
    first.when(mending.Confirm(1, "本人批准"), by=SECOND).refuses(ConfirmedAlready)
    assert first.when(mending.Confirm(1, "本人批准"), by=LEADER).state.heard_on == TALKED


def test_folding_goes_on_from_any_event() -> None:
    """A state that is kept and carried on says the same as one that is folded from the beginning."""
    whole = stated().when(mending.Confirm(1, "本人在场"), by=SECOND).history
    state = PETITION.initial
    for event in whole:
        state = PETITION.evolve(state, event)
    assert state == given(PETITION, whole).state
    assert list(state.past.values()) == list(whole)


def test_what_opened_a_case_and_is_stated_blocks_it_until_it_is_confirmed() -> None:
    """Contesting it alters nothing: it is set right, or the case ends."""
    named = (Second(Confirmer.NAMED, (SECOND,)),)
    lead = given(SUPERVISION, leads.recorded(), checks.Stated(1, 0, named, CLERK, blocks=True))
    registering = Register(leads.SEPT_1)
    lead.when(registering).refuses(SecondPersonMissing)
    lead.when(WriteNote("待复核", leads.SEPT_1)).then_only(checks.Noted)
    contested = lead.when(supervision.Contest(1, "内容涉及个人"), by=SECOND)
    contested.when(registering).refuses(SecondPersonMissing)
    contested.when(supervision.Void("内容涉及个人"), by=CLERK).then_only(checks.Stated, checks.Voided)
    confirmed = lead.when(supervision.Confirm(1, "线索登记表"), by=SECOND)
    assert confirmed.when(registering).happened


@pytest.mark.parametrize("officer", [CLERK, HEAD])
def test_a_term_that_ended_meanwhile_is_not_ended_twice(officer: OfficerRef) -> None:
    late = given(PETITION, screened()).when(Accept(MARCH_3, notice=told(MARCH_3)), by=HEAD, today=day("2025-03-12"))
    assert late.state.statement_numbers == (1,)
    sent = late.when(Accept(day("2025-03-12"), notice=told(day("2025-03-12"))), by=HEAD, today=day("2025-03-12"))
    assert sent.state.status is Status.ACCEPTED
    sent.when(mending.Confirm(1, "挂号信回执"), by=officer, today=day("2025-03-13")).refuses(
        OwnStatement if officer == HEAD else StatementOvertaken
    )
