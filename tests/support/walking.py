"""Walking a case through its procedure as officers do: each step is named beforehand, then taken."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from tests.support.api import HANDLING, Api, Body, Officer
from tests.support.papers import seen_of

EXCLUSIONS = ("two_dwellings", "business_or_employer", "costly_school", "motor_vehicle", "refuses_data_check")
FAMILY = (
    ("SELF", "ADULT", "AT_WORK"),
    ("SPOUSE", "ADULT", "UNEMPLOYED"),
    ("CHILD", "UNDER_14", "AT_SCHOOL"),
    ("PARENT", "RETIREMENT", "RETIRED"),
)


TO_COME = ("begins_on", "ends_on", "visit_on")


def recorded_on(api: Api, body: Any) -> date | None:
    """The last day of the body, if it lies before today and everybody had been appointed: it was recorded then."""
    days = list(_days(body))
    return max(days) if api.since and days and max(days) < api.clock.today else None


def _days(body: Any) -> Iterator[date]:
    if isinstance(body, list):
        for each in body:
            yield from _days(each)
    elif isinstance(body, Mapping):
        for name, value in body.items():
            if isinstance(value, str) and name.endswith("_on") and name not in TO_COME:
                with suppress(ValueError):
                    yield date.fromisoformat(value)
            else:
                yield from _days(value)


class Walk:
    """A case of any kind on its way, always at the version that was answered last."""

    def __init__(self, api: Api, collection: str, by: Officer, body: Mapping[str, Any]) -> None:
        self.api = api
        with api.at(recorded_on(api, body)):
            self.answer = api.post(f"/{collection}", by, body)
        assert self.answer.status_code == 201, self.answer.text
        self.id = UUID(self.answer.get_json()["id"])
        self.path = f"/{collection}/{self.id}"

    def read(self, by: Officer) -> Body:
        """The case as the officer sees it, or a paper of it where nothing else is seen."""
        answer = seen_of(self.api, self.path, by)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def post(self, noun: str, by: Officer, body: Mapping[str, Any]) -> TestResponse:
        """A command on the version that the officer sees, or where that is none on the one answered last."""
        seen = seen_of(self.api, self.path, by).headers.get("ETag") or self.answer.headers["ETag"]
        with self.api.at(recorded_on(self.api, body)):
            return self.api.post(f"{self.path}/{noun}", by, body, seen)

    def then(self, noun: str, by: Officer, **body: Any) -> "Walk":
        """A command that the case names to the officer, and that passes."""
        named = [action["action"] for action in self.read(by)["actions"]]
        assert noun in named, f"{noun} is not among {named}"
        answer = self.post(noun, by, body)
        assert answer.status_code == 200, answer.text
        self.answer = answer
        return self

    def facts(self, event: str, by: Officer) -> Body:
        """What the timeline tells the officer of the last event of that name."""
        answer = self.api.get(f"{self.path}/timeline", by, **HANDLING)
        assert answer.status_code == 200, answer.text
        return dict([each["facts"] for each in answer.get_json()["events"] if each["event"] == event][-1])


def application(on: date, unit: str = "HS", household: str = "HS-000001", **changes: Any) -> Body:
    """A family of four applies, authorises the check and names its account."""
    return {
        "name": "张建国",
        "contact": "13900000000",
        "household": household,
        "unit": unit,
        "applied_on": str(on),
        "consents": {"data_use": True, "sensitive_data": True, "consented_on": str(on)},
        "standing": "ON_POST",
        "members": [dict(zip(("relation", "age_band", "occupation"), member, strict=True)) for member in FAMILY],
        "causes": ["K1"],
        "since": "2025-01-01",
        "incomes": [{"source": "WAGES", "months": 12, "amount_fen": 7_200_000}],
        "expenses": [{"kind": "MEDICAL", "amount_fen": 3_000_000}],
        "assets": {"houses": 1},
        "authorisation": {"signed_on": str(on), "valid_until": f"{on.year + 1}-12-31", "scope": "住房、车辆"},
        "account": {"number": "6222020200112233445", "is_own": True},
        **changes,
    }


def visit(on: date, visitors: tuple[Any, Any]) -> Body:
    """Two visitors, the first of the union."""
    return {
        "visited_on": str(on),
        "visitors": [str(each) for each in visitors],
        "union_visitor": str(visitors[0]),
        "findings": "一家四口，住房一套",
        "note_signed": True,
        "no_relative": True,
    }


def verification(on: date) -> Body:
    """The registers were asked."""
    return {
        "verified_on": str(on),
        "sources": ["HOUSING"],
        "findings": "与申报一致",
        "member_count": 4,
        "no_relative": True,
    }


def review(on: date, category: str, income: int = 72_000, rigid: int = 30_000, **means: Any) -> Body:
    """The category proposed on amounts in yuan of a year, with the line of Rushan in 2025."""
    return {
        "category": category,
        "reviewed_on": str(on),
        "means": {
            "incomes": [{"source": "WAGES", "months": 12, "amount_fen": income * 100}],
            "expenses": [{"kind": "MEDICAL", "amount_fen": rigid * 100}],
            "dibao_line_fen": 106_200,
            **means,
        },
        "exclusions": dict.fromkeys(EXCLUSIONS, False),
    }


def notice(on: date, kind: str = "A1") -> Body:
    """The masked notice at the workplace, with consent."""
    return {"surname": "张", "aid_kind": kind, "place": "WORKPLACE", "posted_on": str(on), "consented": True}


def payment(on: date, aid: int = 1) -> Body:
    """A bank transfer to the applicant's own account."""
    told = {"to_own_account": True, "no_relative": True}
    return {"aid": aid, "method": "BANK_TRANSFER", "paid_on": str(on), **told}
