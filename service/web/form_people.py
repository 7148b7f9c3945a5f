"""The officers whom a field of a form offers, found by typing a name, and what was typed as the officer it names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from uuid import UUID

from domain.officers import ANYBODY, Serving
from service.web.form_fields import Field, FieldKind
from service.web.form_values import Typed
from service.words.names import Names, Person
from service.words.speech import Words

NAMING = frozenset({FieldKind.OFFICER, FieldKind.OFFICERS})
BLANKS = 2
"""How many empty places follow the officers that are named already."""


class People:
    """Who may be named in a form on the record with that state, for a reader of these words."""

    def __init__(self, names: Names, words: Words, state: object) -> None:
        self._names = names
        self._words = words
        self._state = state

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """By id: how each officer is called in a form, no two alike: name, unit, and roles of the day."""
        titles = {str(person.officer): self._title(person) for person in self._names.people}
        often = Counter(titles.values())
        return {ref: title if often[title] == 1 else f"{title} ({ref[:8]})" for ref, title in titles.items()}

    def offered(self, field: Field) -> list[tuple[str, str]]:
        """The id and the title of everybody who could do that step there."""
        serving = field.serving or ANYBODY
        people = (person for person in self._names.people if self._could(person, serving))
        return [(str(person.officer), self.titles[str(person.officer)]) for person in people]

    def places(self, field: Field, typed: Sequence[str]) -> tuple[str, ...]:
        """What stands in each place of a field: who is named, by title, and room for more where more are taken."""
        named = [self.titles.get(value, value) for value in typed if value.strip()]
        if field.kind is FieldKind.OFFICER:
            return (named[0] if named else "",)
        room = max(field.least or 0, len(named) + BLANKS)
        blanks = min(room, field.most or room) - len(named)
        return (*named, *[""] * blanks)

    def known(self, typed: Typed, fields: Sequence[Field]) -> Typed:
        """The same form with the id of every officer whose title was typed; other text stays as it is."""
        ids, changed = {title: ref for ref, title in self.titles.items()}, typed.copy()
        paths = set(_paths(fields))
        for path in typed:
            if ".".join(part for part in path.split(".") if not part.isdecimal()) in paths:
                changed.setlist(path, [ids.get(value.strip(), value) for value in typed.getlist(path)])
        return changed

    def strangers(self, typed: Sequence[str]) -> list[str]:
        """What was typed as a name and is that of no officer."""
        return [value for value in typed if value.strip() and value not in self.titles]

    def _title(self, person: Person) -> str:
        roles = self._words.joined(self._words.code(role, "Role") for role in person.roles)
        return " – ".join(part for part in (person.name, self._names.unit(person.unit), roles) if part)

    def _could(self, person: Person, serving: Serving) -> bool:
        if serving.among and self._state is not None:
            return person.officer in getattr(self._state, serving.among)
        top = getattr(self._state, serving.of) if serving.of and self._state is not None else None
        return any(held.role in serving.roles and self._is_on_one_line(held.unit, top) for held in person.held)

    def _is_on_one_line(self, unit: UUID, top: UUID | None) -> bool:
        return top is None or top in self._names.line_of(unit) or unit in self._names.line_of(top)


def _paths(fields: Sequence[Field], prefix: str = "") -> Iterator[str]:
    """The paths of the fields that name officers, without the numbers of rows."""
    for field in fields:
        if field.kind in NAMING:
            yield prefix + field.name
        yield from _paths(field.parts, f"{prefix}{field.name}.")
