"""What a place may set itself, as a page calls it: its name, what it is counted in, what holds now and where from."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.deadlines.rules import RULES, rule_for
from domain.organisation.local_rows import LocalRows, settable_numbers, settable_rules
from domain.parameters import PARAMETERS, Parameter
from domain.profiles import NATIONAL
from service.web.form_values import fen_of
from service.words.sentences import no_op as _
from service.words.speech import LABEL, Words

NUMBERS: Mapping[str, str] = {
    "accident_cap_fen": _("Accident aid: most in a year"),
    "approver_level_fen": _("Emergency aid: most that one officer approves"),
    "collective_threshold": _("Collective matter: from so many people"),
    "disclosure_display_min_days": _("Disclosure of affairs: fewest days on display"),
    "emergency_cap_fen": _("Emergency aid: most for one aid"),
    "exit_months_above_line": _("Leaving the file: months above the line"),
    "inspection_notice_min_days": _("Check: days of notice to the unit"),
    "late_free_days": _("Late entry: working days without a second person"),
    "late_limit_days": _("Late entry: days after which it stops no duty"),
    "living_cap_months_deep": _("Living aid, deep hardship: most in months of the minimum"),
    "living_cap_months_relative": _("Living aid, relative hardship: most in months of the minimum"),
    "publicity_display_max_days": _("Notice of aid: most days on display"),
    "satisfaction_window_days": _("Days to say whether one is content"),
    "smallest_shown_count": _("Statistics: smallest number that is shown"),
    "study_cap_months_deep": _("Study aid, deep hardship: most in months of the minimum"),
    "study_cap_months_relative": _("Study aid, relative hardship: most in months of the minimum"),
    "supplement_pause_max_days": _("Supplement: most days to bring it in"),
    "training_cap_fen": _("Training aid: most in a year"),
    "urgent_report_hours": _("Urgent matter: hours to report it"),
}
COUNTED: Mapping[str, str] = {
    "fen": _("yuan"),
    "months": _("months"),
    "days": _("days"),
    "hours": _("hours"),
}


class Present(NamedTuple):
    """What may be set: its name in the rules, what people call it, its unit, what holds now and the source of that."""

    name: str
    title: str
    unit: str
    value: str
    source: str


def called(name: str, words: Words) -> str:
    """What a term or number is called; the code of a term stands with it."""
    return words.text(NUMBERS[name]) if name in NUMBERS else f"{words.rule(name)} {name}"


def unit_of(name: str, words: Words) -> str:
    """What it is counted in."""
    if name in NUMBERS:
        part = next((each for each in COUNTED if each in name.split("_")), "")
        return words.text(COUNTED[part]) if part else ""
    return words.code(rule_for(name, NATIONAL, date.max).unit)


def amount(name: str, value: int, words: Words) -> str:
    """The value with its unit; money in yuan."""
    if name.endswith("_fen"):
        return words.money(value)
    return f"{value} {unit_of(name, words)}".strip()


def as_set(name: str, typed: str) -> int | str:
    """What was typed as it is recorded: money in fen, other numbers as they are; the text if it is none."""
    if name.endswith("_fen"):
        return fen_of(typed)
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else typed


def presently(rows: LocalRows, today: date, words: Words) -> Iterator[Present]:
    """What may be set, with what holds now where no place has a row of its own."""
    for name in sorted(settable_rules()):
        rule = rule_for(name, NATIONAL, today, (*RULES, *(each for each in rows.rules if each.profile == NATIONAL)))
        yield Present(
            name, called(name, words), unit_of(name, words), amount(name, rule.length or 0, words), rule.source
        )
    for name in sorted(settable_numbers(), key=lambda each: called(each, words)):
        known = [each for each in (*PARAMETERS, *rows.parameters) if (each.name, each.profile) == (name, NATIONAL)]
        row = max(reversed([each for each in known if each.in_force_from <= today] or known), key=_from)
        value = row.value if isinstance(row.value, int) else 0
        yield Present(name, called(name, words), unit_of(name, words), amount(name, value, words), row.source)


def _from(row: Parameter) -> date:
    return row.in_force_from


def option(each: Present, words: Words) -> str:
    """One choice: its name and unit, and what holds now."""
    name = f"{each.title} ({each.unit})" if each.unit else each.title
    return words.joined([name, words.text(_("now {value}"), value=each.value)], LABEL)
