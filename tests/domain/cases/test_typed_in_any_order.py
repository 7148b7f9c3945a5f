"""However late facts are typed, confirmed, contested and set right, what holds is what holds had they been in time."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.cases.overdue import NOTHING_OVERDUE
from domain.cases.waiting import NO_PAST, NOTHING_WAITS
from domain.changing import changed
from domain.petition import mending
from domain.petition.aggregate import PETITION
from domain.petition.handling import RecordTalk
from domain.petition.notices import SendNotice
from domain.petition.reception import Screen
from domain.petition.registering import Register
from domain.petition.routing import Accept
from tests.support.agreeing import assert_agreeing, kept_after
from tests.support.days import brought_to
from tests.support.given import CLERK, HANDLER, HEAD, SECOND, STREAM, Decided, Given, given
from tests.support.petitions import MARCH_3, day, receive, registration, talk, told

Act = Callable[["Desk"], None]
IN_TIME = ("received", "registered", "noticed", "screened", "accepted", "talked")
UNLIKE = {
    "case_no",
    "number_key",
    "version",
    "changed_at",
    "changed_on",
    "changed_position",
    "overdue_rules",
    "wakes_on",
}
"""What tells the year that was typed first, how often something was recorded, or what was found overdue."""


class Desk:
    """Officers who type what happened in March 2025, by chance late or wrong, and put it right by chance."""

    def __init__(self, chance: random.Random | None) -> None:
        self.chance = chance
        self.case: Given | Decided = given(PETITION)
        self.today = MARCH_3
        self.owed: list[Act] = []

    def does(self, command: Any, by: Any = CLERK, on: date | None = None) -> None:
        """One command that passes, on the day or the last before; what the days asked of the service comes first."""
        self.today = max(self.today, on or self.today)
        brought = brought_to(self.case, self.today, command)
        decided = brought.when(command, by=by, today=self.today)
        assert decided.happened, decided.rejection
        self.case = decided

    def is_late(self) -> bool:
        """By chance."""
        return self.chance is not None and self.chance.random() < 0.5

    def settles(self, *, everything: bool) -> None:
        """Some of what is owed is put right, or everything."""
        while self.owed and (everything or self.is_late()):
            at = self.chance.randrange(len(self.owed)) if self.chance else 0
            self.owed.pop(at)(self)

    def corrected(self, fact: int, field: str, right: str) -> None:
        """The clerk sets right what was typed wrong; the head confirms that where it moves a term."""
        self.does(mending.Correct(fact, field, right, "录入有误"), CLERK)
        for number in self.case.state.statement_numbers[-1:]:
            known = self.case.state.waiting.statements[number]
            if any(each.NAME == "petition.corrected" for each in known.facts):
                self.does(mending.Confirm(number, "原件"), HEAD)

    def taken_on(self, fact: int, right: str) -> None:
        """Acceptance, and the start of handling that goes with it."""
        self.corrected(fact, "accepted_on", right)
        self.corrected(fact + 1, "started_on", right)

    def contests(self, number: int) -> None:
        """What waits is denied."""
        self.does(mending.Contest(number, "并无此事"), HEAD)

    def received(self) -> None:
        wrong = self.is_late()
        self.does(receive(day("2024-03-03") if wrong else MARCH_3), on=MARCH_3)
        if wrong:
            self.owed.append(lambda desk: desk.corrected(1, "received_on", "2025-03-03"))

    def registered(self) -> None:
        wrong = self.is_late()
        self.does(Register(registration(title="房补" if wrong else "住房补贴问题")))
        fact = len(self.case.state.past)
        if wrong:
            self.owed.append(lambda desk: desk.corrected(fact, "title", "住房补贴问题"))

    def noticed(self) -> None:
        """Posted on 10 March; denied once by chance before it is stated again."""
        late = self.is_late()
        self.does(SendNotice(told(day("2025-03-10"))), on=day("2025-03-20" if late else "2025-03-10"))
        if late and self.is_late():
            self.contests(self.case.state.statement_numbers[-1])
            self.does(SendNotice(told(day("2025-03-10"))))
        if late:
            number = self.case.state.statement_numbers[-1]
            self.settles(everything=False)
            self.does(mending.Confirm(number, "张贴单"), HEAD)

    def screened(self) -> None:
        self.does(Screen(day("2025-03-20"), None), HEAD, on=day("2025-03-20"))

    def accepted(self) -> None:
        wrong = self.is_late()
        on = day("2025-03-25" if wrong else "2025-03-24")
        self.does(Accept(on, handlers=(HANDLER,)), HEAD, on=day("2025-03-25"))
        fact = len(self.case.state.past) - 1
        if wrong:
            self.owed.append(lambda desk: desk.taken_on(fact, "2025-03-24"))

    def talked(self) -> None:
        self.does(RecordTalk(talk(day("2025-03-27"))), HANDLER, on=day("2025-03-27"))
        number = self.case.state.statement_numbers[-1]
        self.settles(everything=False)
        self.does(mending.Confirm(number, "本人在场"), SECOND)


def lived(chance: random.Random | None) -> Desk:
    """A petition up to the talk with whoever filed it, and everything settled."""
    desk = Desk(chance)
    for step in IN_TIME:
        getattr(desk, step)()
        desk.settles(everything=False)
    desk.settles(everything=True)
    return desk


def holds(desk: Desk) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """State, row of the list, and terms, as far as they tell what happened."""
    rows = kept_after(tuple(desk.case.state.past.values()))
    row = {name: value for name, value in rows["petitions"][STREAM].items() if name not in UNLIKE}
    terms = {each["rule"]: (each["started_on"], each["due_on"]) for each in rows["due_dates"].values()}
    return changed(desk.case.state, waiting=NOTHING_WAITS, past=NO_PAST, overdue=NOTHING_OVERDUE), row, terms


@pytest.mark.parametrize("seed", range(20))
def test_what_holds_does_not_tell_in_which_order_it_was_typed(seed: int) -> None:
    desk = lived(random.Random(seed))  # noqa: S311 -- a history, not a secret
    assert holds(desk) == holds(lived(None))
    assert desk.case.state.statement_numbers == ()


@pytest.mark.parametrize("seed", range(3))
def test_views_agree_with_the_state_at_every_step_of_it(seed: int) -> None:
    desk = lived(random.Random(seed))  # noqa: S311 -- a history, not a secret
    assert_agreeing(PETITION, tuple(desk.case.state.past.values()))
