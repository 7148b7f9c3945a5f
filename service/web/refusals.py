"""Refusals of rules as people read them: the facts in the message as labels, days and names."""

from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from domain.kernel import Rejected
from service.web.names import Names
from service.web.words import Words

FIELD_FACTS = frozenset({"field", "earlier_field", "later_field"})
CODE_FACTS = frozenset({"allowed", "status", "role"})


def reason_of(rejected: Rejected, words: Words, names: Names) -> str:
    """The rule's message in the reader's language."""
    facts = {name: _shown(name, fact, words, names) for name, fact in rejected.facts.items()}
    return words.text(rejected.says, **facts)


def _shown(name: str, fact: Any, words: Words, names: Names) -> str:
    if name in FIELD_FACTS:
        return words.field(str(fact))
    if isinstance(fact, date):
        return words.day(fact)
    if isinstance(fact, UUID):
        return names.of(fact) or str(fact)
    if isinstance(fact, Enum):
        return words.code(fact)
    if name in CODE_FACTS:
        return words.joined(words.any_code(code) for code in str(fact).split(", "))
    return str(fact)
