"""Whatever forms are given: no title and no brief of a sealed matter stands in clear in files, index or exports."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest

from domain.roles import Held, Role
from domain.values import OfficerRef
from projections.catalogue import VIEWS
from service.edge.running import Service
from service.exports.jsonl import write_jsonl
from service.exports.ocel import write_ocel
from service.exports.seen_log import seen_log
from service.exports.xes import write_xes
from service.kinds.catalogue import CASES, REGISTERS
from service.kinds.offer import Offer
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.store.steps import Caller
from service.views.engine import Engine
from tests.service.store.test_canary import holding
from tests.support.api import DAY, Api, Body, received
from tests.support.applications import application_on
from tests.support.instances import REFS, an_instance_of
from tests.support.services import TestClock, service_on
from tests.support.walking import application
from tests.support.words import words_in

pytestmark = pytest.mark.store

ACCUSED, SEALED, ORDINARY = "龘靐accused", "齉麤sealed", "鱻爨ordinary"
"""What the forms of an accusation, of other matters whose texts are sealed, and of an ordinary one are given."""
ROUNDS = 8
TEXTS = ("A1", "text")
PLAIN = {"confidentiality_requested": True, "alleges_person_violation": True, "route": "R6"}
"""What makes a matter sealed, and what lets it go its way."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Path, set[str]]]:
    """The service, where its database lies, and the commands that were carried out."""
    folder = tmp_path_factory.mktemp("forms")
    with embedded(folder / "var", fsync=False) as server:
        migrate(server.url)
        database = Database(server.url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS).prepare()
        database.close()
        service = service_on(server.url, folder, clock := TestClock())
        with application_on(service) as app:
            walk_every_form(Api(app, service, clock))
        service.engine.catch_up()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            topics = {row[0].partition(":")[0] for row in connection.execute("SELECT topic FROM events")}
        yield service, folder / "var", topics
        service.close()


def walk_every_form(api: Api) -> None:
    """Sends every form of every kind of case, round after round, as long as one of them passes."""
    lead = {"recorded_on": DAY, "subjects": ["S22"], "supervised_unit": "HS", "source": "PLAN", "unit": "HS"}
    second = api.officer(Role.UNIT_LEAD)
    matters: list[tuple[str, str, Role, Body]] = [
        ("petitions", ORDINARY, Role.INTAKE, received(title=ORDINARY)),
        ("petitions", ACCUSED, Role.INTAKE, received(title=ACCUSED, brief=ACCUSED, purpose="P3")),
        ("petitions", SEALED, Role.INTAKE, {**received(), "registration": None}),
        (
            "supervision-cases",
            SEALED,
            Role.TEAM_LEAD,
            {**lead, "title": SEALED, "text": SEALED, "confirmed_by": str(second.id), "alleges_person_violation": True},
        ),
        ("hardship-requests", SEALED, Role.UNION_BASE, application(api.clock.today, name=SEALED)),
    ]
    for collection, text, role, body in matters:
        opened = api.post(f"/{collection}", api.officer(role), body)
        assert opened.status_code == 201, opened.text
        walk(api, collection, opened.get_json()["id"], text)


def walk(api: Api, collection: str, case: str, text: str) -> None:
    kind = next(each for each in CASES if each.name == collection)
    version = len(api.service.ledger.history(UUID(case)))
    for _ in range(ROUNDS):
        before = version
        for aside in (False, True):
            for offer in kind.addressed:
                if offer.aside is aside and (version == before or not aside):
                    version = sent(api, collection, case, offer, version, text)
        if version == before:
            return


def sent(api: Api, collection: str, case: str, offer: Offer, version: int, text: str) -> int:
    """The version after the form was sent in every role that may send it, until it passed in one."""
    body = said(api, offer.command, text)
    for role in sorted(offer.roles):
        if not offer.noun:
            answer = api.post(f"/{collection}", api.officer(role), body)
        else:
            answer = api.post(f"/{collection}/{case}/{offer.noun}", api.officer(role), body, version)
        assert answer.status_code < 500, answer.text
        if answer.status_code == 200:
            return int(answer.headers["ETag"].strip('"'))
    return version


def said(api: Api, command: Any, text: str) -> Any:
    """The body of the plainest command: its texts are the canary, its units and officers are those of the group."""
    officers = [str(api.officer(role).id) for role in (Role.HANDLER, Role.UNIT_LEAD, Role.TEAM_LEAD, Role.UNION_BASE)]

    def told(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: told(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [told(name, each) for each in value]
        if value in TEXTS:
            return text
        if value in map(str, REFS):
            return "HS" if "unit" in name else officers[[str(ref) for ref in REFS].index(value)]
        if name in PLAIN:
            return PLAIN[name]
        return DAY if isinstance(value, str) and value.startswith("2025-") else value

    return told("", msgspec.to_builtins(an_instance_of(command)))


def test_the_forms_went_far_enough_to_tell(filled: tuple[Service, Path, set[str]]) -> None:
    topics = filled[2]
    assert {"petition.registered", "petition.screened", "supervision.lead_recorded", "hardship.applied"} <= topics
    assert len(topics) >= 15, sorted(topics)


def test_no_file_of_the_database_and_no_index_holds_a_title_or_brief(filled: tuple[Service, Path, set[str]]) -> None:
    home = filled[1]
    for text in (ACCUSED, SEALED, ORDINARY):
        assert holding(home, text) == []
    assert holding(home, ORDINARY[:2]) != [], "the index holds the pairs of ordinary titles"
    for text in (ACCUSED, SEALED):
        assert holding(home, text[:2]) == []


def test_no_export_for_an_auditor_holds_a_title_or_brief(filled: tuple[Service, Path, set[str]]) -> None:
    service = filled[0]
    unit = service.people.unit_known("HS")
    auditor = Caller(OfficerRef(UUID(int=7)), frozenset({Held(Role.AUDITOR, unit)}), unit)
    for write in (write_jsonl, write_ocel, write_xes):
        out = BytesIO()
        log = seen_log(service.engine, service.reading, service.codec, service.settings.timezone, auditor)
        write(out, log, lambda done, total: None)
        assert len(out.getvalue()) > 1_000
        for text in (ACCUSED, SEALED, ORDINARY):
            assert text.encode() not in out.getvalue()
    for register in REGISTERS:
        file = service.papers.file(register, auditor, "csv", words_in("zh")).decode("utf-8-sig")
        assert ACCUSED not in file, register.code
        assert (ORDINARY in file) <= (register.code == "RG-P1")
