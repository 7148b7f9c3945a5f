"""What was typed into a form is not lost, whoever sends it and however late; and nothing is recorded by mistake."""

from typing import Any
from uuid import UUID

import pytest

from domain.roles import Role
from tests.support.databases import unheard
from tests.support.group import received
from tests.support.pages import Form, Page, Reader, Site, dotted

pytestmark = pytest.mark.store

WRITTEN = "反映补贴未发"


def versions(site: Site, case: UUID) -> int:
    return len(site.group.service.ledger.history(case))


def screening(site: Site) -> tuple[UUID, str, Form]:
    """A petition that the head may screen, and the form for it, opened by the head."""
    case = received(site.group, site.group.service.ledger.today())
    address = f"/petitions/{case}/screening"
    return case, address, site.reader(Role.PET_HEAD).get(address).form()


def signed_in_anew(site: Site, reader: Reader, role: Role) -> None:
    """Another tab of the same browser signs in as somebody else."""
    form = reader.get("/login").form("/login")
    assert reader.send("/login", form, token=site.group.tokens[role]).status_code == 303


def head_in_a_browser(site: Site) -> Reader:
    reader = site.anonymous()
    signed_in_anew(site, reader, Role.PET_HEAD)
    return reader


def test_a_form_that_another_officer_opened_is_recorded_by_nobody(site: Site) -> None:
    reader = site.anonymous()
    signed_in_anew(site, reader, Role.INTAKE)
    case = received(site.group, site.group.service.ledger.today())
    address, before = f"/petitions/{case}/notice", versions(site, case)
    form = reader.get(address).form()
    signed_in_anew(site, reader, Role.PET_HEAD)
    answer = reader.send(address, form, **dotted(notice__method="POST"))
    page = Page(answer.text)
    assert answer.status_code == 409
    assert versions(site, case) == before
    assert page.form().values["notice.method"] == "POST"
    for role in (Role.INTAKE, Role.PET_HEAD):
        assert f"赵{list(Role).index(role) + 1}" in page.text.partition("Recorded")[0]
    again = reader.send(address, page.form())
    assert again.status_code == 409, "sending again without taking the form over warns again"
    taken_over = {"_as": [*page.form().values.getlist("_as"), str(site.group.officers[Role.PET_HEAD])]}
    assert reader.send(address, page.form(), **taken_over).status_code == 303
    assert site.group.service.ledger.history(case)[-1].by.officer == site.group.officers[Role.PET_HEAD]


def test_it_is_recorded_as_it_was_meant_once_its_officer_is_back(site: Site) -> None:
    reader = head_in_a_browser(site)
    case, address, form = screening(site)
    signed_in_anew(site, reader, Role.AUDITOR)
    kept = reader.send(address, form, brief=WRITTEN)
    assert kept.status_code == 403
    assert WRITTEN in Page(kept.text).text
    assert "this form was opened as" in kept.text
    signed_in_anew(site, reader, Role.PET_HEAD)
    shown = reader.send(address, Page(kept.text).form(address), _show="1")
    assert shown.status_code == 200
    assert Page(shown.text).form().values["brief"] == WRITTEN
    before = versions(site, case)
    assert reader.send(address, Page(shown.text).form()).status_code == 303
    assert versions(site, case) == before + 1


def test_a_form_sent_after_signing_in_anew_is_shown_again(site: Site) -> None:
    reader = head_in_a_browser(site)
    case, address, _form = screening(site)
    form, before = reader.get(address).form(), versions(site, case)
    signed_in_anew(site, reader, Role.PET_HEAD)
    answer = reader.send(address, form, brief=WRITTEN)
    page = Page(answer.text)
    assert answer.status_code == 403
    assert "or you signed in anew" in page.text
    assert page.form().values["brief"] == WRITTEN
    assert versions(site, case) == before
    assert reader.send(address, page.form()).status_code == 303


def test_a_form_sent_after_signing_out_is_kept_until_somebody_signs_in(site: Site) -> None:
    reader = head_in_a_browser(site)
    case, address, _form = screening(site)
    form, before = reader.get(address).form(), versions(site, case)
    reader.send("/", reader.get("/").form("/logout"))
    answer = reader.send(address, form, brief=WRITTEN)
    assert answer.status_code == 401
    assert WRITTEN in Page(answer.text).text
    signed_in_anew(site, reader, Role.PET_HEAD)
    shown = reader.send(address, Page(answer.text).form(address), _show="1")
    assert Page(shown.text).form().values["brief"] == WRITTEN
    assert versions(site, case) == before


