"""Official numbers of documents: one a document, of the series of its kind, unit and year, and never twice."""

from datetime import date
from typing import Any

import pytest

from domain.agreements import parts_in_effect
from domain.cases.correcting import NoSuchFact
from domain.cases.numbering import (
    NoNumberToVoid,
    NotADocument,
    NothingToNumber,
    NotNumbered,
    NumberedAlready,
    SealedTakesNoNumber,
)
from domain.hardship import numbering as of_hardship
from domain.hardship.aggregate import HARDSHIP
from domain.kernel import Aggregate
from domain.numbering.commands import TakeNumber, VoidTakenNumber
from domain.petition import events as e
from domain.petition.aggregate import PETITION
from domain.petition.notices import SendNotice
from domain.petition.numbering import NumberDocument, VoidNumber
from domain.petition.reception import Screen
from domain.petition.routing import Forward
from domain.series import Document, NumberSeries, series_stream
from domain.supervision import numbering as of_supervision
from domain.supervision.aggregate import SUPERVISION
from domain.values import written
from tests.support import hardships, petitions, supervision
from tests.support.given import CLERK, GROUP, HEAD, PLANT, STREAM, SUBJECT, UNITS, Given, acting, given
from tests.support.petitions import MARCH_3, day, registered, registration, told

APRIL_1 = day("2025-04-01")
NOTICES = series_stream(Document.TELLING, GROUP, 2025)


def noticed() -> Given:
    """A letter whose petitioner was told, so that its third fact is a notice."""
    return given(PETITION, registered()).when(SendNotice(told(MARCH_3))).after


def numbered(number: int = 1, fact: int = 3) -> e.DocumentNumbered:
    text = f"HS信告〔2025〕{number}号"
    return e.DocumentNumbered(fact, Document.TELLING, GROUP, 2025, number, text, CLERK, APRIL_1)


def known(last: int = 0) -> dict[Any, Any]:
    return {**UNITS, NOTICES: NumberSeries(last=last)}


def test_a_document_takes_the_next_number_of_its_series() -> None:
    for last in (0, 6):
        decided = noticed().when(NumberDocument(3), today=APRIL_1, consulted=known(last))
        decided.then(numbered(last + 1))
    (part,) = parts_in_effect(STREAM, decided.after.state, NumberDocument(3), decided.events, APRIL_1)
    assert (part.kind, part.stream) == ("number_series", NOTICES)
    assert isinstance(part.command, TakeNumber)
    assert (part.command.number, part.command.case, part.command.fact) == (7, STREAM, 3)


def test_a_series_is_of_a_kind_of_document_a_unit_and_the_year_in_which_the_number_is_taken() -> None:
    case = noticed()
    reads = {year: dict(NumberDocument(3).reads(case.state, acting(CLERK), date(year, 1, 2))) for year in (2025, 2026)}
    assert reads[2025]["number_series"] == NOTICES
    assert reads[2026]["number_series"] == series_stream(Document.TELLING, GROUP, 2026) != NOTICES
    assert series_stream(Document.OPINION, GROUP, 2025) != NOTICES


def test_a_document_bears_one_number_at_a_time() -> None:
    once = noticed().when(NumberDocument(3), today=APRIL_1, consulted=known()).after
    once.when(NumberDocument(3), today=APRIL_1).refuses(NothingToNumber)
    passed_on = once.when(Screen(MARCH_3), by=HEAD).when(Forward(PLANT, MARCH_3), by=HEAD).after
    passed_on.when(NumberDocument(3), today=APRIL_1).refuses(NumberedAlready, number="HS信告〔2025〕1号")
    """Of the unit in whose name it is done: the petition is with the plant by now."""
    (number,) = passed_on.when(NumberDocument(6), today=APRIL_1).events
    assert (number.official_no, number.unit) == ("HS信转〔2025〕1号", GROUP)


def test_what_is_no_document_bears_none() -> None:
    case = noticed()
    case.when(NumberDocument(1), today=APRIL_1).refuses(NotADocument, document=1)
    case.when(NumberDocument(9), today=APRIL_1).refuses(NoSuchFact, fact=9)
    given(PETITION, registered()).when(NumberDocument(1), today=APRIL_1).refuses(NothingToNumber)


def test_a_voided_number_stays_taken_and_the_document_takes_another() -> None:
    noticed().when(VoidNumber(3, "套打错误"), today=APRIL_1).refuses(NoNumberToVoid)
    case = noticed().when(NumberDocument(3), today=APRIL_1, consulted=known()).after
    case.when(VoidNumber(1, "套打错误"), today=APRIL_1).refuses(NotNumbered, document=1)
    voided = case.when(VoidNumber(3, "套打错误"), today=APRIL_1)
    taken = numbered()
    reason = written(SUBJECT, f"reason/{taken.official_no}", "套打错误")
    voided.then(e.NumberVoided(3, taken.document, GROUP, 2025, 1, taken.official_no, reason, CLERK, APRIL_1))
    (part,) = parts_in_effect(STREAM, case.state, VoidNumber(3, ""), voided.events, APRIL_1)
    assert part.stream == NOTICES
    assert isinstance(part.command, VoidTakenNumber)
    voided.after.when(NumberDocument(3), today=APRIL_1, consulted=known(1)).then(numbered(2))


def test_a_matter_kept_in_confidence_takes_none_so_that_no_gap_tells_of_it() -> None:
    for facts in (
        registration(confidentiality_requested=True),
        registration(demands=(petitions.demand(petitions.Purpose.P3),)),
    ):
        case = given(PETITION, registered(given_facts=facts))
        case.when(NumberDocument(3), today=APRIL_1).refuses(SealedTakesNoNumber)


def test_a_number_is_no_fact_of_the_matter_and_moves_nothing() -> None:
    case = noticed()
    after = case.when(NumberDocument(3), today=APRIL_1, consulted=known()).after
    assert (after.state.status, after.state.clocks) == (case.state.status, case.state.clocks)
    after.when(Screen(MARCH_3), today=APRIL_1).then_only(e.Screened)


@pytest.mark.parametrize(
    ("aggregate", "history", "command", "sign"),
    [
        (SUPERVISION, supervision.issued(), of_supervision.NumberDocument, "监督"),
        (HARDSHIP, hardships.on_file(), of_hardship.NumberDocument, "帮档"),
        (PETITION, petitions.replied(MARCH_3), NumberDocument, "信意"),
    ],
    ids=("supervision", "hardship", "petition"),
)
def test_every_kind_of_case_numbers_its_documents(
    aggregate: Aggregate[Any], history: Any, command: Any, sign: str
) -> None:
    case = given(aggregate, history)
    last = max(own for own, event in case.state.past.items() if type(event) in command.documents)
    (event,) = case.when(command(last), today=day("2025-12-30")).events
    assert f"{sign}〔2025〕1号" in event.official_no
