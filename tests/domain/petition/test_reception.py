"""Reception: received, registered, told, screened."""

from datetime import timedelta
from typing import Any

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, NamedStatus, PersonStatus, Purpose, Status
from domain.petition.events import NoticeSent, Received, Registered, RegisteredDemand, Screened
from domain.petition.notices import NoticeAlreadySent, PetitionerHasNoContact, SendNotice
from domain.petition.reception import BriefMissing, SameOfficerRedactsAndConfirms, Screen
from domain.petition.registering import (
    RealNameIncomplete,
    Register,
    RepresentativesExceedLimit,
    RepresentativesWithoutGroup,
    SeveralNamesInOneEntry,
)
from domain.petition.routing import Accept
from domain.roles import Role
from domain.units import UnitNotActive
from domain.values import Identity, KeyClass, Sensitive, guarded
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, GONE, GROUP, HEAD, SUBJECT, given, ref
from tests.support.petitions import (
    PETITIONER,
    anonymous,
    day,
    demand,
    forwarded,
    receive,
    received,
    registered,
    registration,
    screened,
    sealed,
    told,
)

SEPTEMBER_16 = day("2025-09-16")


def notice_stopped(on: str, late_days: int, why: StopReason = StopReason.MET) -> ClockStopped:
    return ClockStopped("D-P01", "", day(on), day("2025-10-09"), late_days, why)


def test_a_letter_starts_the_days_for_the_first_notice() -> None:
    clock = started("D-P01", SEPTEMBER_16, packaged_calendar(), "national")
    fact = given(PETITION).when(receive(SEPTEMBER_16)).happened[0]
    assert isinstance(fact, Received)
    assert fact.case_no.startswith("PET-HS-2025-")
    assert (fact.unit, fact.subject, fact.received_on, fact.clock) == (GROUP, SUBJECT, SEPTEMBER_16, clock)
    assert clock.due_on == day("2025-10-09")


def test_zhejiang_gives_five_working_days_that_make_up_sundays_count_in() -> None:
    """Received on Friday 2025-09-26: Sunday the 28th is worked, the National Day holiday is not."""
    fact = given(PETITION, profile="zhejiang").when(receive(day("2025-09-26"))).happened[0]
    assert isinstance(fact, Received)
    assert (fact.clock.rule, fact.clock.due_on) == ("D-P01", day("2025-10-10"))


def test_the_number_tells_the_year_of_receipt_and_not_of_recording() -> None:
    fact = given(PETITION).when(receive(day("2025-12-31")), today=day("2026-01-05")).happened[0]
    assert isinstance(fact, Received)
    assert fact.case_no.startswith("PET-HS-2025-")


@pytest.mark.parametrize(("unit", "called"), [(GONE, "HS02"), (ref("no such unit"), ref("no such unit"))])
def test_only_an_active_unit_receives(unit: object, called: object) -> None:
    given(PETITION).when(receive(unit=unit)).refuses(UnitNotActive, unit=called)


def test_nothing_is_received_tomorrow() -> None:
    today = day("2025-03-03")
    tomorrow = today + timedelta(days=1)
    given(PETITION).when(receive(tomorrow), today=today).refuses(FactInTheFuture, field="received_on", day=tomorrow)
    given(PETITION).when(receive(today), today=today).then_only(Received)


def test_a_registration_seals_who_asks_and_what() -> None:
    facts = given(PETITION, received()).when(Register(registration(address="二村三号")), by=CLERK).happened
    fact = facts[0]
    assert isinstance(fact, Registered)
    assert fact.name == Identity(SUBJECT, "name", PETITIONER)
    assert (fact.contact is None, fact.contact and fact.contact.key_class) == (False, KeyClass.IDENTITY)
    assert fact.demands == (RegisteredDemand(demand().purpose, demand().issue, fact.demands[0].text),)
    assert fact.named_status == Identity(SUBJECT, "named_status", NamedStatus.REAL_NAME)
    assert (fact.has_contact, fact.stopped) == (True, ())
    assert PETITIONER not in repr(facts)


def test_what_a_petitioner_is_at_work_is_sealed_as_personal() -> None:
    facts = given(PETITION, received()).when(Register(registration(person_status=PersonStatus.RETIRED))).happened
    assert isinstance(facts[0], Registered)
    assert facts[0].person_status == Sensitive(SUBJECT, "person_status", PersonStatus.RETIRED)
    assert PersonStatus.RETIRED not in repr(facts)


