"""What is wrong with a field, in the reader's language: the messages of the schemas as texts of the catalogues."""

from collections.abc import Mapping
from typing import Any

from service.words.sentences import no_op as _
from service.words.sentences import translated

STOCK = (
    _("Missing data for required field."),
    _("Field may not be null."),
    _("Unknown field."),
    _("Not a valid string."),
    _("Not a valid integer."),
    _("Not a valid boolean."),
    _("Not a valid date."),
    _("Not a valid UUID."),
    _("Not a valid list."),
)
"""What marshmallow says of the fields that bodies are made of, word for word."""


class Message(str):
    """A message with places; filled, it stays as it is and keeps its facts, to be said in any language."""

    facts: Mapping[str, object] | None = None

    def format(self, *_places: object, **facts: object) -> "Message":
        """The message with its facts; marshmallow calls this to fill the places."""
        filled = Message(self)
        filled.facts = facts
        return filled


OBJECT = _("Takes a JSON object with fields.")
CHOICES = Message(_("Takes one of: {choices}."))
EXACTLY = Message(_("Takes exactly {max} characters."))
CHARACTERS = Message(_("Takes {min} to {max} characters."))
NUMBERS = Message(_("Takes a whole number from {min} to {max}."))
ENTRIES = Message(_("Takes {min} to {max} entries."))


def in_language(language: str, messages: Any) -> Any:
    """The messages of a schema in the language, in the same nesting of fields."""
    if isinstance(messages, Mapping):
        return {name: in_language(language, told) for name, told in messages.items()}
    if isinstance(messages, list | tuple):
        return [in_language(language, told) for told in messages]
    return translated(language, messages, getattr(messages, "facts", None))
