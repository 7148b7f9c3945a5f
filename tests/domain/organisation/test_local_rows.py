"""Local rows: a number changes on 1 March without a release, by two persons, and what runs keeps its term."""

from datetime import date
from typing import Any

import pytest

from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import settled, started
from domain.kernel import OfficerNeeded, fold
from domain.officers import Officer
from domain.organisation.granting import LetInLately
from domain.organisation.local_rows import LocalRowConfirmed, LocalRowDeclined, LocalRowProposed, settable_rules
from domain.organisation.setting_rows import (
    ConfirmLocalRow,
    DeclineLocalRow,
    NoRowProposed,
    ProposeLocalRow,
    RowNotAhead,
    RowNotProposed,
    RowTooLong,
    RowUnknown,
)
from domain.organisation.working_days import WORKING_DAYS
from domain.parameters import parameters_for
from domain.profiles import Profile
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from service.office.calendars import packaged_calendar
from service.store.tasks import Task
from tests.support.given import CLERK, HEAD, Decided, Given, given

FEBRUARY_10, MARCH_1 = date(2026, 2, 10), date(2026, 3, 1)
PAPER = "集团工会〔2026〕7号"


def propose(name: str = "D-P01", value: int = 10, **changes: Any) -> ProposeLocalRow:
    return ProposeLocalRow(
        **{
            "name": name,
            "value": value,
            "profile": Profile.NATIONAL,
            "in_force_from": MARCH_1,
            "source": PAPER,
            **changes,
        }
    )


def proposed(*commands: ProposeLocalRow) -> Given:
    case: Given = given(WORKING_DAYS)
    for command in commands or (propose(),):
        case = case.when(command, by=CLERK, today=FEBRUARY_10, role=Role.SYSADMIN).after
    return case


def confirmed(*commands: ProposeLocalRow) -> Decided:
    case: Given = proposed(*commands)
    for number in range(1, len(commands or (1,)) + 1):
        decided = case.when(ConfirmLocalRow(number), by=HEAD, today=FEBRUARY_10, role=Role.SYSADMIN)
        case = decided.after
    return decided


def calendar_of(case: Decided) -> Calendar:
    return Calendar(packaged_calendar().years, case.state.rows.rules, case.state.version)


def test_a_number_in_the_law_changes_on_1_march() -> None:
    rows = confirmed()
    rows.then(LocalRowConfirmed(1, FEBRUARY_10))
    calendar = calendar_of(rows)
    before, after = (started("D-P01", day, calendar, "national") for day in (date(2026, 2, 28), MARCH_1))
    assert ((before.length, before.rule_version), (after.length, after.rule_version)) == ((15, 2), (10, 1_001))
    assert settled(before, calendar) == before, "what runs keeps its term"
    assert settled(after, calendar) == after


def test_a_place_has_its_own_row_and_others_keep_theirs() -> None:
    calendar = calendar_of(confirmed(propose("D-H03", 7, profile=Profile.QINGDAO)))
    assert [started("D-H03", MARCH_1, calendar, each).length for each in ("national", "qingdao", "zhejiang")] == [
        5,
        7,
        7,
    ]
    assert started("D-H03", MARCH_1, calendar, "zhejiang").unit == "cal"


def test_a_cap_and_a_threshold_change_alike() -> None:
    rows = confirmed(propose("emergency_cap_fen", 1_500_000), propose("collective_threshold", 8))
    local = rows.state.rows.parameters
    for day, cap, threshold in ((date(2026, 2, 28), 1_000_000, 5), (MARCH_1, 1_500_000, 8)):
        held = parameters_for("national", day, local)
        assert (held.emergency_cap_fen, held.collective_threshold) == (cap, threshold)
    assert parameters_for("national", MARCH_1).emergency_cap_fen == 1_000_000


def test_one_proposes_with_the_paper_and_another_confirms() -> None:
    fact = LocalRowProposed(1, "D-P01", 10, Profile.NATIONAL, MARCH_1, PAPER, CLERK)
    given(WORKING_DAYS).when(propose(), by=CLERK, today=FEBRUARY_10).then(fact)
    waiting = proposed()
    assert waiting.state.rows.rules == ()
    waiting.when(ConfirmLocalRow(1), by=CLERK, today=FEBRUARY_10).refuses(SameOfficerProposesAndApproves)
    lately = {HEAD: Officer(let_in_on=FEBRUARY_10)}
    waiting.when(ConfirmLocalRow(1), by=HEAD, today=FEBRUARY_10, consulted=lately).refuses(LetInLately)
    waiting.when(ConfirmLocalRow(2), by=HEAD, today=FEBRUARY_10).refuses(RowNotProposed, number=2)
    given(WORKING_DAYS).when(propose(), by=Task.RULES_SET.actor, today=FEBRUARY_10).refuses(OfficerNeeded)


def test_a_proposal_is_declined_once() -> None:
    declined = proposed().when(DeclineLocalRow(1), by=HEAD, today=FEBRUARY_10)
    declined.then(LocalRowDeclined(1, FEBRUARY_10))
    assert declined.state.rows.rules == ()
    declined.when(ConfirmLocalRow(1), by=HEAD, today=FEBRUARY_10).refuses(NoRowProposed)
    declined.when(DeclineLocalRow(1), by=HEAD, today=FEBRUARY_10).refuses(NoRowProposed)
    two = proposed(propose(), propose("D-P03"))
    two.when(DeclineLocalRow(1), today=FEBRUARY_10).when(DeclineLocalRow(1)).refuses(RowNotProposed)


def test_nothing_is_set_for_what_has_begun_nor_without_a_known_name() -> None:
    empty = given(WORKING_DAYS)
    empty.when(propose(in_force_from=FEBRUARY_10), today=FEBRUARY_10).refuses(RowNotAhead)
    proposed().when(ConfirmLocalRow(1), by=HEAD, today=MARCH_1).refuses(RowNotAhead)
    empty.when(propose("D-REG"), today=FEBRUARY_10).refuses(RowUnknown, name="D-REG")
    empty.when(propose("relative_multiplier"), today=FEBRUARY_10).refuses(RowUnknown)
    empty.when(propose(value=3_651), today=FEBRUARY_10).refuses(RowTooLong, most=3_650)


@pytest.mark.parametrize("value", [1, 3_650])
def test_every_term_may_be_set_and_runs(value: int) -> None:
    for name in sorted(settable_rules()):
        calendar = calendar_of(confirmed(propose(name, value)))
        assert started(name, MARCH_1, calendar, "national").length == value


def test_the_plans_of_years_stay_beside_the_rows() -> None:
    rows = confirmed()
    assert fold(WORKING_DAYS, rows.history) == rows.state
    assert rows.state.version == 2