@pytest.mark.parametrize(
    ("given_of_it", "texts", "brief"),
    [
        ({}, KeyClass.CONTENT, KeyClass.CONTENT),
        ({"confidentiality_requested": True}, KeyClass.ORIGINAL, KeyClass.CONTENT),
        ({"demands": (demand(purpose=Purpose.P3),)}, KeyClass.ORIGINAL, KeyClass.ORIGINAL),
    ],
    ids=["ordinary", "in confidence", "accusation"],
)
def test_what_was_written_in_confidence_has_a_key_of_its_own(
    given_of_it: dict[str, Any], texts: KeyClass, brief: KeyClass
) -> None:
    """Of a matter in confidence handlers get the confirmed brief alone; of an accusation the desk keeps that too."""
    asked = registration(facts="事实", brief="摘要", **given_of_it)
    fact = given(PETITION, received()).when(Register(asked)).happened[0]
    assert isinstance(fact, Registered)
    assert {part.key_class for part in (fact.demands[0].text, fact.facts) if part} == {texts}
    assert fact.brief_draft is not None
    assert (fact.brief_draft.key_class, fact.title.key_class) == (texts, brief)
    before = given(PETITION, sealed(given_facts=asked))
    confirmed = before.when(Screen(day("2025-03-03"), "摘要"), by=HEAD).happened[0]
    assert isinstance(confirmed, Screened)
    assert confirmed.brief is not None
    assert confirmed.brief.key_class is brief


def test_receiving_and_registering_in_one_visit_stay_two_facts() -> None:
    one_visit = given(PETITION).when(receive(registration=registration()))
    assert one_visit.history == registered()
    assert one_visit.state.status is Status.REGISTERED


def test_a_notice_handed_over_on_the_spot_meets_the_term_at_once() -> None:
    """Scenario 2."""
    on_the_spot = registration(notice=told(SEPTEMBER_16, Delivery.ON_THE_SPOT))
    visit = given(PETITION).when(receive(SEPTEMBER_16, registration=on_the_spot), today=SEPTEMBER_16)
    stop = notice_stopped("2025-09-16", 0)
    assert visit.happened[2] == NoticeSent(Delivery.ON_THE_SPOT, SEPTEMBER_16, (stop,))
    assert not visit.state.clocks
    visit.when(SendNotice(told(SEPTEMBER_16))).refuses(NoticeAlreadySent)


@pytest.mark.parametrize(("sent_on", "late_days"), [("2025-10-09", 0), ("2025-10-10", 1)])
def test_a_late_notice_is_sent_all_the_same(sent_on: str, late_days: int) -> None:
    """Scenario 1."""
    notice = SendNotice(told(day(sent_on)))
    fact = NoticeSent(Delivery.POST, day(sent_on), (notice_stopped(sent_on, late_days),))
    given(PETITION, screened(SEPTEMBER_16)).when(notice).then(fact)


def test_nobody_is_told_before_the_letter_came() -> None:
    early = SendNotice(told(day("2025-09-15")))
    given(PETITION, registered(SEPTEMBER_16)).when(early).refuses(FactOutOfOrder, field="sent_on")


def test_the_unit_that_a_matter_was_forwarded_to_tells_after_it_got_it() -> None:
    early = SendNotice(told(day("2025-03-02")))
    given(PETITION, forwarded()).when(early).refuses(FactOutOfOrder, earliest=day("2025-03-03"))


def test_who_cannot_be_reached_is_owed_no_notice() -> None:
    """Scenario 3: exempt since the day of receipt, so never late, however late it is registered."""
    quiet = given(PETITION, received(SEPTEMBER_16)).when(Register(anonymous()))
    fact = quiet.happened[0]
    assert isinstance(fact, Registered)
    assert fact.stopped == (notice_stopped("2025-09-16", 0, StopReason.EXEMPT),)
    assert (fact.named_status.value, fact.has_contact) == (NamedStatus.ANONYMOUS, False)
    assert not quiet.state.clocks
    quiet.when(SendNotice(told(SEPTEMBER_16))).refuses(PetitionerHasNoContact)


def test_a_notice_needs_somebody_to_reach_at_registration_too() -> None:
    contradiction = Register(anonymous(notice=told(SEPTEMBER_16)))
    given(PETITION, received(SEPTEMBER_16)).when(contradiction).refuses(PetitionerHasNoContact)


@pytest.mark.parametrize("gap", [{"name": None}, {"contact": None}])
def test_a_real_name_is_a_name_and_a_contact(gap: dict[str, None]) -> None:
    claimed = registration(named_status=NamedStatus.REAL_NAME, **gap)
    given(PETITION, received()).when(Register(claimed)).refuses(RealNameIncomplete)


@pytest.mark.parametrize(
    ("profile", "group_size", "named", "limit"),
    [
        ("national", 23, 7, 5),
        ("national", 8, 6, 5),
        ("zhejiang", 8, 4, 3),
        ("zhejiang", 10, 4, 3),
        ("zhejiang", 11, 6, 5),
    ],
)
def test_a_group_names_too_many_representatives(profile: str, group_size: int, named: int, limit: int) -> None:
    """Scenario 9."""
    crowd = Register(registration(group_size=group_size, representatives=tuple(f"代表{n}" for n in range(named))))
    place = given(PETITION, received(profile=profile)).at(profile=profile)
    place.when(crowd).refuses(RepresentativesExceedLimit, group_size=group_size, limit=limit, count=named)


