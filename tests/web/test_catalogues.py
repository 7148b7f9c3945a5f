"""Every text that people may see stands in both catalogues, with the same places to fill."""

import re
from string import Formatter

import pytest

from service.codes import CODE_LISTS, list_name
from service.texts import LANGUAGES, label, translated
from service.web.words import Words
from tests.support.messages import FAMILIES, catalogue, enumerations, every_message, missing, path_of
from tests.support.services import SHANGHAI

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_empty(language: str) -> None:
    lacking = [f"{family}: {message}" for message, family in missing(language).items()]
    assert not lacking, "add them with: python -m tests.support.messages --add\n" + "\n".join(lacking)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_found(family: str) -> None:
    assert family in every_message().values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_places_that_the_message_has(language: str) -> None:
    entries = _entries(language)
    for message in every_message():
        assert _places(entries.get(message, "")) <= _places(message), message


def _entries(language: str) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalogue(language) if entry.id}


def _places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_the_chinese_catalogue_is_chinese_and_english_prose_is_its_own_key() -> None:
    english, chinese = _entries("en"), _entries("zh")
    for message, family in every_message().items():
        if family in ("pages and problems", "refusals"):
            assert english[message] == message
        prose = re.sub("{[a-z_]+}", "", chinese[message])
        assert CHINESE.search(prose) or not re.search("[a-z]{3}", prose), message


HALF_WIDTH = re.compile("[\u4e00-\u9fff] ?[,:;!?()](?![0-9])|[,:;!?()] ?[\u4e00-\u9fff]|[\u4e00-\u9fff][.](?: |$)")
"""ASCII punctuation beside a Chinese character."""


def test_chinese_texts_are_punctuated_as_chinese() -> None:
    assert HALF_WIDTH.search("期限: 三天")
    assert HALF_WIDTH.search("逾期(3天)")
    assert HALF_WIDTH.search("已办结.")
    assert not HALF_WIDTH.search("时刻为 2026-03-03T09:00，逾期（3天）。")
    filled = {message: re.sub("{[a-z_]+}", "字", text) for message, text in _entries("zh").items()}
    assert {message: text for message, text in filled.items() if HALF_WIDTH.search(text)} == {}


def test_what_a_check_found_is_called_so() -> None:
    assert Words("zh", SHANGHAI).about("supervision").field("findings") == "发现的问题"
    assert Words("zh", SHANGHAI).about("petition").field("findings") == "事实与理由"
    assert Words("zh", SHANGHAI).about("hardship").field("findings") == "核实情况"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language: str) -> None:
    keys = re.findall(r'^msgid "(.+)"$', path_of(language).read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


def test_every_enumeration_of_commands_and_events_is_a_code_list() -> None:
    assert enumerations() <= set(CODE_LISTS)


def test_code_lists_have_names_of_their_own() -> None:
    names = [list_name(each) for each in CODE_LISTS]
    assert sorted(names) == sorted(set(names))


def test_labels_and_messages_are_looked_up() -> None:
    assert label("zh", "Status", "RECEIVED") == "已收件"
    assert label("en", "Status", "NO_SUCH") == "NO_SUCH"
    assert translated("zh", "No such message {x}", {"x": 1}) == "No such message 1"
    assert Words("zh", SHANGHAI).field("no_such_field") == "no such field"


def test_no_message_hides_inside_an_f_string() -> None:
    """The extractor does not look into them."""
    for file in path_of("zh").parents[1].rglob("*.py"):
        assert not re.search(r'f"[^"\n]*[^a-z]_\(', file.read_text(encoding="utf-8")), file
