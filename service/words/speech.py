"""What readers see in their own language: texts, labels of codes, days, moments and amounts."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from domain.catalogue import BY_COMMAND
from domain.recording import RecordedAt
from service.words.labels import Labels
from service.words.sentences import no_op as _
from service.words.sentences import translated

LOCALES = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_GB")}
"""Found once: to find one by its name goes through all that there are."""
MONTH_DAYS = {"zh": "M月d日", "en": "d MMMM"}
SENTENCE, CLAUSE, ITEM, LABEL = range(4)
SEPARATORS = {"zh": ("", "；", "、", "："), "en": (" ", "; ", ", ", ": ")}
"""What stands between sentences, between parts of a sentence, between items of a list, after a label."""


class Words:
    """The words of one reader: the language of the page, the service's time zone, the kind of record spoken of."""

    def __init__(self, language: str, zone: ZoneInfo, labels: Labels, kind: str = "") -> None:
        self.language = language
        self._labels = labels
        self.subject = kind
        self._locale = LOCALES[language]
        self.zone = zone

    def about(self, kind: str) -> "Words":
        """The same words, with the names that fields have in that kind of record."""
        return Words(self.language, self.zone, self._labels, kind)

    def text(self, message: str, /, **facts: object) -> str:
        """The message, translated, its places filled."""
        return translated(self.language, message, facts)

    def joined(self, parts: Iterable[str], between: int = ITEM) -> str:
        """The parts as one text, as the language joins them."""
        return SEPARATORS[self.language][between].join(part for part in parts if part)

    def code(self, value: Any, family: type[StrEnum] | str = "") -> str:
        """The label of a code; the code itself where its list is not known."""
        return self._labels.code(self.language, family or type(value), str(value))

    def any_code(self, code: str) -> str:
        """The label of a code whose list is not told: the first list that holds it."""
        holder = self._labels.holding(code)
        return self.code(code, holder) if holder else code

    def field(self, name: str, form: str = "") -> str:
        """What a field is called: in that command or part of one, in this kind of record, or everywhere."""
        return self._labels.field(self.language, name, self.subject, form)

    def task(self, name: str) -> str:
        """What the service did, by its stored name."""
        return self.code(name, "Task")

    def event(self, name: str) -> str:
        """What an event is called, by its stored name."""
        return self._called("event", name)

    def command(self, command: type) -> str:
        """What a command is called, as a thing to do; kinds of records may share the name of a command."""
        return self._labels.command(self.language, BY_COMMAND[command].kind, command.__name__)

    def rule(self, code: str) -> str:
        """What a deadline rule is called."""
        return self._called("rule", code)

    def holiday(self, code: str) -> str:
        """What days off are called."""
        return self._called("holiday", code)

    def kind(self, name: str) -> str:
        """What a kind of record is called."""
        return self._called("kind", name)

    def place(self, profile: str) -> str:
        """The place whose rules hold, by the code of its profile."""
        return self.code(profile, "Profile")

    def register(self, code: str) -> str:
        """What a register is called."""
        return self._called("register", code)

    def column(self, heading: str) -> str:
        """The heading of a column of a register."""
        return self._called("column", heading)

    def _called(self, family: str, name: str) -> str:
        return self._labels.of(self.language, f"{family}.{name}", name)

    def day(self, day: date | None) -> str:
        """A day with its year, such as 3 March 2026."""
        return format_date(day, "long", locale=self._locale) if day else ""

    def month_day(self, day: date) -> str:
        """A day without its year, such as 3 March."""
        return format_date(day, MONTH_DAYS[self.language], locale=self._locale)

    def short_day(self, day: date | None) -> str:
        """A day for tables, such as 2026-03-03."""
        return day.isoformat() if day else ""

    def moment(self, moment: RecordedAt) -> str:
        """A moment of recording in the service's time zone, to the minute; a day alone as the day that it is."""
        if not isinstance(moment, datetime):
            return moment.isoformat()
        pattern = "y-MM-dd HH:mm"
        return format_datetime(moment.astimezone(self.zone), pattern, locale=self._locale)

    def amount(self, fen: int) -> str:
        """An amount in yuan, given in fen."""
        sign = "-" if fen < 0 else ""
        return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02}"

    def money(self, fen: int) -> str:
        """An amount with its currency, given in fen."""
        return self.text(_("{amount} yuan"), amount=self.amount(fen))

    def days(self, count: int) -> str:
        """A number of days."""
        return self.text(_("1 day")) if count == 1 else self.text(_("{count} days"), count=count)

    def long_day(self, day: date) -> str:
        """A day with its year and weekday."""
        return format_date(day, "full", locale=self._locale)

    def value(self, value: Any) -> str:
        """A plain value as people write it."""
        match value:
            case None:
                return ""
            case bool():
                return self.text(_("yes")) if value else self.text(_("no"))
            case Enum():
                return self.code(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
        return str(value)
