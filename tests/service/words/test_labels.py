"""Whatever has a name has one label in both languages, on one line, in the table of the kind that uses it."""

import re

import pytest

from domain.petition.codes import Status
from service.kinds.codes import CODE_LISTS, list_name
from service.kinds.labels import LABELS, TABLES
from service.words.labels import Labels, LabelTwice
from tests.support.labels import enumerations, home, line_to_add, missing, own_names, path_of, uses
from tests.support.words import CHINESE, HALF_WIDTH, words_in

EVERY = {name: texts for table in TABLES.values() for name, texts in table.items()}


def test_everything_has_its_label() -> None:
    lacking = missing()
    assert not lacking, "write these lines:\n" + "\n".join(line_to_add(name) for name in lacking)


def test_a_missing_label_is_told_with_the_line_to_write() -> None:
    assert line_to_add("field.applied_on") == (
        'service/kinds/hardship/labels.py: "field.applied_on": ("中文", "English"),'
    )
    assert line_to_add("field.unit").startswith("service/words/shared_labels.py: ")


def test_no_label_is_unused() -> None:
    assert EVERY.keys() - uses().keys() - own_names().keys() == set()


def test_labels_stand_with_the_kind_that_uses_them() -> None:
    misplaced = {name: home(name) for folder, table in TABLES.items() for name in table if home(name) != folder}
    assert misplaced == {}


@pytest.mark.parametrize("family", ["kind", "command", "event", "field", "rule", "Profile", "holiday", "register"])
def test_every_family_is_found(family: str) -> None:
    assert any(name.startswith(f"{family}.") for name in uses())


@pytest.mark.parametrize("folder", TABLES)
def test_every_label_is_one_line_and_stands_once(folder: str) -> None:
    lines = path_of(folder).read_text(encoding="utf-8").splitlines()
    told = [found[1] for line in lines if (found := re.fullmatch(r'    "(.+?)": \("[^"]+", "[^"]+"\),', line))]
    assert sorted(told) == sorted(set(told))
    assert told == list(TABLES[folder])


def test_no_label_is_its_own_name() -> None:
    for name, (chinese, english) in EVERY.items():
        assert CHINESE.search(chinese), name
        assert not CHINESE.search(english), name
        assert name not in (chinese, english)
        assert not re.search("[a-z]_[a-z]|[A-Z]_[A-Z]", english), name


def test_chinese_labels_are_punctuated_as_chinese() -> None:
    assert HALF_WIDTH.search("期限: 三天")
    assert HALF_WIDTH.search("逾期(3天)")
    assert HALF_WIDTH.search("已办结.")
    assert not HALF_WIDTH.search("时刻为 2026-03-03T09:00，逾期（3天）。")
    assert {name: texts for name, texts in EVERY.items() if HALF_WIDTH.search(texts[0])} == {}


def test_a_label_in_two_tables_is_refused() -> None:
    table = {"field.day": ("日期", "Day")}
    with pytest.raises(LabelTwice, match=r"field\.day"):
        Labels([table, table], {})


def test_the_own_wording_of_a_kind_and_of_a_form_goes_before_the_shared_one() -> None:
    labels = Labels(
        [
            {"field.kind": ("种类", "Kind"), "command.Close": ("结束", "End")},
            {"field.hardship.kind": ("项目", "Kind of aid"), "field.hardship.Expense.kind": ("支出", "Expense")},
            {"command.supervision.Close": ("结案", "Close the case")},
        ],
        {},
    )
    assert labels.field("en", "kind") == labels.field("en", "kind", "petition") == "Kind"
    assert labels.field("en", "kind", "hardship") == labels.field("en", "kind", "hardship", "Aid") == "Kind of aid"
    assert labels.field("en", "kind", "hardship", "Expense") == "Expense"
    assert labels.command("zh", "petition", "Close") == "结束"
    assert labels.command("zh", "supervision", "Close") == "结案"


def test_what_has_no_label_is_called_by_its_name() -> None:
    assert LABELS.code("zh", Status, "RECEIVED") == LABELS.code("zh", "Status", "RECEIVED") == "已收件"
    assert LABELS.code("en", Status, "NO_SUCH") == "NO_SUCH"
    assert LABELS.field("zh", "no_such_field") == "no such field"


def test_what_a_check_found_is_called_so() -> None:
    assert words_in("zh", "supervision").field("findings") == "发现的问题"
    assert words_in("zh").about("petition").field("findings") == "事实与理由"
    assert words_in("zh").about("hardship").field("findings") == "核实情况"


def test_every_enumeration_of_commands_and_events_is_a_code_list() -> None:
    assert enumerations() <= set(CODE_LISTS)


def test_code_lists_have_names_of_their_own() -> None:
    names = [list_name(each) for each in CODE_LISTS]
    assert sorted(names) == sorted(set(names))
