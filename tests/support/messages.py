"""Every sentence that people may see, gathered from the code; run as a module it lists what still needs its words.

`python -m tests.support.messages` lists the sentences without their Chinese and the names without a label, with the
line to write; `--add` appends the sentences to the catalogue, empty, to be filled in.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import escape, read_po

import service.wsgi
from domain.kernel import Rejected
from tests.support import labels

SERVICE = Path(service.__file__).parent
CATALOGUE = SERVICE / "words" / "locale" / "zh.po"
METHODS = [("web/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS = {"_": None}


def catalogue() -> Catalog:
    """The Chinese sentences as they stand in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def every_sentence() -> dict[str, str]:
    """Every sentence with the family it belongs to."""
    return {sentence: family for family, sentences in reversed(FAMILIES.items()) for sentence in sentences()}


def missing() -> dict[str, str]:
    """The sentences that have no entry in the catalogue, or an empty one."""
    known = catalogue()
    return {sentence: family for sentence, family in every_sentence().items() if not _is_told(known, sentence)}


def _is_told(known: Catalog, sentence: str) -> bool:
    entry = known.get(sentence)
    return entry is not None and bool(entry.string) and not entry.fuzzy


@cache
def _prose() -> tuple[str, ...]:
    """What templates and modules mark; all of them are read once per run."""
    extracted = extract_from_dir(str(SERVICE), METHODS, {}, KEYWORDS)
    return tuple(str(message) for _file, _line, message, _comments, _context in extracted)


def _rules_broken(kind: type[Rejected] = Rejected) -> Iterator[str]:
    """Of every module that the application is made of."""
    for each in kind.__subclasses__():
        if each.__module__.startswith(("domain.", "service.")):
            yield each.says
        yield from _rules_broken(each)


FAMILIES = {"pages and problems": _prose, "refusals": _rules_broken}


def main(arguments: list[str]) -> int:
    """Lists what is missing; with --add, appends the sentences to be filled in."""
    lacking, known = missing(), catalogue()
    unnamed = labels.missing()
    for sentence, family in lacking.items():
        sys.stdout.write(f"{family}: {sentence}\n")
    for name in unnamed:
        sys.stdout.write(f"{labels.line_to_add(name)}\n")
    if "--add" in arguments:
        fresh = [sentence for sentence in lacking if known.get(sentence) is None]
        with CATALOGUE.open("a", encoding="utf-8") as file:
            file.writelines(f'\nmsgid "{escape(sentence)[1:-1]}"\nmsgstr ""\n' for sentence in fresh)
    return 1 if lacking or unnamed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
