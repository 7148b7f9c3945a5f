"""Third-party texts posted as bodies and as fields: nothing of them breaks the service or comes back changed."""

import json
from pathlib import Path
from unicodedata import category

import pytest

from domain.lines import is_seen
from tests.support.api import HANDLING, Api, problem, received

pytestmark = pytest.mark.store

SUITES = Path(__file__).parents[2].parent / "shared" / "data" / "suites"
TEXTS = SUITES / "JSONTestSuite" / "test_parsing"
NAUGHTY = SUITES / "blns" / "blns.json"

needs_json = pytest.mark.skipif(not TEXTS.is_dir(), reason="JSONTestSuite is not in ../shared/data/suites")
needs_naughty = pytest.mark.skipif(not NAUGHTY.is_file(), reason="blns is not in ../shared/data/suites")


@needs_json
def test_every_broken_json_text_is_refused_and_none_breaks_the_service(shared_api: Api) -> None:
    headers = shared_api.clerk.header | {"Idempotency-Key": "suite", "Content-Type": "application/json"}
    files = sorted(TEXTS.glob("*.json"))
    assert len(files) > 300
    for file in files:
        answer = shared_api.client.post("/api/v1/petitions", data=file.read_bytes(), headers=headers)
        assert 400 <= answer.status_code < 500, file.name
        if file.name.startswith("n_"):
            problem(answer, 400, "malformed")
        if file.name.startswith("y_"):
            names_a_field_twice = "duplicated_key" in file.name
            assert answer.status_code == (400 if names_a_field_twice else 422), (file.name, answer.text)


def naughty() -> list[str]:
    return [text for text in json.loads(NAUGHTY.read_text(encoding="utf-8")) if isinstance(text, str)]


@needs_naughty
def test_every_naughty_string_comes_back_as_it_was_sent(shared_api: Api) -> None:
    """From the timeline, where it was sealed, and from the list, where title and brief stand."""
    sent = {}
    for text in naughty():
        line = "".join(filter(is_seen, text)).strip()
        title = line[:40] if line[:40].strip() else "-"
        said = {"name": line[:60] or None, "facts": text or None, "address": line[:200] or None}
        if not all(map(is_seen, text)):
            refused = shared_api.post("/petitions", shared_api.clerk, received(address=f"x{text[:190]}"))
            assert list(problem(refused, 422, "invalid")["errors"]["registration"]) == ["address"]
        answer = shared_api.post(
            "/petitions", shared_api.clerk, received(text=text[:500], title=title, title_is_meant=True, **said)
        )
        if not text.strip():
            problem(answer, 422, "invalid")
            continue
        assert answer.status_code == 201, (text, answer.text)
        path = f"/petitions/{answer.get_json()['id']}"
        screened = {"screened_on": "2026-03-03", "brief": text, "title_is_meant": True}
        assert shared_api.post(f"{path}/screening", shared_api.head, screened, 2).status_code == 200
        facts = shared_api.get(f"{path}/timeline", shared_api.clerk, **HANDLING).get_json()["events"][1]["facts"]
        told = (facts["demands"][0]["text"], facts["name"], facts["facts"], facts["address"])
        assert told == (text[:500], line[:60] or None, text, line[:200] or None)
        sent[answer.get_json()["id"]] = (title, text)
    shown = {row["case_id"]: (row["title"], row["brief"]) for row in every_row(shared_api)}
    assert {identifier: shown[identifier] for identifier in sent} == sent


def every_row(api: Api) -> list[dict[str, str]]:
    rows, cursor = [], ""
    while True:
        api.service.engine.catch_up()
        body = api.get(f"/petitions?limit=200{cursor}", api.clerk).get_json()
        rows.extend(body["items"])
        if body["next_cursor"] is None:
            return rows
        cursor = f"&cursor={body['next_cursor']}"


def _is_no_text(character: str) -> bool:
    return category(character) in ("Cc", "Cs") and character not in "\t\r\n"


@needs_naughty
def test_every_naughty_string_can_be_searched_and_filtered_for(shared_api: Api) -> None:
    for text in naughty():
        query = {"q": text, "number": text, "unit": text, "sort": "received_on"}
        answer = shared_api.client.get("/api/v1/petitions", query_string=query, headers=shared_api.clerk.header)
        assert answer.status_code in (200, 400), text
        if answer.status_code == 400:
            problem(answer, 400, "malformed" if any(map(_is_no_text, text)) else "filter_invalid")
        for name in ("status", "cursor", "received_from", text[:50]):
            asked = {name: text}
            answer = shared_api.client.get("/api/v1/petitions", query_string=asked, headers=shared_api.clerk.header)
            assert answer.status_code in (200, 400), (name, text)
