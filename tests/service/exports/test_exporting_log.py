"""The log as JSON Lines, OCEL 2.0 and XES: whole, valid, referring to what is there, and never a personal text."""

import importlib.util
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import jsonschema
import pytest

from domain.catalogue import BY_EVENT, BY_KIND, EVENTS
from domain.organisation.unit import unit_ref
from domain.roles import Held, Role
from projections.petitions import PETITIONS
from service.access.log import VIEW_OF_KIND, may_see
from service.demonstration.people import OFFICERS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.exports import seen_log as seen
from service.exports.jsonl import write_jsonl
from service.exports.ocel import write_ocel
from service.exports.parts import attributes
from service.exports.seen_log import SeenLog, seen_log
from service.exports.xes import write_xes
from service.office.people import OPERATOR
from service.sealing.readers import Chore, Machine
from service.store.codec import personals_in
from service.store.steps import Caller
from service.views.queries import Queries

pytestmark = pytest.mark.store

SCHEMAS = Path(__file__).parents[3].parent / "shared" / "data" / "schemas"
OCEL, XES = SCHEMAS / "schema_ocel2.json", SCHEMAS / "xes-ieee-1849-2016.xsd"
WRITERS: dict[str, Callable[[IO[bytes], SeenLog, seen.Progress], int]] = {
    "jsonl": write_jsonl,
    "ocel": write_ocel,
    "xes": write_xes,
}
NAME = re.compile(r"[A-Za-z_:][\w:.-]*", re.ASCII)
ROLES = [None, *Role]
KINDS = {event.NAME: kept.kind for event, kept in BY_EVENT.items()}


def caller(service: Service, role: Role | None) -> Caller:
    if role is None:
        return OPERATOR
    """The demonstration's officer with that role, held for the whole group; a contact is that of the own unit."""
    somebody = next((officer for officer in OFFICERS if role in officer.roles), OFFICERS[0])
    unit = unit_ref(somebody.unit if role is Role.SUPERVISED else "HS")
    known = service.callers.by_officer(officer_ref(somebody.tag), service.ledger.today())
    return Caller(officer_ref(somebody.tag), frozenset({Held(role, unit)}), unit, units=known.units, marks=known.marks)


def written(service: Service, folder: Path, form: str, role: Role | None = None) -> Path:
    out = folder / form
    steps: list[tuple[int, int]] = []
    with out.open("wb") as file:
        WRITERS[form](
            file,
            seen_log(
                service.engine,
                service.reading,
                service.codec,
                service.settings.timezone,
                caller(service, role),
                service.pseudonyms,
            ),
            lambda done, total: steps.append((done, total)),
        )
    assert steps == sorted(steps)
    assert all(done <= total for done, total in steps)
    return out


def told_lines(service: Service, folder: Path, role: Role | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(service, folder, "jsonl", role).read_bytes().splitlines()]


def stored(service: Service) -> list[Any]:
    query = "SELECT notification_id, originator_id, originator_version, topic, state FROM events ORDER BY 1"
    with service.reading.get_connection() as connection:
        rows = connection.execute(query).fetchall()
    return [service.codec.decode(*row.values()) for row in rows]


def test_every_event_is_one_line_in_the_order_of_the_log(
    demonstration: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "PAGE", 7)
    lines = told_lines(demonstration, tmp_path)
    log = stored(demonstration)
    assert [(line["version"], line["event"]) for line in lines] == [(each.version, each.event.NAME) for each in log]
    streams = {(str(each.stream), line["stream"]) for each, line in zip(log, lines, strict=True)}
    assert len(streams) == len(dict(streams)) == len({told for _stream, told in streams})
    pseudonyms = {line["event"] for line in lines if (line["stream"], line["stream"]) not in streams}
    assert {event.partition(".")[2].partition("_")[0] for event in pseudonyms} == {"household"}
    assert list(lines[0]) == ["stream", "version", "event", "recorded_at", "recorded_on", "by", "facts"]
    moments = [datetime.fromisoformat(line["recorded_at"]) for line in lines]
    assert moments == sorted(moments)
    assert all(moment.tzinfo for moment in moments)


