"""Notes: what whoever works on a hardship request leaves for the others, such as that nobody answered the telephone."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.hardship.codes import OPEN
from domain.hardship.events import Noted
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk
from domain.values import Text, written


@dataclass(frozen=True, slots=True, repr=False)
class WriteNote(Command[Hardship]):
    allowed_in: ClassVar = OPEN
    beside: ClassVar[bool] = True
    note: Annotated[str, Text(most=1_000, long=True)]
    noted_on: date

    def decide(self, state: Hardship, desk: Desk) -> tuple[Noted, ...]:
        day = desk.happened("noted_on", self.noted_on)
        return (Noted(written(state.known_subject, "note", self.note), day),)
