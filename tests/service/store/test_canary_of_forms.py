"""Whatever forms are given: no title and no brief of a sealed matter stands in clear in files, index or exports."""

from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile, is_zipfile

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
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.store.steps import Caller
from service.views.engine import Engine
from tests.service.store.test_canary import holding
from tests.support.api import Api
from tests.support.applications import application_on
from tests.support.forms.petitions import changed, petition
from tests.support.forms.sending import LIVES, Forms
from tests.support.forms.steps import Step
from tests.support.forms.supervisions import LEAD
from tests.support.services import TestClock, service_on
from tests.support.words import words_in

pytestmark = pytest.mark.store

ACCUSED, SEALED, ORDINARY = "龘靐accused", "齉麤sealed", "鱻爨ordinary"
"""What the forms of an accusation, of other matters whose texts are sealed, and of an ordinary one are given."""
ACCUSATION = {"text": ACCUSED, "purpose": "P3", "issue": "I01"}
BEFORE_SCREENING: tuple[Step, ...] = (("note", Role.INTAKE, 0, {}), ("screening", Role.PET_HEAD, 1, {}))
LEAD_AGAINST_A_PERSON: tuple[Step, ...] = (("", Role.UNION_BASE, 0, {**LEAD, "alleges_person_violation": True}),)

Filled = tuple[Service, Path, set[tuple[str, str]]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The service, where its database lies, and the forms that were accepted."""
    folder = tmp_path_factory.mktemp("forms")
    with embedded(folder / "var", fsync=False) as server:
        migrate(server.url)
        database = Database(server.url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS).prepare()
        database.close()
        service = service_on(server.url, folder, clock := TestClock())
        with application_on(service) as app:
            sent = send_every_form(Api(app, service, clock))
        service.engine.catch_up()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        yield service, folder / "var", sent
        service.close()


def send_every_form(api: Api) -> set[tuple[str, str]]:
    """The lives of every kind, and those of petitions once more in confidence and as accusations; what was sent."""
    forms = Forms(api)
    sent: set[tuple[str, str]] = set()
    for collection, lives in LIVES.items():
        for life in lives:
            sent |= forms.live(collection, life, SEALED if collection == "hardship-requests" else ORDINARY)
    for life in LIVES["petitions"]:
        forms.live("petitions", changed(life, confidentiality_requested=True), SEALED)
    forms.live("supervision-cases", LEAD_AGAINST_A_PERSON, SEALED)
    forms.live("petitions", petition(*BEFORE_SCREENING, demands=[ACCUSATION], brief=ACCUSED), ACCUSED)
    return sent


def test_every_form_of_every_kind_was_accepted(filled: Filled) -> None:
    assert filled[2] == {(kind.name, offer.noun) for kind in CASES for offer in kind.addressed}


def test_no_file_of_the_database_and_no_index_holds_a_title_or_brief(filled: Filled) -> None:
    home = filled[1]
    for text in (ACCUSED, SEALED, ORDINARY):
        assert holding(home, text) == []
    assert holding(home, ORDINARY[:2]) != [], "the index holds the pairs of ordinary titles"
    for text in (ACCUSED, SEALED):
        assert holding(home, text[:2]) == []


def test_no_export_for_an_auditor_holds_a_title_or_brief(filled: Filled) -> None:
    service = filled[0]
    auditor = auditor_of(service)
    for write in (write_jsonl, write_ocel, write_xes):
        out = BytesIO()
        log = seen_log(service.engine, service.reading, service.codec, service.settings.timezone, auditor)
        write(out, log, lambda done, total: None)
        assert len(out.getvalue()) > 1_000
        for text in (ACCUSED, SEALED, ORDINARY):
            assert text.encode() not in out.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_register_for_an_auditor_holds_more_than_the_titles_of_ordinary_petitions(filled: Filled, form: str) -> None:
    service = filled[0]
    titled = set()
    for register in REGISTERS:
        file = service.papers.file(register, auditor_of(service), form, words_in("zh"))
        text = plain(file.reader().read())
        assert len(text) > 40, register.code
        assert ACCUSED not in text, register.code
        if ORDINARY in text:
            titled.add(register.code)
    assert titled == {"RG-P1"}


def auditor_of(service: Service) -> Caller:
    unit = service.people.unit_known("HS")
    return Caller(OfficerRef(UUID(int=7)), frozenset({Held(Role.AUDITOR, unit)}), unit)


def plain(file: bytes) -> str:
    """The text of a register, of a workbook that of all its parts."""
    if not is_zipfile(BytesIO(file)):
        return file.decode("utf-8-sig")
    with ZipFile(BytesIO(file)) as parts:
        return unescape("".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")))