@pytest.mark.parametrize("form", WRITERS)
def test_no_personal_text_and_nothing_sealed_leaves_with_the_log(
    demonstration: Service, tmp_path: Path, form: str
) -> None:
    tokens: list[Any] = [personal.token for each in stored(demonstration) for personal in personals_in(each.event)]
    opened = demonstration.vault.open(tokens, Machine(Chore.CHECKING)).values()
    texts = {text for text in opened if type(text) is str and len(text) >= 8}
    assert len(texts) > 100
    plain = written(demonstration, tmp_path, form).read_text(encoding="utf-8")
    assert [text for text in texts if text in plain] == []
    assert not {token.sealed.c for token in tokens} & set(re.findall(r"[\w-]{40,}", plain))
    assert ('"sealed":true' in plain) == (form == "jsonl")


def test_each_role_sees_its_own_kinds_and_no_accusation_beyond_the_desk(demonstration: Service, tmp_path: Path) -> None:
    accusations = {str(r["case_id"]) for r in Queries(demonstration.reading).all(PETITIONS) if r["is_accusation"]}
    assert accusations
    for role in Role:
        lines = told_lines(demonstration, tmp_path, role)
        kinds = {KINDS[line["event"]] for line in lines}
        assert ("petition" in kinds) == (
            role in {"INTAKE", "PET_HEAD", "HANDLER", "OWNER_LEAD", "UNIT_LEAD", "AUDITOR", "ARCHIVIST"}
        )
        is_asked = role in {"UNIT_LEAD", "UNION_CHAIR"}
        assert ("hardship" in kinds) == (may_see(frozenset({role}), EVENTS["hardship.applied:1"]) and not is_asked)
        is_told = bool(accusations & {line["stream"] for line in lines})
        assert is_told == (role in {"INTAKE", "PET_HEAD", "AUDITOR"}), role
        issued = any(line["event"].startswith("organisation.token_") for line in lines)
        assert issued == (role is Role.SYSADMIN), role


def test_a_supervised_unit_sees_its_own_checks_and_only_what_it_is_told(demonstration: Service, tmp_path: Path) -> None:
    lines = told_lines(demonstration, tmp_path, Role.SUPERVISED)
    events = {line["event"] for line in lines if line["event"].startswith("supervision.")}
    assert "supervision.notice_issued" in events
    assert not events & {"supervision.lead_recorded", "supervision.evidence_added", "supervision.team_assigned"}


def test_every_kind_of_stream_has_its_readers() -> None:
    assert set(VIEW_OF_KIND) == set(BY_KIND)
    assert not any(may_see(frozenset(), event) for event in BY_EVENT)


@pytest.mark.skipif(not OCEL.is_file(), reason="the schema of OCEL 2.0 is not in ../shared/data/schemas")
@pytest.mark.parametrize("role", ROLES, ids=str)
def test_ocel_is_valid(demonstration: Service, tmp_path: Path, role: Role | None) -> None:
    told = json.loads(written(demonstration, tmp_path, "ocel", role).read_bytes())
    jsonschema.validate(told, json.loads(OCEL.read_text(encoding="utf-8")))


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_ocel_refers_to_nothing_that_is_not_there(demonstration: Service, tmp_path: Path, role: Role | None) -> None:
    told = json.loads(written(demonstration, tmp_path, "ocel", role).read_bytes())
    objects = {each["id"]: each["type"] for each in told["objects"]}
    assert len(objects) == len(told["objects"])
    assert len({each["id"] for each in told["events"]}) == len(told["events"]) > 0
    named = [each for holder in (*told["events"], *told["objects"]) for each in holder.get("relationships", ())]
    assert {each["objectId"] for each in named} - set(objects) == set()
    assert set(objects.values()) <= {each["name"] for each in told["objectTypes"]}
    types = {each["name"]: {a["name"]: a["type"] for a in each["attributes"]} for each in told["eventTypes"]}
    for event in told["events"]:
        for each in event["attributes"]:
            assert is_of(types[event["type"]][each["name"]], each["value"])


def is_of(kind: str, value: str) -> bool:
    return re.fullmatch({"string": ".+", "integer": "-?[0-9]+", "boolean": "true|false"}[kind], value) is not None