@pytest.mark.parametrize(
    ("profile", "group_size", "named"), [("national", 23, 5), ("zhejiang", 8, 3), ("zhejiang", 11, 5)]
)
def test_a_group_is_one_case_with_its_size_and_no_names_but_the_representatives(
    profile: str, group_size: int, named: int
) -> None:
    """Scenario 9."""
    group = Register(registration(group_size=group_size, representatives=tuple(f"代表{n}" for n in range(named))))
    fact = given(PETITION, received(profile=profile)).at(profile=profile).when(group).happened[0]
    assert isinstance(fact, Registered)
    assert (fact.group_size, fact.is_collective, len(fact.representatives)) == (group_size, True, named)
    assert {person.key_class for person in fact.representatives} == {KeyClass.IDENTITY}


@pytest.mark.parametrize(
    "entry",
    [
        "张三、李四、王五、赵六、钱七、孙八",
        "张三,李四",
        "张三，李四",
        "张三；李四",
        "张三;李四",
        "张三/李四",
        "张三 李四",
        "张三　李四　王五",
        "张三和李四",
        "欧阳某某与李四",
        "张三等6人",
        "张三等 六 人",
        "1.张三2.李四",
        "Smith & Jones",
    ],
)
def test_one_entry_names_one_representative(entry: str) -> None:
    group = Register(registration(group_size=23, representatives=("代表", entry)))
    given(PETITION, received()).when(group).refuses(SeveralNamesInOneEntry, number=2)


@pytest.mark.parametrize(
    "name",
    [
        *("张三", "张 三", "李和平", "李平等", "欧阳和平", "王某（组长）"),
        *("买买提·艾力", "阿帕克和卓", "迪丽热巴·迪力木拉提", "John Smith", "O'Neil-Ray"),
    ],
)
def test_one_name_is_one_however_it_is_written(name: str) -> None:
    group = Register(registration(group_size=23, representatives=(name,)))
    fact = given(PETITION, received()).when(group).happened[0]
    assert isinstance(fact, Registered)
    assert [person.value for person in fact.representatives] == [name]


@pytest.mark.parametrize(("group_size", "is_collective"), [(1, False), (4, False), (5, True)])
def test_five_people_are_collective(group_size: int, is_collective: bool) -> None:
    fact = given(PETITION, received()).when(Register(registration(group_size=group_size))).happened[0]
    assert isinstance(fact, Registered)
    assert fact.is_collective is is_collective


def test_one_person_has_no_representatives() -> None:
    alone = Register(registration(representatives=("代表",)))
    given(PETITION, received()).when(alone).refuses(RepresentativesWithoutGroup)


def test_an_accusation_is_confidential_without_being_asked() -> None:
    fact = given(PETITION, received()).when(Register(registration(demands=(demand(Purpose.P3),)))).happened[0]
    assert isinstance(fact, Registered)
    assert fact.confidentiality_requested


def test_the_head_screens_and_confirms_the_brief() -> None:
    fact = Screened(day("2025-03-03"), guarded(SUBJECT, "brief", "反映住房补贴未发", is_protected=False))
    given(PETITION, registered()).when(Screen(day("2025-03-03"), "反映住房补贴未发"), by=HEAD).then(fact)


def test_whoever_registered_does_not_confirm_the_brief() -> None:
    own = Screen(day("2025-03-03"), "摘要")
    given(PETITION, registered()).when(own, by=CLERK).refuses(SameOfficerRedactsAndConfirms)
    given(PETITION, registered()).when(Screen(day("2025-03-03")), by=CLERK).then_only(Screened)


def test_what_was_filed_in_confidence_is_handed_on_as_a_brief_that_a_second_officer_confirms() -> None:
    confided = registered(given_facts=registration(confidentiality_requested=True))
    bare = Screen(day("2025-03-03"))
    given(PETITION, confided).when(bare, by=HEAD).refuses(BriefMissing)
    given(PETITION, confided).when(Accept(day("2025-03-03")), by=HEAD, role=Role.PET_HEAD).refuses(BriefMissing)
    assert Screen.asks(given(PETITION, confided).state) == {"brief": True}
    given(PETITION, confided).when(Screen(day("2025-03-03"), "摘要"), by=HEAD).then_only(Screened)
    accusation = sealed(given_facts=registration(demands=(demand(purpose=Purpose.P3),)))
    given(PETITION, accusation).when(bare, by=HEAD).then_only(Screened)


def test_nothing_is_screened_before_it_came() -> None:
    given(PETITION, registered()).when(Screen(day("2025-03-02")), by=HEAD).refuses(FactOutOfOrder)
