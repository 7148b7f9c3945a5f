"""Packages: sent to an office that nobody accused belongs to, signed for, and told to whoever can be reached."""

import pytest

from domain.kernel import FactOutOfOrder, NotAllowedNow
from domain.petition.accusations import AcceptanceTold, InquiryConcluded, PackageReceived, PackageSent, ResultTold
from domain.petition.accused import Accused
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, Purpose, Status
from domain.petition.reception import Screen
from domain.petition.referring import (
    AccusationAmongOthers,
    AlreadyConcluded,
    ConcludeInquiry,
    DisciplineOfficeAccused,
    InformantNotReachable,
    InformantToldAlready,
    NotConcludedYet,
    PackageAlreadyReceived,
    PackageNotReceived,
    SendPackage,
    SignForPackage,
    TellAcceptance,
    TellResult,
)
from domain.petition.registering import Registration
from domain.petition.sealing import NotAnAccusation, NotSealedYet, Seal
from domain.units import UnitNotActive
from tests.domain.petition.test_carrying import carried
from tests.domain.petition.test_sealing import ACCUSING, MIXED, SHOP, TREE, of
from tests.support.given import GONE, GROUP, HEAD, PLANT, Decided, Given, given
from tests.support.petitions import MARCH_3, anonymous, day, demand, registered, screened

MARCH_4, MARCH_6, MARCH_10 = (day(f"2025-03-{each:02}") for each in (4, 6, 10))
NAMELESS = anonymous(demands=(demand(Purpose.P3, "收钱"),))


def ready(what: Registration = ACCUSING, *accused: Accused) -> Given:
    """An accusation that the head has screened."""
    before = given(PETITION, registered(given_facts=what))
    after = before.when(Seal(accused or (Accused(SHOP),), MARCH_3), consulted=TREE)
    return after.when(Screen(MARCH_3), by=HEAD).after


def sent(what: Registration = ACCUSING) -> Decided:
    """A package on its way to the group's discipline office."""
    return ready(what).when(SendPackage(GROUP, MARCH_4), by=HEAD, consulted=TREE)


def signed_for(what: Registration = ACCUSING) -> Decided:
    """The office has it."""
    return sent(what).when(SignForPackage(MARCH_6))


def test_an_accusation_is_sent_and_the_term_runs_until_it_is_signed_for() -> None:
    on_its_way = sent()
    assert on_its_way.events == (PackageSent(GROUP, MARCH_4, ()),)
    assert on_its_way.state.status is Status.REFERRED_DI
    assert list(on_its_way.state.scope.packages) == [GROUP]
    assert set(on_its_way.state.clocks) == {("D-P10", "")}
    received = of(on_its_way.when(SignForPackage(MARCH_6)), PackageReceived)
    assert [(each.rule, each.late_days) for each in received.stopped] == [("D-P10", 0)]
    assert received.clock.rule == "D-P11"


def test_the_informant_is_told_whether_it_is_accepted_and_later_the_result() -> None:
    told = signed_for().when(TellAcceptance(MARCH_10, Delivery.POST))
    assert [each.rule for each in of(told, AcceptanceTold).stopped] == ["D-P11"]
    concluded = told.when(ConcludeInquiry(MARCH_10))
    assert of(concluded, InquiryConcluded).clock.rule == "D-P12"
    result = concluded.when(TellResult(MARCH_10, Delivery.POST))
    assert [each.rule for each in of(result, ResultTold).stopped] == ["D-P12"]
    assert not result.state.clocks
    result.when(TellResult(MARCH_10, Delivery.POST)).refuses(InformantToldAlready)
    told.when(TellAcceptance(MARCH_10, Delivery.POST)).refuses(InformantToldAlready)
    concluded.when(ConcludeInquiry(MARCH_10)).refuses(AlreadyConcluded)


def test_nobody_is_told_where_the_informant_cannot_be_reached() -> None:
    received = signed_for(NAMELESS)
    assert of(received, PackageReceived).clock is None
    received.when(TellAcceptance(MARCH_10, Delivery.POST)).refuses(InformantNotReachable)
    concluded = received.when(ConcludeInquiry(MARCH_10))
    assert of(concluded, InquiryConcluded).clock is None
    concluded.when(TellResult(MARCH_10, Delivery.POST)).refuses(InformantNotReachable)


@pytest.mark.parametrize(
    ("accused", "to", "next_one"),
    [
        (Accused(SHOP, discipline_of=PLANT), PLANT, "HS"),
        (Accused(SHOP), SHOP, "HS01"),
        (Accused(SHOP, discipline_of=GROUP), GROUP, "—"),
    ],
    ids=["its head or member", "the unit of the office", "nobody is above"],
)
def test_no_package_goes_to_an_office_that_is_accused(accused: Accused, to: object, next_one: str) -> None:
    package = SendPackage(to, MARCH_4)  # type: ignore[arg-type]  # one of the units above
    refused = ready(ACCUSING, accused).when(package, by=HEAD, consulted=TREE)
    refused.refuses(DisciplineOfficeAccused, next=next_one)


def test_a_row_of_an_old_register_is_sealed_and_sent_as_well() -> None:
    _row, before = carried(purpose=Purpose.P3)
    before.when(SendPackage(GROUP, MARCH_4), by=HEAD, consulted=TREE).refuses(NotSealedYet)
    after = before.when(Seal((Accused(SHOP),), MARCH_4), consulted=TREE)
    after.when(SendPackage(GROUP, MARCH_4), by=HEAD, consulted=TREE).then_only(PackageSent)


def test_what_is_no_accusation_or_more_than_one_is_not_sent() -> None:
    send = SendPackage(GROUP, MARCH_4)
    given(PETITION, screened()).when(send, by=HEAD, consulted=TREE).refuses(NotAnAccusation)
    ready(MIXED).when(send, by=HEAD, consulted=TREE).refuses(AccusationAmongOthers)
    ready().when(SendPackage(GONE, MARCH_4), by=HEAD, consulted=TREE).refuses(UnitNotActive)
    given(PETITION, registered(given_facts=ACCUSING)).when(send, by=HEAD, consulted=TREE).refuses(NotAllowedNow)


def test_steps_of_the_office_follow_one_another() -> None:
    sent().when(TellAcceptance(MARCH_6, Delivery.POST)).refuses(PackageNotReceived)
    sent().when(ConcludeInquiry(MARCH_6)).refuses(PackageNotReceived)
    sent().when(SignForPackage(MARCH_3)).refuses(FactOutOfOrder, field="received_on")
    signed_for().when(SignForPackage(MARCH_6)).refuses(PackageAlreadyReceived)
    signed_for().when(TellResult(MARCH_10, Delivery.POST)).refuses(NotConcludedYet)
