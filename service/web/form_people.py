"""The officers whom a field of a form offers, found by typing a name, and what was typed as the officer it names."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    """Who may be named in a form on the record with that state, for a reader of these words; nobody who is `away`."""

    def __init__(self, names: Names, words: Words, state: object, away: Collection[UUID] = ()) -> None:
        self._names = names
        self._words = words
        self._state = state
        self._away = away

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
        by_path = dict(_by_path(fields))
        for path in typed:
            field = by_path.get(".".join(part for part in path.split(".") if not part.isdecimal()))
            if field is not None:
                told = {**self._alone(field), **ids}
                changed.setlist(path, [told.get(value.strip(), value) for value in typed.getlist(path)])
        return changed

    def _alone(self, field: Field) -> dict[str, str]:
        """By name: whoever alone bears it among those whom the field offers, else among all officers."""
        offered = {ref for ref, _title in self.offered(field)}
        among = [person for person in self._names.people if str(person.officer) in offered]
        return {**_only(self._names.people), **_only(among)}

    def is_shared(self, name: str) -> bool:
        """Whether several officers bear the name."""
        return sum(person.name == name.strip() for person in self._names.people) > 1

    def strangers(self, typed: Sequence[str]) -> list[str]:
        """What was typed as a name and is that of no officer."""
        return [value for value in typed if value.strip() and value not in self.titles]

    def _title(self, person: Person) -> str:
        roles = self._words.joined(self._words.code(role, "Role") for role in person.roles)
        return " – ".join(part for part in (person.name, self._names.unit(person.unit), roles) if part)

    def _could(self, person: Person, serving: Serving) -> bool:
        if serving.among and self._state is not None:
            return person.officer in getattr(self._state, serving.among)
        if person.officer in self._away:
            return False
        top = getattr(self._state, serving.of) if serving.of and self._state is not None else None
        return any(held.role in serving.roles and self._is_on_one_line(held.unit, top) for held in person.held)

    def _is_on_one_line(self, unit: UUID, top: UUID | None) -> bool:
        return top is None or top in self._names.line_of(unit) or unit in self._names.line_of(top)


def _only(people: Iterable[Person]) -> dict[str, str]:
    """The ids of those whose name nobody else of them bears, by name."""
    people = list(people)
    often = Counter(person.name for person in people)
    return {person.name: str(person.officer) for person in people if often[person.name] == 1}


def _by_path(fields: Sequence[Field], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """The fields that name officers, by their paths without the numbers of rows."""
    for field in fields:
        if field.kind in NAMING:
            yield prefix + field.name, field
        yield from _by_path(field.parts, f"{prefix}{field.name}.")