def test_ocel_joins_cases_officers_units_and_funds(demonstration: Service, tmp_path: Path) -> None:
    told = json.loads(written(demonstration, tmp_path, "ocel").read_bytes())
    objects = {each["id"]: each["type"] for each in told["objects"]}
    assert set(objects.values()) == {"petition", "supervision", "hardship", "unit", "officer", "fund"}
    joined = {
        (event["type"], each["qualifier"], objects[each["objectId"]])
        for event in told["events"]
        for each in event["relationships"]
    }
    assert {
        ("petition.accepted", "of", "petition"),
        ("petition.accepted", "by", "officer"),
        ("petition.accepted", "owner_unit", "unit"),
        ("supervision.team_assigned", "members.officer", "officer"),
        ("hardship.aid_paid", "fund", "fund"),
        ("fund.paid", "case", "hardship"),
        ("hardship.household_file_opened", "case", "hardship"),
    } <= joined


@pytest.mark.parametrize("role", [None, Role.SUPERVISED, Role.HANDLER], ids=str)
def test_xes_is_built_as_its_schema_says(demonstration: Service, tmp_path: Path, role: Role | None) -> None:
    log = ET.parse(written(demonstration, tmp_path, "xes", role)).getroot()  # noqa: S314 — our own file
    assert (log.tag, log.get("xes.version")) == ("log", "2.0")
    order = ["extension", "global", "classifier", "trace"]
    tags = [order.index(child.tag) for child in log]
    assert all(before <= after for before, after in pairwise(tags))
    numbers = [trace[0].get("value") for trace in log.iter("trace")]
    assert len(set(numbers)) == len(numbers) > 5
    for trace in log.iter("trace"):
        assert [child.get("key") for child in trace if child.tag != "event"] == ["concept:name", "case", "kind"]
        moments = [event[1].get("value") for event in trace.iter("event")]
        assert moments == sorted(moments, key=str)
    for event in log.iter("event"):
        assert [child.get("key") for child in event][:3] == ["concept:name", "time:timestamp", "org:resource"]
    for each in (child for holder in ("trace", "event") for found in log.iter(holder) for child in found):
        assert each.tag == "event" or is_attribute(each), ET.tostring(each)


def is_attribute(element: ET.Element) -> bool:
    key, value = element.attrib["key"], element.attrib["value"]
    if element.tag == "date":
        return NAME.fullmatch(key) is not None and datetime.fromisoformat(value).tzinfo is not None
    kinds = {"string": "string", "int": "integer", "boolean": "boolean"}
    return NAME.fullmatch(key) is not None and is_of(kinds[element.tag], value)


def test_every_event_of_a_case_stands_in_its_trace(demonstration: Service, tmp_path: Path) -> None:
    log = ET.parse(written(demonstration, tmp_path, "xes")).getroot()  # noqa: S314 — our own file
    told = {t[1].get("value"): [e[0].get("value") for e in t.iter("event")] for t in log.iter("trace")}
    kept: dict[str, list[str]] = {}
    for each in stored(demonstration):
        if BY_EVENT[type(each.event)].kind in ("petition", "supervision", "hardship"):
            kept.setdefault(str(each.stream), []).append(each.event.NAME)
    assert told == kept


@pytest.mark.skipif(not XES.is_file(), reason="the schema of XES is not in ../shared/data/schemas")
@pytest.mark.skipif(importlib.util.find_spec("lxml") is None, reason="lxml, which validates XML, is not installed")
def test_xes_is_valid(demonstration: Service, tmp_path: Path) -> None:
    etree = importlib.import_module("lxml.etree")
    etree.XMLSchema(etree.parse(XES)).assertValid(etree.parse(written(demonstration, tmp_path, "xes")))


def test_no_free_text_is_told_to_process_mining() -> None:
    names = {attribute.name for event in BY_EVENT for attribute in attributes(event)}
    assert not names & {"title", "brief", "case_no", "external_id", "document_no", "notice_no", "token_digest", "name"}
    assert {"route", "received_on", "amount_fen", "is_collective"} <= names


def test_an_empty_log_is_whole_too(service: Service, tmp_path: Path) -> None:
    log = seen_log(
        service.engine, service.reading, service.codec, service.settings.timezone, OPERATOR, service.pseudonyms
    )
    for form, write in WRITERS.items():
        with (tmp_path / form).open("wb") as file:
            assert write(file, log, lambda done, total: None) == 0
    assert (tmp_path / "jsonl").read_bytes() == b""
    told = json.loads((tmp_path / "ocel").read_bytes())
    assert (told["events"], told["objects"]) == ([], [])
    assert ET.parse(tmp_path / "xes").getroot().find("trace") is None  # noqa: S314 — our own file
