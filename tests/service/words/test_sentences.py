"""Every sentence that people may see stands in the catalogue, in Chinese, with the same places to fill."""

import re
from string import Formatter

import pytest

from service.words.sentences import language_of, translated
from tests.support.messages import CATALOGUE, FAMILIES, SERVICE, catalogue, every_sentence, missing
from tests.support.words import CHINESE, HALF_WIDTH


def test_no_sentence_is_missing_or_empty() -> None:
    lacking = [f"{family}: {sentence}" for sentence, family in missing().items()]
    assert not lacking, "add them with: python -m tests.support.messages --add\n" + "\n".join(lacking)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_found(family: str) -> None:
    assert family in every_sentence().values()


def test_no_sentence_of_the_catalogue_is_unused() -> None:
    assert set(_entries()) <= set(every_sentence())


def test_translations_fill_the_places_that_the_sentence_has() -> None:
    for sentence, text in _entries().items():
        assert _places(text) <= _places(sentence), sentence


def _entries() -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalogue() if entry.id}


def _places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_the_catalogue_is_chinese() -> None:
    for sentence, text in _entries().items():
        prose = re.sub("{[a-z_]+}", "", text)
        assert CHINESE.search(prose) or not re.search("[a-z]{3}", prose), sentence


def test_chinese_sentences_are_punctuated_as_chinese() -> None:
    filled = {sentence: re.sub("{[a-z_]+}", "字", text) for sentence, text in _entries().items()}
    assert {sentence: text for sentence, text in filled.items() if HALF_WIDTH.search(text)} == {}


def test_no_sentence_stands_twice() -> None:
    keys = re.findall(r'^msgid "(.+)"$', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


def test_english_is_the_key() -> None:
    assert translated("en", "Not found") == "Not found"
    assert translated("zh", "Not found") == _entries()["Not found"]
    assert translated("zh", "No such message {x}", {"x": 1}) == "No such message 1"


def test_a_terminal_names_its_language() -> None:
    assert language_of({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert language_of({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}) == "en"
    assert language_of({"LANG": "C"}) == "en"


def test_no_sentence_hides_inside_an_f_string() -> None:
    """The extractor does not look into them."""
    for file in SERVICE.rglob("*.py"):
        assert not re.search(r'f"[^"\n]*[^a-z]_\(', file.read_text(encoding="utf-8")), file