@pytest.mark.parametrize("origin", ["cross-site", "same-site", "none"])
def test_a_form_of_another_site_is_neither_carried_out_nor_shown(site: Site, origin: str) -> None:
    case, address, form = screening(site)
    reader, before = site.reader(Role.PET_HEAD), versions(site, case)
    values: dict[str, Any] = {**form.values, "_csrf": "0" * 64, "brief": WRITTEN}
    answer = reader.client.post(address, data=values, headers={"Sec-Fetch-Site": origin})
    assert answer.status_code == 403
    assert WRITTEN not in answer.text
    assert versions(site, case) == before


def test_a_form_without_our_token_is_never_carried_out(site: Site) -> None:
    case, address, form = screening(site)
    reader, before = site.reader(Role.PET_HEAD), versions(site, case)
    for hidden in ({}, {"_show": "1"}, {"_add": "nothing"}, {"_as": ""}):
        values = {**form.values, "_csrf": "é", "brief": "<script>x</script>", **hidden}
        answer = reader.client.post(address, data=values, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (200, 403, 409)
        assert "<script>x" not in answer.text
    assert versions(site, case) == before


def test_nothing_that_is_typed_is_cut(site: Site) -> None:
    reader = site.reader(Role.INTAKE, "zh")
    page = reader.client.get("/petitions/new", headers=reader.headers).text
    assert "maxlength" not in page
    assert "至多500字" in page
    long = "长" * 30_000
    form = Page(page).form()
    answer = reader.send("/petitions/new", form, **{"registration.demands.0.text": long})
    assert answer.status_code == 422
    assert Page(answer.text).form().values["registration.demands.0.text"] == long


def test_each_mistake_is_named_once(site: Site) -> None:
    reader = site.reader(Role.INTAKE)
    form = reader.get("/petitions/new").form()
    answer = reader.send("/petitions/new", form, received_on="soon", **{"registration.demands.0.text": "字"})
    links = [link for link in Page(answer.text).links if link.startswith("#f-")]
    assert "#f-received_on" in links
    assert "#f-registration-demands-0-purpose" in links
    assert len(links) == len(set(links))


def test_commas_in_the_wrong_place_are_told_as_such(site: Site) -> None:
    reader = site.reader(Role.AID_CENTER)
    opened = reader.fill("/funds/new", unit="HS", source="FD1", period="2026", opened_on="2026-03-03")
    assert opened.status_code == 303, Page(opened.text).text
    answer = reader.fill(f"{opened.location}/allocation", amount_fen="12,34")
    assert answer.status_code == 422
    assert "Write commas only between thousands" in answer.text


def test_officers_are_told_apart_by_unit_and_role(site: Site) -> None:
    case = received(site.group, site.group.service.ledger.today())
    page = site.reader(Role.PET_HEAD).client.get(f"/petitions/{case}/acceptance").text
    number = list(Role).index(Role.HANDLER) + 1
    unit = "华盛集团" if number % 3 else "第一机械厂"
    assert f'<option value="赵{number} – {unit} – 承办人">' in page
    assert page.count('<option value="赵') == 3


def test_choices_that_fit_a_page_are_all_shown(site: Site) -> None:
    page = site.reader(Role.UNION_BASE).client.get("/hardship-requests/new").text
    causes = page.partition('id="f-causes"')[2].partition("</fieldset>")[0]
    assert causes.count('type="checkbox"') == 12
    assert 'class="list"' not in causes


def test_a_form_that_met_a_fault_is_kept_with_its_key(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it was recorded is not known then; sent again with the same key it is recorded once."""
    case, address, form = screening(site)
    reader, before = site.reader(Role.PET_HEAD), versions(site, case)
    monkeypatch.setattr("service.web.form_pages.has_written", _fails)
    answer = reader.send(address, form, brief=WRITTEN)
    assert answer.status_code == 500
    assert "Nothing has been recorded" not in answer.text
    monkeypatch.undo()
    shown = reader.send(address, Page(answer.text).form(address), _show="1")
    again = Page(shown.text).form()
    assert again.values["brief"] == WRITTEN
    assert reader.send(address, again).status_code == 303
    assert versions(site, case) == before + 1


def test_a_form_whose_outcome_is_unknown_is_kept_with_its_key(site: Site) -> None:
    case, address, form = screening(site)
    reader, before = site.reader(Role.PET_HEAD), versions(site, case)
    with unheard(site.group.service.url):
        answer = reader.send(address, form, brief=WRITTEN)
    assert answer.status_code == 503
    assert "cannot tell yet whether this was recorded" in answer.text
    again = Page(answer.text).form()
    assert again.values["brief"] == WRITTEN
    assert reader.send(address, again).status_code == 303
    assert versions(site, case) == before + 1


def _fails(_position: int) -> None:
    raise RuntimeError("the machine failed after the commit")
