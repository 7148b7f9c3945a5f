"""Marks of whom a matter accuses: told by whoever holds the key alone, and alike in no two matters."""

from uuid import UUID, uuid4

import psycopg
import pytest

from domain.marks import Mark
from service.sealing.marks import KEPT_FROM, KeyedMarks

MARKS, OTHERS = KeyedMarks(lambda: b"a secret"), KeyedMarks(lambda: b"another secret")
ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_mark_accuses_whom_it_was_made_of_and_nobody_else() -> None:
    marks = [MARKS.of(uuid4(), ONE), MARKS.of(uuid4(), uuid4())]
    assert MARKS.stand_for(marks, ONE)
    assert not MARKS.stand_for(marks, TWO)
    assert not MARKS.stand_for([], ONE)


def test_without_the_secret_a_mark_tells_nothing_and_no_two_matters_show_the_same() -> None:
    letter, later = uuid4(), uuid4()
    assert not OTHERS.stand_for([MARKS.of(letter, ONE)], ONE)
    told, again = MARKS.of(letter, ONE), MARKS.of(later, ONE)
    assert told == MARKS.of(letter, ONE)
    assert told[32:] != again[32:]
    assert ONE.hex not in told


def test_a_mark_that_was_moved_to_another_matter_or_cut_off_accuses_nobody() -> None:
    letter, later = uuid4(), uuid4()
    moved = Mark(later.hex + MARKS.of(letter, ONE)[32:])
    assert not MARKS.stand_for([moved, Mark(MARKS.of(letter, ONE)[:40]), Mark("")], ONE)


@pytest.mark.store
def test_the_database_tries_marks_as_the_service_does(database_url: str) -> None:
    letter = uuid4()
    marks = {
        "one": [MARKS.of(letter, ONE)],
        "both": [MARKS.of(letter, TWO), MARKS.of(letter, ONE)],
        "two": [MARKS.of(letter, TWO)],
        "nobody": [],
        "cut off": [MARKS.of(letter, ONE)[:40]],
    }
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TEMPORARY TABLE rows (name text, kept_from text[])")
        for name, accused in marks.items():
            connection.execute("INSERT INTO rows VALUES (%s, %s)", (name, accused))
        found = connection.execute(f"SELECT name FROM rows WHERE {KEPT_FROM}", ([MARKS.trial(ONE)],)).fetchall()
    assert {name for (name,) in found} == {name for name, each in marks.items() if MARKS.stand_for(each, ONE)}
