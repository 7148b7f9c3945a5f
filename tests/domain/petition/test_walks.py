"""Any walk through the commands of a petition: rules refuse, nothing else fails, and no term outlives its case."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.agreements import FOLLOWING
from domain.cases.recusal import DECISION
from domain.kernel import fold
from domain.petition.accusations import PackageSent, PassedUp
from domain.petition.aggregate import PETITION
from domain.petition.codes import OPEN, Outcome, Purpose, ReviewResult, Status
from domain.petition.events import (
    ClocksSettled,
    Corrected,
    DocumentNumbered,
    HandedOver,
    NumberVoided,
    RecusalAsked,
    RecusalConfirmed,
    RecusalOrdered,
    RecusalRefused,
)
from domain.petition.links import LeadSuggested
from domain.petition.reviews import ReviewDecided, ReviewerNamed, ReviewRequested
from domain.petition.splits import Split
from domain.roles import Role
from domain.units import Unit, UnitStatus
from tests.support.agreeing import assert_agreeing
from tests.support.given import CLERK, GROUP, HANDLER, HEAD, LEADER, Given, given, officers_named
from tests.support.instances import DAYS, REFS, Pick, an_instance_of
from tests.support.petitions import (
    accepted,
    delivered,
    demand,
    extension_approved,
    forwarded,
    handling,
    not_acceptance_proposed,
    proposed,
    received,
    registered,
    registration,
    replied,
    reviewed,
    reviewing,
    screened,
)

ENDS = frozenset(Status) - OPEN - {Status.NEW, Status.REFERRED_DI}
UNITS = {ref: Unit(UnitStatus.ACTIVE, "HS", date(2000, 1, 1)) for ref in REFS[1:]}
OFFICERS = (CLERK, HEAD, HANDLER, LEADER)
ASKED_FOR = tuple(command for command in PETITION.commands if command not in FOLLOWING)
"""What somebody asks for by itself."""
PROMISES = frozenset({"due_on_if_told", "stated_due_on"})
ACCUSES = screened(given_facts=registration(demands=(demand(Purpose.P3),)))
SEVERAL = registration(demands=(demand(), demand(Purpose.P2)))
STARTS = (
    (),
    received(),
    registered(),
    screened(),
    not_acceptance_proposed(),
    forwarded(),
    accepted(),
    handling(),
    extension_approved(DAYS[0]),
    proposed(DAYS[0]),
    replied(DAYS[0], Outcome.SUPPORT),
    delivered(DAYS[0]),
    delivered(DAYS[0], Outcome.SUPPORT),
    screened(given_facts=registration(demands=(demand(Purpose.P2),))),
    ACCUSES,
    registered(given_facts=SEVERAL),
    (*ACCUSES, PackageSent(GROUP, DAYS[0], ())),
    handling(given_facts=registration(confidentiality_requested=True)),
    reviewing(DAYS[0], Outcome.SUPPORT),
    reviewed(DAYS[0]),
    reviewed(DAYS[0], ReviewResult.REVOKE_REDO),
)


def stepped(case: Given, command: Any, by: Any, passed: int, pick: Pick) -> Given:
    """The case after one more command; a refusal leaves it as it was, and whatever else is raised ends the walk."""

    def near_today(options: Sequence[Any]) -> Any:
        return pick((DAYS[passed], DAYS[max(passed - 1, 0)], *DAYS) if options is DAYS else options)

    made = an_instance_of(command, near_today)
    known = {**UNITS, **officers_named(made)}
    decided = case.when(made, by=by, today=DAYS[passed], role=Role.PET_HEAD, consulted=known)
    if decided.rejection is not None:
        assert str(decided.rejection)
        return case
    assert decided.events
    for event in decided.events:
        assert_happened(event, DAYS[passed])
    return decided.after


def assert_happened(event: Any, today: date) -> None:
    """No fact lies in the future; what was promised may."""
    names = (name for name in type(event).__slots__ if name.endswith("_on") and name not in PROMISES)
    days = (getattr(event, name) for name in names)
    assert all(day <= today for day in days if day is not None), event


BEYOND_CHANCE = {
    Corrected,
    DocumentNumbered,
    HandedOver,
    LeadSuggested,
    NumberVoided,
    PassedUp,
    RecusalAsked,
    RecusalConfirmed,
    RecusalOrdered,
    RecusalRefused,
    ReviewDecided,
    ReviewRequested,
    ReviewerNamed,
    Split,
}
"""To decide takes an officer over the unit of the case, to hand over one named for it, and whoever is asked to step
back watches nobody, while the officers of a walk hold every role; no unit of theirs lies below another; a
correction names a field, and a hint takes a demand about a system and a union that stands above; a number names
the version of a document; a split writes as many demands anew as it names: chance strikes none of these. A review
is asked of a unit above, and decided by whoever is named."""


def assert_sound(case: Given) -> None:
    """No term outlives its case, and the answer ends the terms for handling, not that for deciding on a recusal."""
    if case.state.status in ENDS:
        assert not case.state.clocks
    if case.state.status is Status.REPLIED:
        assert {rule for rule, _ in case.state.clocks} <= {"D-P06", "D-P13", "D-P15", DECISION}


def allowed_now(case: Given) -> list[Any]:
    """The commands that the case's status allows."""
    return [command for command in ASKED_FOR if case.state.status in command.allowed_in]


