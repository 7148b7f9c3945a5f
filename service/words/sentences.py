"""Sentences for people: English is the key, the catalogue holds the Chinese; and which language a reader asked for."""

import gettext as standard
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
KEY = "en"
"""The language in which the code says its sentences."""
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names a terminal's language, the first that is set."""


@cache
def translations(language: str) -> standard.NullTranslations:
    """The sentences in one of LANGUAGES, compiled from its PO file once per process; KEY needs none."""
    if language == KEY:
        return standard.NullTranslations()
    source = files("service.words") / "locale" / f"{language}.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


def language_of(environment: Mapping[str, str]) -> str:
    """The language of a terminal, as its locale variables name it; English where they name none of ours."""
    named_first = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return next((language for language in LANGUAGES if named_first.lower().startswith(language)), "en")


def translated(language: str, message: str, facts: Mapping[str, object] | None = None) -> str:
    """The message in the language, its places filled; a message without translation stands as it is."""
    text = str(translations(language).gettext(message))  # a kind of str may fill its places in its own way
    return text.format(**facts) if facts else text


def no_op(message: str) -> str:
    """Marks a message for the catalogue where it is written, to be translated where it is shown."""
    return message


class Message(str):
    """A message with places; filled, it stays as it is and keeps its facts, to be said in any language."""

    facts: Mapping[str, object] | None = None

    def format(self, *_places: object, **facts: object) -> "Message":
        """The message with its facts; marshmallow calls this to fill the places."""
        filled = Message(self)
        filled.facts = facts
        return filled


def in_language(language: str, messages: Any) -> Any:
    """The messages of a schema in the language, in the same nesting of fields."""
    if isinstance(messages, Mapping):
        return {name: in_language(language, told) for name, told in messages.items()}
    if isinstance(messages, list | tuple):
        return [in_language(language, told) for told in messages]
    return translated(language, messages, getattr(messages, "facts", None))
