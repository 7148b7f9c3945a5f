"""Refusals of rules as people read them: the facts in the message as labels, days and names."""

from datetime import date
from enum import Enum, StrEnum
from typing import Any
from uuid import UUID

from domain.kernel import Rejected
from service.words.names import Names
from service.words.speech import LABEL, Words

FIELD_FACTS = frozenset({"field", "earlier_field", "later_field", "flag_field"})
LISTED_FIELDS = "fields"
"""Names of fields, one after another."""
CODE_FACTS = frozenset({"allowed", "status", "role"})


def reason_of(rejected: Rejected, words: Words, names: Names, form: str = "") -> str:
    """The rule's message in the reader's language; `form` is the command whose names of fields it takes."""
    facts = {name: _shown(name, fact, rejected, words, names, form) for name, fact in rejected.facts.items()}
    return words.text(rejected.says, **facts)


def fields_named(rejected: Rejected) -> set[str]:
    """The fields that the refusal speaks of, as it names them: `signed_on` or `authorisation.signed_on`."""
    return {str(rejected.facts[name]) for name in FIELD_FACTS if name in rejected.facts}


def _shown(name: str, fact: Any, rejected: Rejected, words: Words, names: Names, form: str) -> str:
    if name in FIELD_FACTS:
        return words.joined((words.field(part, form) for part in str(fact).split(".")), LABEL)
    if name == LISTED_FIELDS:
        return words.joined(words.field(each) for each in str(fact).split(", "))
    if isinstance(fact, int) and name.endswith("_fen"):
        return words.money(fact)
    if isinstance(fact, date):
        return words.day(fact)
    if isinstance(fact, UUID):
        return names.of(fact) or str(fact)
    if isinstance(fact, Enum):
        return words.code(fact)
    if name in CODE_FACTS:
        family = _family(rejected)
        codes = str(fact).split(", ")
        return words.joined(words.code(code, family) if family else words.any_code(code) for code in codes)
    return str(fact)


def _family(rejected: Rejected) -> type[StrEnum] | None:
    """The list that the codes of the refusal are from, as the status that it names tells."""
    status = rejected.facts.get("status")
    return type(status) if isinstance(status, StrEnum) else None
