"""Names of persons in titles and briefs: found however they are written, never in other words."""

import pytest

from domain.petition.aggregate import PETITION
from domain.petition.events import Registered
from domain.petition.registering import Register
from domain.titles import NamesOfPersons, TitleNamesAPerson
from tests.support.given import given
from tests.support.petitions import received, registration

NAMED = "张三反映李四打人"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (NAMED, "张三"),
        (NAMED, "李 四"),
        ("反映张 三打人", "张三"),
        ("反映张\u3000三打人", "张三"),
        ("反映张\u200b三打人", "张三"),
        ("古丽·买买提的住房", "古丽买买提"),
        ("古丽买买提的住房", "古丽•买买提"),
        ("反映ＪＯＨＮ ｓｍｉｔｈ打人", "John Smith"),
        ("Letter of John-Smith", "John Smith"),
        ("多行\n反映张\n三", "张三"),
        ("苏明哲打骂工人", "苏明哲 Su Mingzhe"),
        ("Su Mingzhe shouts", "苏明哲 Su Mingzhe"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert NamesOfPersons([None, "", "王五", name]).stand_in(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王姓职工反映食堂", "王"),
        ("住房补贴问题", "王建国"),
        ("plan list of the canteen", "An Li"),
        ("Johnson smithy", "John Smith"),
        ("住房补贴问题", " · "),
    ],
)
def test_other_words_name_nobody(text: str, name: str) -> None:
    assert not NamesOfPersons([name]).stand_in(text)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": NAMED, "name": "张三"}),
        ("title", {"title": NAMED, "group_size": 9, "representatives": ("赵六", "李四")}),
        ("brief", {"brief": NAMED, "name": "张三"}),
    ],
)
def test_a_name_from_the_same_form_is_asked_about_and_may_be_meant(field: str, changes: dict[str, object]) -> None:
    before = given(PETITION, received())
    refused = before.when(Register(registration(**changes))).refuses(TitleNamesAPerson, field=field)
    assert set(refused.facts.values()) == {field, "title_is_meant"}
    fact = before.when(Register(registration(**changes, title_is_meant=True))).happened[0]
    assert isinstance(fact, Registered)
