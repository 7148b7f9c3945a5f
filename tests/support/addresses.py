"""Every address that can be read, as the application itself tells it, with the records that a test names."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import BuildError, Rule

from service.kinds.catalogue import CASES, REGISTERS

UNREAD = ("web.static", "operations.metrics")
"""Files of the package, and figures for whoever operates the machine."""


def paths(app: Flask, *records: UUID) -> list[str]:
    """Every address that is read: those that name no record, and those that name one for each of the records."""
    given: dict[str, list[Any]] = {
        "identifier": list(records),
        "collection": [kind.name for kind in CASES],
        "noun": ["screening"],
        "code": [register.code for register in REGISTERS],
        "form": ["csv", "xlsx"],
        "number": [1],
    }
    found = (path for rule in app.url_map.iter_rules() if _is_read(rule) for path in _built(app, rule, given))
    return list(dict.fromkeys(found))


def _is_read(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint not in UNREAD


def _built(app: Flask, rule: Rule, given: Mapping[str, list[Any]]) -> Iterator[str]:
    """The rule with every choice of what it names; a choice that it does not take is left out."""
    names = sorted(rule.arguments)
    for values in product(*(given[name] for name in names)):
        try:
            yield app.url_map.bind("localhost").build(rule.endpoint, dict(zip(names, values, strict=True)), "GET")
        except (BuildError, ValueError):
            continue
