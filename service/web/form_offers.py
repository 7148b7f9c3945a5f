"""Which codes and units a form offers where the record stands, instead of all that there are."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from domain.kernel import Command
from domain.units import Unit
from service.kinds.case_file import CaseFile
from service.web.form_fields import Field
from service.words.names import Names


class Offers:
    """What the form of a command offers on a record, or on none yet."""

    def __init__(self, command: type[Command[Any]], names: Names, today: date, record: CaseFile | None) -> None:
        self._names = names
        self._choices: Mapping[str, Collection[Any]] = command.choices(record.state if record else None, today)
        self._unit: UUID | None = record.stream if record and isinstance(record.state, Unit) else None
        self._form = command.__name__

    def codes(self, field: Field) -> list[Enum]:
        """The codes that the field offers, in the order of their list."""
        known = list(field.codes or ())
        if field.form != self._form or field.name not in self._choices:
            return known
        return [each for each in known if each in self._choices[field.name]]

    def takes(self, unit: Mapping[str, Any]) -> bool:
        """Whether a unit may be named: one that exists, and on the page of a unit neither it nor one below it."""
        return unit["dissolved_on"] is None and self._unit not in self._names.line_of(unit["unit"])
