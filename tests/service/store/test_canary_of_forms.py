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
from service.access.decisions import Denied
from service.edge.running import Service
from service.exports.jsonl import write_jsonl
from service.exports.ocel import write_ocel
from service.exports.seen_log import seen_log
from service.exports.xes import write_xes
from service.kinds.catalogue import CASES, REGISTERS
from service.kinds.petition.registers import RG_P1
from service.kinds.register import Register
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec
from service.store.migrate import migrate
from service.store.steps import Caller
from service.views.engine import Engine
from tests.service.store.test_canary import holding
from tests.support.api import Api
from tests.support.applications import application_on
from tests.support.forms.petitions import ACCUSED as SEALED_AGAINST
from tests.support.forms.petitions import NUMBERED, changed, petition
from tests.support.forms.sending import LIVES, Forms
from tests.support.forms.steps import Step
from tests.support.forms.supervisions import LEAD
from tests.support.services import TestClock, service_on
from tests.support.words import words_in

pytestmark = pytest.mark.store

ACCUSED, SEALED, ORDINARY = "龘靐accused", "齉麤sealed", "鱻爨ordinary"
"""What the forms of an accusation, of other matters whose texts are sealed, and of an ordinary one are given."""
ACCUSATION = {"text": ACCUSED, "purpose": "P3", "issue": "I01"}
NO_TEXTS = {Role.AUDITOR, Role.SYSADMIN, Role.LEADER_VIEW, Role.PI_OFFICER}
SCREENED: tuple[Step, ...] = (
    ("note", Role.INTAKE, 0, {}),
    ("seal", Role.INTAKE, 0, SEALED_AGAINST),
    ("screening", Role.PET_HEAD, 1, {}),
)
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
    """The lives of every kind, and those of petitions once more in confidence, where no paper takes a number, and as
    accusations; what was sent."""
    forms = Forms(api)
    sent: set[tuple[str, str]] = set()
    for collection, lives in LIVES.items():
        for life in lives:
            sent |= forms.live(collection, life, SEALED if collection == "hardship-requests" else ORDINARY)
    for life in (each for each in LIVES["petitions"] if each is not NUMBERED):
        forms.live("petitions", changed(life, confidentiality_requested=True), SEALED)
    forms.live("supervision-cases", LEAD_AGAINST_A_PERSON, SEALED)
    forms.live("petitions", petition(*SCREENED, demands=[ACCUSATION], brief=ACCUSED), ACCUSED)
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
        log = seen_log(
            service.engine, service.reading, service.codec, service.settings.timezone, auditor, service.pseudonyms
        )
        write(out, log, lambda done, total: None)
        assert len(out.getvalue()) > 1_000
        for text in (ACCUSED, SEALED, ORDINARY):
            assert text.encode() not in out.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_register_for_an_auditor_holds_a_title_or_brief(filled: Filled, form: str) -> None:
    for register in REGISTERS:
        text = register_for(filled[0], Role.AUDITOR, register, form)
        assert len(text) > 40, register.code
        assert not [each for each in (ACCUSED, SEALED, ORDINARY) if each in text], register.code


@pytest.mark.parametrize("role", Role)
def test_no_register_tells_of_an_accusation_nor_whoever_reads_no_texts_of_anything(filled: Filled, role: Role) -> None:
    closed = (ACCUSED, SEALED, ORDINARY) if role in NO_TEXTS else (ACCUSED,)
    for register in REGISTERS:
        text = register_for(filled[0], role, register, "csv")
        assert not [each for each in closed if each in text], register.code


def test_the_desk_finds_the_titles_of_what_it_received_in_its_register(filled: Filled) -> None:
    assert ORDINARY in register_for(filled[0], Role.INTAKE, RG_P1, "csv")


def register_for(service: Service, role: Role, register: Register, form: str) -> str:
    """The register as the role reads it; nothing where it may not."""
    try:
        return plain(service.papers.file(register, holder_of(service, role), form, words_in("zh")).reader().read())
    except Denied:
        return ""


def auditor_of(service: Service) -> Caller:
    return holder_of(service, Role.AUDITOR)


def holder_of(service: Service, role: Role) -> Caller:
    unit = service.people.unit_known("HS")
    return Caller(OfficerRef(UUID(int=7)), frozenset({Held(role, unit)}), unit)


def plain(file: bytes) -> str:
    """The text of a register, of a workbook that of all its parts."""
    if not is_zipfile(BytesIO(file)):
        return file.decode("utf-8-sig")
    with ZipFile(BytesIO(file)) as parts:
        return unescape("".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")))
