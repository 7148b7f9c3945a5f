"""The officers whom a field of a form offers, found by typing a name, and what was typed as the officer it names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from uuid import UUID

from domain.officers import ANYBODY, Serving
from service.web.form_fields import Field, FieldKind
from service.web.form_values import Typed
from service.words.names import Names, Person
from service.words.sentences import no_op as _
from service.words.speech import Words

NAMING = frozenset({FieldKind.OFFICER, FieldKind.OFFICERS})
BLANKS = 2
"""How many empty places follow the officers that are named already."""


STRANGERS = _("Choose every name from the list of officers: none of them is called {names}.")
NOT_OFFERED = _("Choose from the list: {names} holds no role that takes this part here.")
NAMESAKES = _("Choose from the list which officer is meant: several are called {names}.")


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
        fields_by_path, changed = dict(_paths(fields)), typed.copy()
        for path in typed:
            if field := fields_by_path.get(".".join(part for part in path.split(".") if not part.isdecimal())):
                ids = self._ids(field)
                changed.setlist(path, [ids.get(value.strip(), value) for value in typed.getlist(path)])
        return changed

    def _ids(self, field: Field) -> Mapping[str, str]:
        """By title the ids of all officers, and by name those of whoever alone is called so among those offered."""
        offered = {ref for ref, _title in self.offered(field)}
        called = [(person.name, str(person.officer)) for person in self._names.people if str(person.officer) in offered]
        often = Counter(name for name, _ref in called)
        alone = {name: ref for name, ref in called if often[name] == 1}
        return {**alone, **{title: ref for ref, title in self.titles.items()}}

    def mistake(self, field: Field, typed: Sequence[str]) -> str:
        """Why what was typed names no officer of the list; empty where all of it does."""
        typed = [value.strip() for value in typed if value.strip() and value not in self.titles]
        offered = {ref for ref, _title in self.offered(field)}
        people = [person for person in self._names.people if person.name in typed]
        called = {each.name: any(str(o.officer) in offered for o in people if o.name == each.name) for each in people}
        for message, names in (
            (STRANGERS, [name for name in typed if name not in called]),
            (NOT_OFFERED, [name for name in typed if called.get(name) is False]),
            (NAMESAKES, [name for name in typed if called.get(name)]),
        ):
            if names:
                return self._words.text(message, names=self._words.joined(names))
        return ""

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


def _paths(fields: Sequence[Field], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """The fields that name officers by their paths, without the numbers of rows."""
    for field in fields:
        if field.kind in NAMING:
            yield prefix + field.name, field
        yield from _paths(field.parts, f"{prefix}{field.name}.")
