"""Labels: what everything that has a name or a code is called, both languages on one line of one table."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from service.words.sentences import LANGUAGES

Table = Mapping[str, tuple[str, str]]
"""From a name such as `Status.RECEIVED` or `field.received_on` to its label in each of LANGUAGES."""


class LabelTwice(Exception):
    """A name stands in two tables."""


class Labels:
    """The labels of all tables.

    The names are `{list}.{code}`, `kind.…`, `command.…`, `event.…`, `field.…`, `rule.…`, `holiday.…`,
    `register.…` and `column.…`. What one kind of record calls in its own way stands under `command.{kind}.…`,
    `field.{kind}.…`, and what one of its forms does under `field.{kind}.{form}.…`.
    """

    def __init__(self, tables: Iterable[Table], families: Mapping[type[StrEnum], str]) -> None:
        """`families` names the list of each enumeration. Raises LabelTwice where two tables hold a name."""
        self._families = families
        known: dict[str, tuple[str, str]] = {}
        for table in tables:
            if twice := known.keys() & table.keys():
                raise LabelTwice(", ".join(sorted(twice)))
            known.update(table)
        self._of = {
            language: {name: texts[place] for name, texts in known.items()} for place, language in enumerate(LANGUAGES)
        }

    def of(self, language: str, name: str, otherwise: str) -> str:
        """The label of a name in the language; `otherwise` where it has none."""
        return self._of[language].get(name, otherwise)

    def code(self, language: str, codes: type[StrEnum] | str, code: str) -> str:
        """The label of a code of a code list, or of the list of that name; the code itself where it has none."""
        family = codes if isinstance(codes, str) else self.family(codes)
        return self.of(language, f"{family}.{code}", code)

    def family(self, codes: type) -> str:
        """The name under which the labels of a code list stand."""
        return self._families.get(codes, codes.__name__)

    def holding(self, code: str) -> type[StrEnum] | None:
        """The first code list that holds the code."""
        return next((each for each in self._families if code in {str(member) for member in each}), None)

    def command(self, language: str, kind: str, name: str) -> str:
        """What a command is called, as a thing to do; kinds of record may share the name of a command."""
        usual = self.of(language, f"command.{name}", name)
        return self.of(language, f"command.{kind}.{name}", usual)

    def field(self, language: str, name: str, kind: str = "", form: str = "") -> str:
        """What a field is called: in that form of that kind of record, in the kind, or everywhere."""
        called = self.of(language, f"field.{name}", name.replace("_", " "))
        for within in filter(None, (kind, f"{kind}.{form}" if form else "")):
            called = self.of(language, f"field.{within}.{name}", called)
        return called
