"""The fields of a form with what stands in them, their labels, choices and errors, ready for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.web.form_fields import Field, FieldKind
from service.web.form_numbers import Numbered, is_chosen
from service.web.form_offers import Offers
from service.web.form_people import NAMING, People
from service.web.form_values import ANSWERS, Typed, has_misplaced_commas, row_count, rows_name
from service.words.names import Names
from service.words.sentences import no_op as _
from service.words.speech import Words


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Widget:
    """A field as the template shows it."""

    field: Field
    path: str
    label: str
    value: str
    is_required: bool
    error: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    places: tuple[str, ...] = ()
    parts: tuple["Widget", ...] = ()
    rows: tuple[tuple["Widget", ...], ...] = ()
    rows_name: str = ""

    @property
    def kind(self) -> str:
        return self.field.kind.value

    @property
    def element(self) -> str:
        """The id of its element on the page."""
        return "f-" + self.path.replace(".", "-")

    @property
    def mistakes(self) -> Sequence["Widget"]:
        """The fields that have an error, each once: itself, then those within."""
        inner = [*self.parts, *(widget for row in self.rows for widget in row)]
        return [*([self] if self.error else []), *(mistake for widget in inner for mistake in widget.mistakes)]


class Maker:
    """Makes the widgets of one form for one reader; `numbered` says what the numbers of each field stand for."""

    def __init__(
        self,
        words: Words,
        names: Names,
        typed: Typed,
        errors: Mapping[str, list[str]],
        numbered: Numbered,
        people: People,
        offers: Offers,
    ) -> None:
        self._people = people
        self._offers = offers
        self._numbered = numbered
        self._words = words
        self._names = names
        self._typed = typed
        self._errors = errors

    def widgets(self, fields: Sequence[Field]) -> list[Widget]:
        """The widgets of the fields of a command."""
        return [self._widget(field, field.name, is_within_optional=False) for field in fields]

    def _widget(self, declared: Field, path: str, *, is_within_optional: bool) -> Widget:
        field = self._as_choice(declared)
        widget = Widget(
            field=field,
            path=path,
            label=self._words.field(field.name, field.form),
            value=self._typed.get(path, ""),
            is_required=field.is_required and not is_within_optional,
            error=self._mistake(field, path),
            hint=self._hint(field),
            options=self._options(field, path),
            places=self._people.places(field, self._typed.getlist(path)) if field.kind in NAMING else (),
        )
        if field.kind is FieldKind.BLOCK:
            is_optional = is_within_optional or not field.is_required
            return replace(widget, parts=self._parts(field, f"{path}.", is_optional))
        if field.kind is FieldKind.ROWS:
            return replace(widget, rows=self._rows(field, path, is_within_optional), rows_name=rows_name(path))
        return widget

    def _as_choice(self, field: Field) -> Field:
        """Numbers whose meaning is known are chosen, not typed, and so are the fields that are corrected."""
        if is_chosen(field) and self._numbered.get(field.name):
            return replace(field, kind=FieldKind.CHOICES if field.kind is FieldKind.LINES else FieldKind.CHOICE)
        return field

    def _hint(self, field: Field) -> str:
        """How long a text may be."""
        if field.kind not in (FieldKind.TEXT, FieldKind.LONG) or not field.most:
            return ""
        if field.least == field.most:
            return self._words.text(_("exactly {most} characters"), most=field.most)
        return self._words.text(_("up to {most} characters"), most=field.most)

    def _parts(self, field: Field, prefix: str, is_optional: bool) -> tuple[Widget, ...]:
        return tuple(self._widget(part, prefix + part.name, is_within_optional=is_optional) for part in field.parts)

    def _rows(self, field: Field, path: str, is_within_optional: bool) -> tuple[tuple[Widget, ...], ...]:
        """Rows after the first may be left blank, and so may the first where none is needed."""
        rows = range(row_count(field, path, self._typed))
        is_optional = [is_within_optional or row > 0 or not field.least for row in rows]
        return tuple(self._parts(field, f"{path}.{row}.", is_optional[row]) for row in rows)

    def _options(self, field: Field, path: str) -> tuple[Option, ...]:
        chosen = set(self._typed.getlist(path))
        return tuple(Option(value, title, value in chosen) for value, title in self._choices(field, chosen))

    def _choices(self, field: Field, chosen: set[str]) -> list[tuple[str, str]]:
        if field.codes is not None:
            offered = self._offers.codes(field)
            codes = [each for each in offered if each.name != "NEW" or str(each.value) in chosen]
            return [(str(each.value), self._words.code(each)) for each in codes]
        if field.kind is FieldKind.YES_NO:
            return [(answer, self._words.text(answer)) for answer in ANSWERS]
        if field.kind in (FieldKind.UNIT, FieldKind.UNITS):
            rows = self._names.units.values()
            active = [row for row in rows if self._offers.takes(row) or str(row["unit"]) in chosen]
            return [(str(row["unit"]), f"{row['name']} ({row['code']})") for row in active]
        if field.kind in NAMING:
            return self._people.offered(field)
        if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
            return self._numbers(field, chosen)
        return self._names.open_funds() if field.kind is FieldKind.FUND else []

    def _numbers(self, field: Field, chosen: set[str]) -> list[tuple[str, str]]:
        """What may be chosen, and what was chosen before it could not be any more."""
        offered = self._numbered[field.name]
        gone = sorted(chosen - {number for number, _title in offered} - {""})
        return [*offered, *((number, number) for number in gone)]

    def _mistake(self, field: Field, path: str) -> str:
        """What is wrong with the field, said so that the reader can mend it; a rule's own reason stands as it is."""
        told = self._errors.get(path)
        if not told:
            return ""
        if told[0].startswith(RULE):
            return told[0].removeprefix(RULE)
        is_empty = not any(value.strip() for value in self._typed.getlist(path))
        if is_empty and field.kind is not FieldKind.ROWS:
            return self._words.text(_("Fill this in."))
        if field.kind is FieldKind.MONEY and has_misplaced_commas(self._typed.get(path, "")):
            return self._words.text(_("Write commas only between thousands, such as 1,234.00, or leave them out."))
        if field.kind in NAMING and (strangers := self._people.strangers(self._typed.getlist(path))):
            shared = [name for name in strangers if self._people.is_shared(name)]
            says = NAMESAKES if shared else STRANGERS
            return self._words.text(says, names=self._words.joined(shared or strangers))
        if field.of_numbers and field.kind is FieldKind.LINES:
            return self._words.text(_("Give whole numbers, one per line."))
        return self._words.text(MISTAKES[field.kind], **self._limits(field))

    def _limits(self, field: Field) -> dict[str, object]:
        if field.kind is FieldKind.MONEY:
            least, most = (self._words.amount(limit or 0) for limit in (field.least, field.most))
            return {"least": least, "most": most if field.most else "…"}
        return {"least": field.least or 0, "most": field.most if field.most is not None else "…"}


