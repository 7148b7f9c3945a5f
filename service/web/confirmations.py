"""What waits for the reader as the second person: the tasks of that kind on the first page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from service.edge.witnessing import confirming, to_witness
from service.kinds.catalogue import CASES_BY_KIND
from service.web.lists import with_cases


def tasks() -> list[dict[str, Any]]:
    """The statements of others that the reader may confirm, the oldest first, each with its case and its form."""
    return [{**row, "form": _form(row)} for row in with_cases(to_witness())]


def _form(row: Mapping[str, Any]) -> str:
    collection, noun = CASES_BY_KIND[row["kind"]].name, confirming(row["kind"]).noun
    return url_for("web.form", collection=collection, identifier=row["case_id"], noun=noun)
