"""Texts for people: gettext catalogues in Chinese and English, and which of them a reader asked for."""

import gettext as standard
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What names a terminal's language, the first that is set."""


@cache
def translations(language: str) -> standard.GNUTranslations:
    """The catalogue of one of LANGUAGES, compiled from its PO file once per process."""
    source = files("service") / "locale" / f"{language}.po"
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
    text = translations(language).gettext(message)
    return text.format(**facts) if facts else text


def label(language: str, list_name: str, code: str) -> str:
    """The label of a code of a code list, such as (`Status`, `RECEIVED`); the code itself where none is known."""
    return named(language, list_name, code, code)


def named(language: str, family: str, name: str, otherwise: str) -> str:
    """What `family.name` is called, such as (`field`, `received_on`) or (`command`, `Accept`)."""
    message = f"{family}.{name}"
    text = translations(language).gettext(message)
    return otherwise if text == message else text


def no_op(message: str) -> str:
    """Marks a message for the catalogues where it is written, to be translated where it is shown."""
    return message