RULE = "\0"
"""Stands before a reason that is already in the reader's language."""

STRANGERS = _("Choose every name from the list of officers: none of them is called {names}.")
NAMESAKES = _("Several officers are called {names}: choose from the list which of them is meant.")

MISTAKES = {
    FieldKind.TEXT: _("Write at least {least} and at most {most} characters, without control characters."),
    FieldKind.LONG: _("Write at least {least} and at most {most} characters, without control characters."),
    FieldKind.NUMBER: _("Give a whole number from {least} to {most}."),
    FieldKind.MONEY: _("Give an amount in yuan from {least} to {most}, with at most two decimals."),
    FieldKind.DAY: _("Give a day as year-month-day, such as 2026-03-03."),
    FieldKind.CHOICE: _("Choose one of the entries."),
    FieldKind.CHOICES: _("Choose from {least} to {most} of the entries."),
    FieldKind.FLAG: _("Tick it or leave it."),
    FieldKind.UNIT: _("Choose one of the entries."),
    FieldKind.UNITS: _("Choose from {least} to {most} of the entries."),
    FieldKind.OFFICER: _("Type a name and choose one of the officers offered."),
    FieldKind.FUND: _("Choose one of the entries."),
    FieldKind.OFFICERS: _("Name from {least} to {most} of the officers offered."),
    FieldKind.LINES: _("Give from {least} to {most} lines, none of them too long."),
    FieldKind.BLOCK: _("Complete these fields, or leave all of them blank."),
    FieldKind.ROWS: _("Give from {least} to {most} entries."),
}


def split(widgets: Sequence[Widget]) -> tuple[list[Widget], list[Widget]]:
    """The fields shown at once, and those behind the fold; a block keeps what is shown and gives the rest away."""
    widgets = sorted(_asked_beside(widgets), key=lambda widget: not widget.field.is_first)
    shown: list[Widget] = []
    more: list[Widget] = []
    for widget in widgets:
        if widget.field.is_more:
            more.append(widget)
        elif widget.parts:
            kept, rest = split(widget.parts)
            shown.append(replace(widget, parts=tuple(kept)))
            more.extend(rest)
        else:
            shown.append(widget)
    return shown, more


def _asked_beside(widgets: Sequence[Widget]) -> list[Widget]:
    """A tick that a rule asks for stands behind the field that the rule speaks of, and is seen where that is."""
    asked = [widget for widget in widgets if widget.kind == FieldKind.FLAG and widget.error]
    rest = [widget for widget in widgets if widget not in asked]
    at = next((place for place, widget in enumerate(rest) if widget.error), None)
    if not asked or at is None:
        return list(widgets)
    beside = [replace(each, error="", field=replace(each.field, is_more=rest[at].field.is_more)) for each in asked]
    return [*rest[: at + 1], *beside, *rest[at + 1 :]]
