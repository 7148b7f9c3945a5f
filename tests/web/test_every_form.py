"""Every form that some role may open is shown, and can be sent as it stands without breaking anything."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.roles import Role
from service.access.decisions import may_command
from service.kinds.catalogue import COLLECTIONS
from service.kinds.petition.kind import PETITIONS
from service.kinds.petition.reading import REVIEWERS
from service.kinds.petition.roles import CUSTODIAN, DESK, DISCIPLINE
from tests.support.group import furnished
from tests.support.pages import Page, Reader, Site

pytestmark = pytest.mark.store
NOT_ASKED = CUSTODIAN | DISCIPLINE | REVIEWERS
"""Who knows of a petition only once something of it is asked of them, sent to them or theirs to review."""


def _sheets(site: Site, cases: dict[str, UUID]) -> Iterator[tuple[Role, Reader, str]]:
    for role, reader in site.everyone():
        for collection in COLLECTIONS:
            yield from (
                (role, reader, f"/{collection.name}/new")
                for address in collection.addressed
                if not address.noun and may_command(frozenset({role}), address.command)
            )
        for case in cases.values():
            yield from (
                (role, reader, f"/petitions/{case}/{address.noun}")
                for address in PETITIONS.addressed
                if address.noun and may_command(frozenset({role}), address.command)
            )


def test_every_form_is_shown_and_can_be_sent_as_it_stands(shared_site: Site) -> None:
    cases = furnished(shared_site.group)
    opened = 0
    for role, reader, address in _sheets(shared_site, cases):
        answer = reader.client.get(address)
        hidden = cases if role in NOT_ASKED else () if role in DESK else ("registered", "overdue")
        unknown = any(f"/{cases[name]}/" in address for name in hidden)
        expected = (404,) if unknown else (200, 409)
        assert answer.status_code in expected, f"{role} {address}: {answer.status_code}"
        if answer.status_code == 200:
            opened += 1
            form = Page(answer.text).form()
            blank = {name: "" for name in form.values if not name.startswith("_")}
            sent = reader.send(address, form, **blank)
            assert sent.status_code in (200, 303, 409, 422), f"{role} {address}: {sent.status_code}"
    assert opened > 30
