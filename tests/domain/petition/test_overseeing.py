"""Supervision of a petition: who may, on which ground, until when it is answered, and that it is before closing."""

from dataclasses import replace

from domain.petition.aggregate import PETITION
from domain.petition.codes import Adoption, Outcome, OversightForm, OversightGround, Purpose, Status
from domain.petition.ending import Close, CloseContent, ConfirmImplementation, SupervisionUnanswered
from domain.petition.events import Closed, FoundOverdue
from domain.petition.overseeing import (
    AccusationNotSupervised,
    AnswerSupervision,
    NothingOverdue,
    NothingToAnswer,
    NothingToExecute,
    OwnLetterAnswered,
    Supervise,
    SupervisedAlready,
    SupervisesOwnWork,
)
from domain.petition.oversight import Supervised, SupervisionAnswered
from domain.petition.reacting import TakeDueSteps
from domain.values import written
from tests.support.given import GROUP, HANDLER, HEAD, LEADER, SUBJECT, Decided, given
from tests.support.petitions import (
    MARCH_3,
    closed,
    day,
    delivered,
    demand,
    handling,
    implementing,
    registered,
    registration,
)

EVADED = Supervise(OversightGround.EVASION, "请于三十日内说明情况", day("2025-03-10"))
OVERDUE = replace(EVADED, lapse=OversightGround.OVERDUE, supervised_on=day("2025-05-07"))


def answer(on: str, **changes: object) -> AnswerSupervision:
    return AnswerSupervision(
        **{"oversight": 1, "adoption": Adoption.ADOPTED, "answer": "已整改", "answered_on": day(on), **changes}
    )  # type: ignore[arg-type]


def supervised(command: Supervise = EVADED) -> Decided:
    return given(PETITION, handling()).when(command, by=HEAD)


def test_the_unit_has_thirty_days_from_receipt_whoever_handles_the_matter() -> None:
    after = supervised()
    (fact,) = after.events
    assert isinstance(fact, Supervised)
    assert (fact.oversight, fact.measure, fact.to_unit) == (1, OversightForm.SUPERVISION, GROUP)
    assert fact.letter == written(SUBJECT, "oversight/1/letter", "请于三十日内说明情况")
    assert (fact.clock.rule, fact.clock.item, fact.clock.due_on) == ("D-P15", "1", day("2025-04-09"))
    assert HEAD in after.state.scope.heard
    assert after.state.status is Status.HANDLING


def test_a_duty_must_be_overdue_where_that_is_the_ground_and_the_mark_is_enough_whoever_edited_last() -> None:
    given(PETITION, handling()).when(replace(OVERDUE, supervised_on=MARCH_3), by=HEAD).refuses(
        NothingOverdue, field="lapse"
    )
    late = given(PETITION, handling()).when(TakeDueSteps(), today=day("2025-05-07"))
    assert [type(fact) for fact in late.events] == [FoundOverdue]
    late.when(OVERDUE, by=HEAD, today=day("2025-05-07")).then_only(Supervised)


def test_what_was_not_supported_cannot_be_said_to_wait_for_being_carried_out() -> None:
    unpaid = replace(EVADED, lapse=OversightGround.NOT_EXECUTED, supervised_on=day("2025-04-02"))
    given(PETITION, delivered(MARCH_3)).when(unpaid, by=HEAD, today=day("2025-04-02")).refuses(NothingToExecute)
    given(PETITION, implementing(MARCH_3)).when(unpaid, by=HEAD, today=day("2025-04-02")).then_only(Supervised)
    done = given(PETITION, implementing(MARCH_3)).when(
        ConfirmImplementation("已退还", day("2025-03-20")), by=LEADER, today=day("2025-03-20")
    )
    done.when(unpaid, by=HEAD, today=day("2025-04-02")).refuses(NothingToExecute)


def test_a_second_letter_waits_until_the_answer_to_the_first_is_overdue() -> None:
    supervised().when(EVADED, by=HEAD).refuses(SupervisedAlready, due_on=day("2025-04-09"))
    silent = supervised().when(TakeDueSteps(), today=day("2025-04-10"))
    again = silent.when(replace(OVERDUE, supervised_on=day("2025-04-10")), by=HEAD, today=day("2025-04-10"))
    (fact,) = again.events
    assert isinstance(fact, Supervised)
    assert (fact.oversight, fact.clock.item) == (2, "2")


def test_whoever_handles_the_matter_does_not_supervise_it_and_an_accusation_is_supervised_by_nobody() -> None:
    given(PETITION, handling()).when(EVADED, by=HANDLER).refuses(SupervisesOwnWork)
    accusation = registered(given_facts=registration(demands=(demand(Purpose.P3),)))
    given(PETITION, accusation).when(EVADED, by=HEAD).refuses(AccusationNotSupervised)


def test_the_answer_stops_the_term_and_a_late_one_is_late() -> None:
    after = supervised().when(answer("2025-04-20", adoption=Adoption.PARTLY), by=LEADER, today=day("2025-04-20"))
    (fact,) = after.events
    assert isinstance(fact, SupervisionAnswered)
    assert (fact.adoption, fact.stopped[0].late_days) == (Adoption.PARTLY, 11)
    assert after.state.clock("D-P15", "1") is None


def test_nobody_answers_what_was_not_asked_or_asked_by_that_very_officer() -> None:
    given(PETITION, handling()).when(answer("2025-03-20"), by=LEADER).refuses(NothingToAnswer)
    supervised().when(answer("2025-03-20"), by=HEAD, today=day("2025-03-20")).refuses(OwnLetterAnswered)
    supervised().when(answer("2025-03-20", oversight=2), by=LEADER, today=day("2025-03-20")).refuses(NothingToAnswer)
    twice = supervised().when(answer("2025-03-20"), by=LEADER, today=day("2025-03-20"))
    twice.when(answer("2025-03-20"), by=LEADER, today=day("2025-03-20")).refuses(NothingToAnswer)


def test_of_two_letters_each_head_answers_the_other_s_and_not_the_own() -> None:
    late = day("2025-04-11")
    first = supervised().when(TakeDueSteps(), today=late)
    both = first.when(replace(EVADED, supervised_on=late), by=LEADER, today=late)
    both.when(answer("2025-04-11"), by=HEAD, today=late).refuses(OwnLetterAnswered)
    both.when(answer("2025-04-11", oversight=2), by=HEAD, today=late).then_only(SupervisionAnswered)


def test_what_was_asked_is_answered_before_the_petition_is_closed() -> None:
    asked = given(PETITION, delivered(MARCH_3, Outcome.EXPLAIN)).when(EVADED, by=HEAD, today=day("2025-03-10"))
    asked.when(CloseContent(day("2025-03-20")), by=LEADER, today=day("2025-03-20")).refuses(SupervisionUnanswered)
    answered = asked.when(answer("2025-03-20"), by=LEADER, today=day("2025-03-20"))
    answered.when(CloseContent(day("2025-03-20")), by=LEADER, today=day("2025-03-20")).then_only(Closed)
    assert Close.allowed_in == CloseContent.allowed_in


def test_a_closed_petition_is_not_supervised() -> None:
    assert Status.CLOSED not in Supervise.allowed_in
    assert given(PETITION, closed(MARCH_3)).state.status is Status.CLOSED
