"""Lives of the demonstration on the command line: every kind of record reads well, in both languages."""

import re
from pathlib import Path

import pytest
from psycopg.rows import tuple_row

from domain.catalogue import AGGREGATES, CASES
from projections.audit_trail import AUDIT_TRAIL
from service.demonstration.people import OFFICERS
from service.edge.running import Service
from service.views.naming import over
from service.words.sentences import LANGUAGES
from tests.service.cli.running import run
from tests.support.demonstrations import settings_of

pytestmark = pytest.mark.store
KINDS = [aggregate.kind for aggregate in AGGREGATES]
ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LONGEST = over(
    "SELECT stream FROM {audit_trail} WHERE kind = %s GROUP BY stream ORDER BY count(*) DESC, stream LIMIT 1",
    AUDIT_TRAIL,
)


@pytest.fixture
def home(demonstration: Service) -> Path:
    """A folder with a finished demonstration."""
    return demonstration.settings.home


@pytest.fixture(scope="module")
def lives(demonstration: Service) -> dict[str, str]:
    """The record of each kind to which most has happened."""
    return {kind: found for kind in KINDS if (found := _longest(demonstration, kind))}


def _longest(service: Service, kind: str) -> str | None:
    service.engine.catch_up()
    with service.reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute(LONGEST, (kind,)).fetchone()
    return row and str(row[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_record_reads_well(home: Path, lives: dict[str, str], language: str) -> None:
    """Every kind of case in both languages, every other record in one of them."""
    cases = {aggregate.kind for aggregate in CASES}
    assert cases <= set(lives)
    others = sorted(set(lives) - cases)[LANGUAGES.index(language) :: len(LANGUAGES)]
    for kind in (*cases, *others):
        stream = lives[kind]
        done = run(settings_of(home), "history", stream, "--language", language)
        assert done.code == 0, done.err
        first, *lines = done.out.splitlines()
        assert first.endswith(stream)
        told = "\n".join(line for line in lines if not re.match("[0-9]+[.] ", line))
        assert not ID.search(told), kind
        assert not re.search(r"[a-z]_[a-z]|[{}\[\]]", told), kind
        assert (language == "zh") == bool(re.search("[：，]", told)), kind


def test_people_are_named_and_what_speaks_of_them_stays_sealed(home: Path, lives: dict[str, str]) -> None:
    told = run(settings_of(home), "history", lives["hardship"], "--language", "en").out
    names = [officer.name for officer in OFFICERS]
    by = re.findall(r"  by (.+), position p[0-9]+$", told, re.MULTILINE)
    assert by
    assert {each.partition(" (")[0] for each in by} <= {*names, "the system"}
    assert "Name of the applicant: ⟦sealed⟧" in told
    supervised = run(settings_of(home), "history", lives["supervision"], "--language", "zh").out
    assert re.search("验收人\n +1[.]\n +工作人员：", supervised)
    assert "线索来源：⟦已密封⟧" in supervised


def test_a_past_state_is_told_as_it_was(home: Path, lives: dict[str, str]) -> None:
    whole = run(settings_of(home), "history", lives["hardship"], "--language", "en").out
    past = run(settings_of(home), "history", lives["hardship"], "--as-of", "3", "--language", "en").out
    events, _, state = past.partition("\n\n")
    assert whole.startswith(events)
    assert "State at version 3" in state
    assert "Status" not in state
