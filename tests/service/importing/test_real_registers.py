"""Three real registers, read with the mappings that are shipped: exact counts."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from domain.petition.codes import Channel, Status
from service.importing.mapping import Mapping, mapping_of, read_mapping
from service.importing.report import Report
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow, rows_of
from service.importing.tables import read_table

ROOT = Path(__file__).parents[3]
REGISTERS = ROOT.parent / "shared" / "data" / "registers"
COUNCIL = "nyc_council_casework/nycomplaints_sample5040.csv"
NYC = "nyc311/311_subset.micro.csv"

pytestmark = pytest.mark.skipif(not REGISTERS.is_dir(), reason="the real registers are not beside the repository")


@pytest.mark.parametrize(
    ("file", "by", "rows", "taken", "repeated", "refused"),
    [
        (COUNCIL, "nyc_council_casework", 5040, 5020, 20, 0),
        (NYC, "nyc311", 2000, 2000, 0, 0),
        ("boston311/nyc311-100.csv", "nyc311", 100, 99, 0, 1),
        ("boston311/NYC311-5.csv", "nyc311", 5, 5, 0, 0),
        ("boston311/boston311-100.csv", "boston311", 100, 100, 0, 0),
        ("boston311/boston311-dmy-100.csv", "boston311", 100, 100, 0, 0),
        ("boston311/boston311-100-notime.csv", "boston311", 100, 100, 0, 0),
        ("boston311/boston311-100-20dupes-random.csv", "boston311", 100, 80, 20, 0),
        ("boston311/boston311-100-bad.tsv", "boston311", 100, 99, 0, 1),
        ("boston311/boston311-100-with-fake-pii.csv", "boston311", 100, 100, 0, 0),
        ("boston311/boston311-100-with-nonascii.csv", "boston311", 100, 100, 0, 0),
        ("boston311/boston311-10-boolean-1or0.csv", "boston311", 10, 10, 0, 0),
    ],
)
def test_every_row_ends_in_one_way(file: str, by: str, rows: int, taken: int, repeated: int, refused: int) -> None:
    report = filled(file, by)
    assert report.counts() == {
        "rows": rows,
        "created": taken,
        "already_there": 0,
        "repeated": repeated,
        "refused": refused,
    }
    assert report.adds_up()
    assert report.table.not_collected == ()


def test_the_forty_lines_of_twenty_keys_are_twenty_cases_written_twice() -> None:
    repeated = [row for row in rows(COUNCIL, "nyc_council_casework") if isinstance(row, RepeatedRow)]
    assert len({row.external_id for row in repeated}) == 20
    assert all(row.differs == () and row.first_number < row.number for row in repeated)


def test_council_cases_that_are_open_stay_open() -> None:
    found = taken(COUNCIL, "nyc_council_casework")
    assert sum(row.fields.closed_on is None for row in found) == 214
    assert sum(row.fields.issue_code is None for row in found) == 124


@pytest.mark.parametrize(
    ("file", "by"), [(COUNCIL, "nyc_council_casework"), (NYC, "nyc311"), ("boston311/boston311-100.csv", "boston311")]
)
def test_every_case_has_a_title_and_days_in_order(file: str, by: str) -> None:
    for row in taken(file, by):
        days = [day for day in (row.fields.received_on, row.fields.replied_on, row.fields.closed_on) if day]
        assert row.fields.title
        assert days == sorted(days)


def test_requests_finished_after_the_due_day() -> None:
    found = taken(NYC, "nyc311")
    due = [row.fields for row in found if row.fields.due_on]
    assert len(due) == 1983
    assert sum(f.closed_on is not None and f.due_on is not None and f.closed_on > f.due_on for f in due) == 267


def test_the_channels_and_stages_of_nyc311() -> None:
    found = taken(NYC, "nyc311")
    assert Counter(row.fields.channel for row in found) == {Channel.PHONE: 1733, None: 207, Channel.WEB: 60}
    assert Counter(row.fields.stage for row in found) == {Status.CLOSED: 1956, Status.HANDLING: 44}


def test_a_placeholder_for_no_date_is_no_date() -> None:
    (row,) = [row for row in taken(NYC, "nyc311") if row.external_id == "19944912"]
    assert (row.fields.received_on, row.fields.closed_on) == (dt.date(2011, 3, 2), None)


def test_twelve_hour_times_and_text_read_in_the_wrong_encoding_are_kept() -> None:
    first = taken(NYC, "nyc311")[0].fields
    assert (first.received_on, first.due_on, first.closed_on) == (
        dt.date(2011, 3, 1),
        dt.date(2011, 3, 22),
        dt.date(2011, 3, 14),
    )
    assert sum("Â\xa0" in (row.fields.reply or "") for row in taken(NYC, "nyc311")) == 96
    assert sum("â\x80\x99" in (row.fields.reply or "") for row in taken("boston311/nyc311-100.csv", "nyc311")) == 1


def test_the_spellings_of_boston_say_the_same() -> None:
    by_file = [
        [row.fields for row in taken(f"boston311/boston311-{name}.csv", "boston311")]
        for name in ("100", "dmy-100", "100-notime")
    ]
    assert by_file[0] == by_file[1] == by_file[2]


def test_day_and_month_are_not_guessed_when_no_order_is_declared() -> None:
    by = mapping_of(
        {"source": "x", "timezone": "UTC", "columns": {"case_enquiry_id": "external_id", "open_dt": "received_on"}}
    )
    found = list(rows_of(read_table(REGISTERS / "boston311/boston311-dmy-100.csv", by), by))
    assert Counter(row.reason_code for row in found if isinstance(row, RefusedRow)) == {"date_order_undeclared": 100}


def test_the_ragged_row_is_refused_by_its_number() -> None:
    refused = [row for row in rows("boston311/boston311-100-bad.tsv", "boston311") if isinstance(row, RefusedRow)]
    assert [(row.number, row.reason_code) for row in refused] == [(41, "ragged_row")]


def test_places_are_collected_nowhere() -> None:
    addresses = ("Washington St", "Saratoga", "SHORE PARKWAY")
    for file, by in (("boston311/boston311-100.csv", "boston311"), ("boston311/nyc311-100.csv", "nyc311")):
        stated = [f"{row.fields.title}{row.fields.summary}{row.fields.unit}" for row in taken(file, by)]
        assert not any(address in text for text in stated for address in addresses)


def shipped(by: str) -> Mapping:
    return read_mapping(ROOT / "service" / "importing" / "mappings" / f"{by}.toml")


def rows(file: str, by: str) -> list[RegisterRow | RepeatedRow | RefusedRow]:
    mapping = shipped(by)
    return list(rows_of(read_table(REGISTERS / file, mapping), mapping))


def taken(file: str, by: str) -> list[RegisterRow]:
    return [row for row in rows(file, by) if isinstance(row, RegisterRow)]


def filled(file: str, by: str) -> Report:
    mapping = shipped(by)
    table = read_table(REGISTERS / file, mapping)
    report = Report(table, mapping.source)
    for row in rows_of(table, mapping):
        report.created(row) if isinstance(row, RegisterRow) else report.take(row)
    return report