class Walk(RuleBasedStateMachine):
    """One petition under commands whose every field is drawn, from any stage of the main path, while days go by."""

    @initialize(start=st.sampled_from(STARTS), profile=st.sampled_from(("national", "zhejiang")))
    def begins(self, start: tuple[Any, ...], profile: str) -> None:
        self.case: Given = given(PETITION, start, profile=profile)
        self.passed = 0

    @rule()
    def days_go_by(self) -> None:
        self.passed = min(self.passed + 1, len(DAYS) - 1)

    @rule(data=st.data(), by=st.sampled_from(OFFICERS))
    def takes_an_allowed_step(self, data: st.DataObject, by: Any) -> None:
        if allowed := allowed_now(self.case):
            self._tries(data, data.draw(st.sampled_from(allowed)), by)

    @rule(data=st.data(), by=st.sampled_from(OFFICERS))
    def takes_any_step(self, data: st.DataObject, by: Any) -> None:
        self._tries(data, data.draw(st.sampled_from(ASKED_FOR)), by)

    def teardown(self) -> None:
        """What the views show of the petition is what decisions on it read, after every step."""
        assert_agreeing(PETITION, self.case.history)

    @invariant()
    def the_case_is_sound(self) -> None:
        assert_sound(self.case)

    @invariant()
    def a_state_follows_from_its_facts_alone(self) -> None:
        assert fold(PETITION, self.case.history) == self.case.state

    def _tries(self, data: st.DataObject, command: Any, by: Any) -> None:
        self.case = stepped(self.case, command, by, self.passed, lambda options: data.draw(st.sampled_from(options)))


Walk.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestWalk = Walk.TestCase


def test_walks_by_chance_reach_every_status_and_record_every_fact() -> None:
    """What the walks above try is not empty: from the beginning, chance alone finds the whole procedure."""
    chance = Random(1)  # noqa: S311 — a walk, not a secret
    statuses = set(Status) - {Status.NEW}
    facts = set(PETITION.events) - {ClocksSettled, *BEYOND_CHANCE}
    for start in STARTS * 160:
        walked = list(_walked(start, chance))
        statuses -= {case.state.status for case in walked}
        facts -= {type(event) for event in walked[-1].history[len(start) :]}
        if not statuses and not facts:
            return
    assert (statuses, facts) == (set(), set())


def _walked(start: Sequence[Any], chance: Random) -> Iterator[Given]:
    """The case after every step."""
    case, passed = given(PETITION, start), 0
    yield case
    while passed < len(DAYS) and (allowed := allowed_now(case)):
        case = stepped(case, chance.choice(allowed), chance.choice(OFFICERS), passed, chance.choice)
        assert_sound(case)
        yield case
        passed += chance.random() < 0.15
