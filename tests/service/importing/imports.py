"""What tests of imports share: registers to write, reports to read, and the cases that stand in the log."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from domain.petition.carrying import carried_stream
from domain.petition.events import CarriedOver
from service.edge.running import Service
from service.importing.report import Report
from service.sealing.readers import Chore, Machine
from service.sealing.seal import Token
from tests.service.importing.books import HEADER, csv_file

STORED = ("notification_id", "originator_id", "originator_version", "topic", "state")


def register(folder: Path, *rows: str, name: str = "r.csv") -> Path:
    return csv_file(folder / name, "\n".join([",".join(HEADER), *rows]) + "\n")


def counts(report: Report) -> tuple[int, int, int, int, int]:
    found = report.counts()
    return (found["rows"], found["created"], found["already_there"], found["repeated"], found["refused"])


def reasons(report: Report) -> list[tuple[int, str]]:
    return [(entry.number, entry.reason.partition(":")[0]) for entry in report.entries if entry.reason]


def noted(report: Report) -> dict[str, list[int]]:
    return {code: list(numbers) for code, numbers in report.notes().items()}


def carried(service: Service, external_id: str) -> CarriedOver:
    event = service.ledger.history(carried_stream("xinfang-2023", external_id))[0].event
    assert isinstance(event, CarriedOver)
    return event


def title_of(service: Service, external_id: str) -> str:
    """The title that the row was carried over with."""
    token = carried(service, external_id).title.token
    assert isinstance(token, Token)
    return str(service.vault.open([token], Machine(Chore.CHECKING))[token])


def streams(service: Service) -> dict[UUID, CarriedOver]:
    with service.reading.get_connection() as connection:
        rows = connection.execute("SELECT * FROM events ORDER BY notification_id").fetchall()
    decoded = [service.codec.decode(*(row[name] for name in STORED)) for row in rows]
    cases = [each for each in decoded if isinstance(each.event, CarriedOver)]
    assert all(count == 1 for count in Counter(each.stream for each in cases).values())
    return {each.stream: each.event for each in cases if isinstance(each.event, CarriedOver)}


def carried_events(service: Service) -> Iterator[CarriedOver]:
    return iter(streams(service).values())


def last_position(service: Service) -> int:
    with service.reading.get_connection() as connection:
        row = connection.execute("SELECT max(notification_id) AS last FROM events").fetchone()
    return int(row["last"]) if row else 0
