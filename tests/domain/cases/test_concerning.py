"""Whose own matter a case is holds in every kind: from the moment they are named, by marks that tell of nobody."""

from datetime import timedelta
from typing import Any

from domain.cases.concerning import OwnMatter
from domain.cases.facts import Stated
from domain.cases.recusing import OfficerRecused
from domain.deciding import Recused
from domain.hardship import concerning as hardship
from domain.hardship import events as of_hardship
from domain.kernel import FactInTheFuture
from domain.marks import AS_MANY
from domain.petition import concerning as petition
from domain.petition import events as of_petition
from domain.petition.codes import Channel, Purpose
from domain.petition.handling import RecordTalk, Talk
from domain.petition.reception import Receive
from domain.scopes import Openness
from domain.supervision import concerning as supervision
from domain.supervision import events as of_supervision
from domain.values import OfficerRef
from tests.domain.cases.test_recusal import ANOTHER, KINDS, TIED, Of, each_kind
from tests.support import hardships, petitions
from tests.support import supervision as checks
from tests.support.given import CLERK, GROUP, HANDLER, SECOND, STREAM, TODAY, given
from tests.support.marks import PLAIN_MARKS

NAMING: dict[str, Any] = {"petition": petition, "supervision": supervision, "hardship": hardship}


def named(of: Of, *officers: OfficerRef, by: OfficerRef = CLERK, history: Any = None) -> Any:
    command = NAMING[of.aggregate.kind].NameConcerned(officers or (TIED,), TODAY)
    return given(of.aggregate, history or of.history).when(command, by=by)


@each_kind
def test_from_that_moment_they_take_no_step_and_are_named_for_none(of: Of) -> None:
    after = named(of).after
    assert PLAIN_MARKS.stand_for(after.state.scope.kept_from, TIED)
    assert not PLAIN_MARKS.stand_for(after.state.scope.kept_from, ANOTHER)
    note = of.notes.WriteNote("text", TODAY)
    after.when(note, by=TIED).refuses(Recused)
    assert after.when(note, by=ANOTHER).rejection is None


@each_kind
def test_neither_who_nor_how_many_they_are_stands_in_the_fact(of: Of) -> None:
    once = named(of)
    again = named(of, TIED, ANOTHER, history=once.after.history)
    for decided in (once, again):
        (fact,) = decided.events
        assert len(fact.marks) == AS_MANY
        assert {type(each) for each in (fact.marks, fact.known_on)} == {tuple, type(TODAY)}
    assert len(again.after.state.scope.kept_from) == 2 * AS_MANY - 1, "only whom both name is marked once"


@each_kind
def test_nobody_names_themselves_and_nobody_knows_of_it_tomorrow(of: Of) -> None:
    named(of, by=TIED).refuses(OwnMatter)
    later = NAMING[of.aggregate.kind].NameConcerned((TIED,), TODAY.replace(year=TODAY.year + 1))
    given(of.aggregate, of.history).when(later, by=CLERK, today=TODAY).refuses(FactInTheFuture, field="known_on")


def test_nobody_opens_a_matter_of_their_own() -> None:
    own: dict[str, Any] = {"concerns": (CLERK,)}
    letter = Receive(Channel.LETTER, TODAY, petitions.registration(), GROUP, **own)
    given(KINDS[0].aggregate).when(letter, by=CLERK).refuses(OwnMatter)
    given(KINDS[1].aggregate).when(checks.lead(TODAY, **own), by=CLERK).refuses(OwnMatter)
    given(KINDS[2].aggregate).when(hardships.apply(TODAY, **own), by=CLERK).refuses(OwnMatter)


def test_who_opens_it_names_them_with_it_before_anything_waits_for_a_second_person() -> None:
    own: dict[str, Any] = {"concerns": (TIED,)}
    late = Receive(Channel.LETTER, TODAY, petitions.registration(), GROUP, **own)
    later = TODAY + timedelta(days=60)
    letter = given(KINDS[0].aggregate).when(late, by=CLERK, today=later)
    forms = [type(each) for each in letter.events]
    assert forms[:2] == [of_petition.Received, of_petition.OfficersConcerned]
    assert not forms[2:] or not issubclass(forms[1], Stated)
    lead = given(KINDS[1].aggregate).when(checks.lead(TODAY, **own), by=CLERK)
    assert of_supervision.OfficersConcerned in map(type, lead.events)
    family = given(KINDS[2].aggregate).when(hardships.apply(TODAY, **own), by=CLERK)
    assert [type(each) for each in family.events][:2] == [of_hardship.Applied, of_hardship.OfficersConcerned]


def test_whom_it_concerns_is_no_second_person_and_at_no_talk() -> None:
    confirming = checks.lead(TODAY).confirmed_by
    given(KINDS[1].aggregate).when(checks.lead(TODAY, concerns=(confirming,)), by=CLERK).refuses(OfficerRecused)
    after = named(KINDS[0], SECOND).after
    talk = RecordTalk(Talk(TODAY, (HANDLER, SECOND), "minutes"))
    after.when(talk, by=HANDLER).refuses(OfficerRecused, officer=SECOND)


def test_whom_an_accusation_names_no_refusal_tells() -> None:
    accusing = petitions.registration(demands=(petitions.demand(Purpose.P3),))
    mark = of_petition.OfficersConcerned((PLAIN_MARKS.of(STREAM, TIED),), TODAY)
    letter = given(KINDS[0].aggregate, petitions.screened(given_facts=accusing), (mark,))
    assert letter.state.scope.openness is Openness.SEALED
    assert letter.when(KINDS[0].notes.WriteNote("text", TODAY), by=TIED).rejection is None
