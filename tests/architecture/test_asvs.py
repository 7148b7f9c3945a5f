"""The table for OWASP ASVS: every section once, and everything that it refers to is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "asvs.md"
STANDS = {"met", "in part", "not here"}
SECTIONS = {
    "V1": 5, "V2": 4, "V4": 4, "V5": 4, "V7": 6, "V8": 4, "V9": 2, "V11": 6, "V12": 3, "V13": 4, "V14": 3, "V15": 3,
    "V16": 5,
}  # fmt: skip
"""How many sections a chapter has from the first on; of those that follow, the sections that are asked for here."""
CHOSEN = {"V3.2", "V3.3", "V3.4", "V3.5", "V3.7", "V6.1", "V6.2", "V6.3", "V6.4", "V6.5", "V6.6", "V6.8", "V10", "V17"}
"""V3.1, V3.6 and V6.7 hold requirements of level 3 alone; V10 and V17 are of what is not here."""


def rows() -> list[list[str]]:
    """The cells of the table."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| V")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_section_of_level_two_has_one_row() -> None:
    expected = {f"{chapter}.{number}" for chapter, most in SECTIONS.items() for number in range(1, most + 1)} | CHOSEN
    told = [row[0].split()[0] for row in rows()]
    assert sorted(told) == sorted(expected)


def test_each_row_says_how_it_stands_and_what_is_lacking_where_something_is() -> None:
    for section, stands, how, lacking in rows():
        assert stands in STANDS, section
        assert (lacking == "–") or stands != "not here", section
        assert stands != "in part" or lacking != "–", section
        assert stands != "met" or "](" in how, section


def test_everything_that_the_table_refers_to_is_there() -> None:
    places = re.findall(r"\[([^]]+)\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    files = [(name, place) for name, place in places if not place.startswith("https://")]
    assert len(files) > 60
    for name, place in files:
        found = (PAGE.parent / place).resolve()
        assert found.is_file(), place
        if name.startswith("test_"):
            assert found.stem == name, place
            assert "def test_" in found.read_text(encoding="utf-8"), place
