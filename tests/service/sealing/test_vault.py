"""The vault: an outage never looks like an erasure, nor an erasure like an outage."""

from functools import partial
from uuid import UUID

import psycopg
import pytest
from msgspec.json import encode
from msgspec.structs import replace

from domain.petition.events import Registered
from domain.values import KeyClass
from service.edge.running import Service
from service.sealing.keys import KeyUnavailable, MasterKey
from service.sealing.readers import Chore, Machine
from service.sealing.seal import SealBroken, Token
from service.sealing.vault import ERASED, Vault
from tests.support.filing import filed, with_unit

pytestmark = pytest.mark.store


@pytest.fixture
def case(service: Service) -> UUID:
    return filed(with_unit(service), text="食堂", name="张三").stream


CHECKING = Machine(Chore.CHECKING)


def is_of(wanted: KeyClass, _token: Token, key_class: KeyClass) -> bool:
    return key_class is wanted


def tokens(service: Service, case: UUID) -> tuple[Token, Token]:
    """The sealed text of the demand and the sealed name."""
    event = service.ledger.history(case)[1].event
    assert isinstance(event, Registered)
    assert event.name is not None
    text, name = event.demands[0].text.token, event.name.token
    assert isinstance(text, Token)
    assert isinstance(name, Token)
    return text, name


def test_what_was_filed_is_read_with_the_keys_of_its_class(service: Service, case: UUID) -> None:
    text, name = tokens(service, case)
    assert service.vault.open([text, name], CHECKING) == {text: "食堂", name: "张三"}
    for key_class, opened in (
        (KeyClass.CONTENT, {text: "食堂", name: None}),
        (KeyClass.IDENTITY, {text: None, name: "张三"}),
    ):
        of_class = partial(is_of, key_class)
        assert service.vault.open_allowed([text, name], of_class, CHECKING) == opened


def test_a_key_with_a_tombstone_is_erased_and_leaves_the_others(
    service: Service, case: UUID, database_url: str
) -> None:
    text, name = tokens(service, case)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE key_class = 'identity'")
    assert service.vault.open([text, name], CHECKING) == {text: "食堂", name: ERASED}
    assert len(service.ledger.history(case)) == 2


def test_a_key_that_is_missing_without_a_tombstone_is_an_outage(
    service: Service, case: UUID, database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("DELETE FROM data_keys WHERE key_class = 'identity'")
    with pytest.raises(KeyUnavailable):
        service.vault.open(tokens(service, case), CHECKING)


def test_with_another_master_key_nothing_opens_and_nothing_looks_erased(service: Service, case: UUID) -> None:
    other = Vault(service.reading, MasterKey("another", bytes(32)))
    with pytest.raises(KeyUnavailable):
        other.open(tokens(service, case), CHECKING)


def test_a_key_cannot_be_destroyed_without_a_tombstone(database_url: str, service: Service, case: UUID) -> None:
    with psycopg.connect(database_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE data_keys SET wrapped = NULL")


def test_what_names_no_key_is_broken(service: Service, case: UUID) -> None:
    text, _ = tokens(service, case)
    with pytest.raises(SealBroken):
        service.vault.open([replace(text, sealed=replace(text.sealed, k="none"))], CHECKING)


def test_columns_of_views_are_opened_as_they_stand(service: Service, case: UUID) -> None:
    text, _ = tokens(service, case)
    column = encode(text).decode()
    assert service.vault.texts([column, None, column], CHECKING) == {column: "食堂"}
    assert service.vault.texts([None], CHECKING) == {}
