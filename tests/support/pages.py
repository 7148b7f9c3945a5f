"""Using the pages as people do: signing in, reading a form, filling it in, sending it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from domain.roles import Role
from tests.support.group import Group

VOID = frozenset({"input", "meta", "link", "br"})


@dataclass
class Form:
    """A form of a page: where it goes, what stands in it, and which choices its fields offer."""

    action: str = ""
    method: str = "get"
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    names: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)

    @property
    def visible(self) -> list[str]:
        """The fields that are shown before “more”, without hidden ones."""
        return [name for name in dict.fromkeys(self.names) if not name.rpartition(".")[2].startswith("_")]


class Page(HTMLParser):
    """A page: its text, its links and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.scripts: list[str] = []
        self._details = 0
        self._within: dict[str, Any] = {}
        self.feed(html)

    def form(self, action: str = "") -> Form:
        """The form of commands, or the one that goes to the address."""
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(told.get("action", ""), told.get("method", "get")))
        elif tag == "details":
            self._details += 1
        elif tag == "script":
            self.scripts.append(told.get("src", ""))
        elif self.forms and tag in ("input", "select", "textarea"):
            self._field(tag, told)
        elif self.forms and tag == "option" and "select" in self._within:
            self._option(told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._details -= 1
        if tag == "textarea" and "textarea" in self._within:
            name, text = self._within.pop("textarea")
            self.forms[-1].values.add(name, text.replace("\r\n", "\n").removeprefix("\n"))
        if tag == "select":
            self._within.pop("select", None)

    def handle_data(self, data: str) -> None:
        self.text += data
        if "textarea" in self._within:
            name, text = self._within["textarea"]
            self._within["textarea"] = (name, text + data)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if told.get("type") != "hidden":
            (form.more if self._details else form.names).append(name)
        if "required" in told:
            form.required.add(name)
        if tag == "select":
            self._within["select"] = name
            form.options[name] = []
        elif tag == "textarea":
            self._within["textarea"] = (name, "")
        elif told.get("type") == "checkbox":
            form.options.setdefault(name, []).append(told.get("value", ""))
            if "checked" in told:
                form.values.add(name, told.get("value", ""))
        elif name:
            form.values.add(name, told.get("value", ""))

    def _option(self, told: dict[str, str]) -> None:
        name = self._within["select"]
        self.forms[-1].options[name].append(told.get("value", ""))
        if "selected" in told:
            self.forms[-1].values.add(name, told.get("value", ""))


class Reader:
    """An officer in front of a browser."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client = client
        self.headers = {"Accept-Language": language}

    def get(self, path: str, status: int = 200) -> Page:
        """The page at the address; it answers with that status."""
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{answer.text[-3000:]}"
        return Page(answer.text)

    def send(self, path: str, form: Form, **filled: Any) -> TestResponse:
        """Sends the form back with some fields filled in; a list fills a field several times."""
        values = form.values.copy()
        for name, value in filled.items():
            values.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
        target = form.action or path
        return self.client.post(target, data=values, headers=self.headers)

    def open(self, path: str, purpose: str = "HANDLING") -> Page:
        """The page of the case with what is confidential, for which the officer says what for."""
        answer = self.send(path, self.get(path).form(f"{path}/opened"), purpose=purpose)
        assert answer.status_code == 200, answer.text[-3000:]
        return Page(answer.text)

    def fill(self, path: str, **filled: Any) -> TestResponse:
        """Opens the form of commands at the address, fills it in and sends it."""
        return self.send(path, self.get(path).form(), **filled)


def dotted(**filled: Any) -> dict[str, Any]:
    """Field paths from Python names: `registration__title` is `registration.title`."""
    return {name.replace("__", "."): value for name, value in filled.items()}


@dataclass
class Site:
    """The application, and readers who are signed in."""

    app: Flask
    group: Group
    readers: dict[tuple[Role, str], Reader] = field(default_factory=dict)

    def anonymous(self, language: str = "en") -> Reader:
        """Somebody who is not signed in."""
        return Reader(self.app.test_client(), language)

    def reader(self, role: Role, language: str = "en") -> Reader:
        """The officer with that role, signed in with the own token; the same for the same role."""
        if (role, language) not in self.readers:
            reader = self.anonymous(language)
            form = reader.get("/login").form("/login")
            answer = reader.send("/login", form, token=self.group.tokens[role])
            assert answer.status_code == 303, answer.text
            self.readers[role, language] = reader
        return self.readers[role, language]

    def everyone(self) -> Iterable[tuple[Role, Reader]]:
        """An officer of each role."""
        return ((role, self.reader(role)) for role in Role)
