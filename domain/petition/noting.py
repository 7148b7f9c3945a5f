"""Notes: what whoever works on a petition leaves for the others, such as that nobody answered the telephone."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.kernel import Command, Desk
from domain.petition.codes import OPEN
from domain.petition.events import Noted
from domain.petition.state import Petition
from domain.values import Text, written


@dataclass(frozen=True, slots=True, repr=False)
class WriteNote(Command[Petition]):
    allowed_in: ClassVar = OPEN
    beside: ClassVar[bool] = True
    note: Annotated[str, Text(most=1_000, long=True)]
    noted_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[Noted, ...]:
        day = desk.happened("noted_on", self.noted_on)
        return (Noted(written(state.known_subject, "note", self.note), day),)
