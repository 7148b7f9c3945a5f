"""Which passwords are refused beyond their length: those that are guessed first."""

import pytest

from service.access.fitness import PasswordGuessed, PasswordUnfit, require_fit

NAME = "wangxiaoming"


@pytest.mark.parametrize(
    "password",
    [
        "password12345",
        "Passw0rd!2024",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123456",
        "9876543210987",
        "wangxiaoming1",
        "wang xiao ming wang xiao ming",
        "WangXiaoMing!!2026",
        "admin-admin-admin",
        "ｐａｓｓｗｏｒｄ２０２６",
        "woaini520520520",
        "1qaz2wsx3edc4rfv",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordGuessed):
        require_fit(NAME, password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "another long one",
        "早上的食堂总有热豆浆和油条",
        "kT9#vq2!Lm0z",
        "x7-plough-otter",
    ],
)
def test_a_sentence_of_ones_own_is_taken(password: str) -> None:
    require_fit(NAME, password)


@pytest.mark.parametrize(
    ("name", "password"), [("", "x" * 12), (NAME, "x" * 11), (NAME, "x" * 201), (NAME, NAME.upper())]
)
def test_length_and_name_are_tried_first(name: str, password: str) -> None:
    with pytest.raises(PasswordUnfit):
        require_fit(name, password)


@pytest.mark.parametrize(
    "password", ["林晓雯林晓雯林晓雯林晓雯", "Lin.Xiaowen.2026", "xiaowenlin1234", "晓雯林晓雯2026晓雯1"]
)
def test_the_real_name_is_guessed_first_as_well(password: str) -> None:
    require_fit("clerk7", "kT9#vq2!Lm0z", "林晓雯 Lin Xiaowen")
    with pytest.raises(PasswordGuessed):
        require_fit("clerk7", password, "林晓雯 Lin Xiaowen")


def test_the_real_name_itself_is_no_password() -> None:
    with pytest.raises(PasswordUnfit):
        require_fit("clerk7", "lin xiaowenxiaowen", "LIN XIAOWENXIAOWEN")


def test_the_parts_of_a_name_are_no_password_in_any_order() -> None:
    with pytest.raises(PasswordGuessed):
        require_fit("Wang Fang", "fang wang, fang")
