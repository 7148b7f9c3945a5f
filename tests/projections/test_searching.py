"""Numbers are found whole or by their beginning, texts by two and three characters."""

from projections.searching import bigrams, number_key


def test_the_key_of_a_number_begins_as_it_begins() -> None:
    whole = number_key("X-Q1-12-21")
    assert whole == "x-q1-12-21"
    assert whole.startswith(number_key("ｘ-q1-"))
    assert not number_key("Q121212").startswith(number_key("Q1-2"))
    assert number_key("--") == ""


def test_a_text_stands_among_the_terms_in_pieces_of_two_and_three_characters() -> None:
    assert bigrams(["食堂涨价", None]) == "堂涨 堂涨价 涨价 食堂 食堂涨"
