"""What one visible line holds, and how the rest is written where it is only shown."""

import pytest

from domain.lines import escaped, unseen_in

UNSEEN = {
    "a\nb": ("U+000A", "a\\nb"),
    "a\x1b[2Jb": ("U+001B", "a\\x1b[2Jb"),
    "a\x7f": ("U+007F", "a\\x7f"),
    "a\x9b31m": ("U+009B", "a\\x9b31m"),
    "a\tb": ("U+0009", "a\\tb"),
    "a\u2028b": ("U+2028", "a\\u2028b"),
    "a\u2029b": ("U+2029", "a\\u2029b"),
    "\u202e反映": ("U+202E", "\\u202e反映"),
    "\u2067反映": ("U+2067", "\\u2067反映"),
    "王\u200b五": ("U+200B", "王\\u200b五"),
    "\ufeff王五": ("U+FEFF", "\\ufeff王五"),
    "a\U000e0041": ("U+E0041", "a\\U000e0041"),
    "a\udcff": ("U+DCFF", "a\\udcff"),
}
SEEN = ("食堂涨价", "王·买买提", "𠀀葛󠄀", "می‌خواهم", "👩‍⚖️", "a b　c", "é́", "\ue000")


@pytest.mark.parametrize("line", UNSEEN)
def test_what_breaks_a_line_hides_in_it_or_turns_it_is_named_and_escaped(line: str) -> None:
    point, shown = UNSEEN[line]
    assert unseen_in(line) == (point,)
    assert escaped(line) == shown
    assert unseen_in(escaped(line)) == ()


@pytest.mark.parametrize("line", SEEN)
def test_whatever_people_read_may_stand_in_a_line(line: str) -> None:
    assert unseen_in(line) == ()
    assert escaped(line) == line
