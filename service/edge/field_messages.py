"""What is wrong with a field, in the reader's language: the messages of the schemas as texts of the catalogues."""

from service.words.sentences import Message
from service.words.sentences import no_op as _

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


OBJECT = _("Takes a JSON object with fields.")
CHOICES = Message(_("Takes one of: {choices}."))
EXACTLY = Message(_("Takes exactly {max} characters."))
CHARACTERS = Message(_("Takes {min} to {max} characters."))
NUMBERS = Message(_("Takes a whole number from {min} to {max}."))
ONE_LINE = Message(_("Takes one line of visible text; it holds {found}."))
ENTRIES = Message(_("Takes {min} to {max} entries."))
