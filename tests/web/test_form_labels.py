"""What fields and commands are called where one name means different things, and in which words refusals say it."""

from collections.abc import Iterator
from datetime import date

import pytest

from domain.hardship.aiding import AidNotInThisStatus, ApproveAid
from domain.hardship.codes import AidStatus
from domain.kernel import FactInTheFuture
from domain.petition.ending import Close as ClosePetition
from domain.supervision.ending import Close as CloseSupervision
from service.kinds.catalogue import COLLECTIONS
from service.kinds.labels import TABLES
from service.web.form_fields import Field, fields_of
from service.words.refusals import reason_of
from service.words.sentences import LANGUAGES
from tests.support.words import words_in


def _all(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(field.parts)


LABELS = {
    "hardship.PayeeAccount.number": ("账号", "Account number"),
    "hardship.VerifyData.verified_on": ("核对日期", "Data verified on"),
    "hardship.ReviewEligibility.means": ("家庭经济状况", "Means of the household"),
    "hardship.Expense.kind": ("支出种类", "Kind of expense"),
    "hardship.Substitute.kind": ("公示方式", "Way of publicity instead"),
    "hardship.PlanAid.kind": ("帮扶项目", "Kind of aid"),
    "supervision.AcceptOpenItem.accepted_on": ("挂账日期", "Accepted as open on"),
    "petition.Accept.accepted_on": ("受理日期", "Accepted on"),
    "supervision.VerifyItem.verified_on": ("验收日期", "Verified on"),
    "supervision.ApprovePlan.means": ("监督方式", "Means"),
    "fund.CloseFund.closed_on": ("关闭日期", "Closed on"),
}


@pytest.mark.parametrize("place", LABELS)
def test_a_field_is_called_what_it_means_in_its_form(place: str) -> None:
    kind, form, name = place.split(".")
    called = tuple(words_in(language, kind).field(name, form) for language in LANGUAGES)
    assert called == LABELS[place]


def test_commands_of_one_name_are_called_apart() -> None:
    chinese, english = (words_in(language) for language in LANGUAGES)
    assert (chinese.command(CloseSupervision), english.command(CloseSupervision)) == ("结案", "Close the case")
    assert chinese.command(ClosePetition) == "期满结案"


def test_names_of_one_form_speak_of_forms_and_fields_that_exist() -> None:
    known = {
        (each.aggregate.kind, field.form, field.name)
        for each in COLLECTIONS
        for address in each.addressed
        for field in _all(fields_of(address.command))
    }
    told = (name.split(".") for table in TABLES.values() for name in table)
    named = {tuple(parts[1:]) for parts in told if len(parts) == 4 and parts[0] == "field"}
    assert named
    assert named <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_calls_two_of_its_fields_the_same(language: str) -> None:
    """Side by side, a name says which field is meant."""
    for each in COLLECTIONS:
        words = words_in(language, each.aggregate.kind)
        for address in each.addressed:
            for fields in _levels(fields_of(address.command)):
                labels = [words.field(field.name, field.form) for field in fields]
                assert len(labels) == len(set(labels)), (address.command, labels)


def _levels(fields: tuple[Field, ...]) -> Iterator[tuple[Field, ...]]:
    yield fields
    for field in fields:
        if field.parts:
            yield from _levels(field.parts)


def test_a_refusal_names_a_field_within_a_block_in_words() -> None:
    refusal = FactInTheFuture(field="authorisation.signed_on", day=date(2026, 12, 1), today=date(2026, 11, 21))
    chinese, english = (
        reason_of(refusal, words_in(language, "hardship"), None)  # type: ignore[arg-type]
        for language in LANGUAGES
    )
    assert "“核对授权：签署日期”填写的2026年12月1日晚于今天" in chinese
    assert "“Authorisation: Signed on”" in english


def test_codes_of_a_refusal_are_of_the_list_of_its_status() -> None:
    refusal = AidNotInThisStatus(aid=1, status=AidStatus.PAID, allowed="APPROVED, PLANNED")
    words = words_in("zh", "hardship")
    told = reason_of(refusal, words, None, ApproveAid.__name__)  # type: ignore[arg-type]
    for status in (AidStatus.PAID, AidStatus.APPROVED, AidStatus.PLANNED):
        assert words.code(status) in told
