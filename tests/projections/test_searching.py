"""Search terms: numbers are found whole or by their beginning, texts by two and three characters."""

from projections.searching import bigrams, number_term


def test_a_number_is_one_term_that_begins_as_it_begins() -> None:
    whole = number_term("X-Q1-12-21")
    assert whole == "#x-q1-12-21"
    assert whole.startswith(number_term("ｘ-q1-"))
    assert not number_term("Q121212").startswith(number_term("Q1-2"))
    assert number_term("--") == ""


def test_numbers_stand_among_the_terms_whole_and_never_in_pieces() -> None:
    assert bigrams(["食堂涨价"], ["Q12", None]) == "#q12 堂涨 堂涨价 涨价 食堂 食堂涨"
