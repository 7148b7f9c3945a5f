"""Files that are written: new ones alone, never through a link, for their owner alone, whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from service.machine import plain_files
from service.machine.plain_files import NotWritable, whole


def test_a_new_file_is_for_its_owner_alone_also_while_it_is_written(tmp_path: Path) -> None:
    with whole(tmp_path / "out") as file:
        file.write(b"text")
        [part] = tmp_path.iterdir()
        assert (part.name == "out", part.stat().st_mode & 0o777) == (False, 0o600)
    assert [(each.name, each.read_bytes(), each.stat().st_mode & 0o777) for each in tmp_path.iterdir()] == [
        ("out", b"text", 0o600)
    ]


def written(out: Path, meanwhile: Callable[[], object]) -> None:
    with whole(out) as file:
        file.write(b"text")
        meanwhile()


def _file(out: Path) -> None:
    out.write_bytes(b"before")


def _link(out: Path) -> None:
    out.with_name("target").write_bytes(b"before")
    out.symlink_to(out.with_name("target"))


def _dangling(out: Path) -> None:
    out.symlink_to(out.with_name("nowhere"))


def _pipe(out: Path) -> None:
    os.mkfifo(out)


@pytest.mark.parametrize("prepare", [_file, _link, _dangling, _pipe, Path.mkdir])
@pytest.mark.parametrize("is_late", [False, True])
def test_what_is_there_is_left_as_it_is(tmp_path: Path, prepare: Callable[[Path], object], is_late: bool) -> None:
    out = tmp_path / "out"
    if not is_late:
        prepare(out)
    with pytest.raises(NotWritable, match="name a new file"):
        written(out, lambda: prepare(out))
    kept = [each.read_bytes() for each in tmp_path.iterdir() if each.is_file()]
    assert b"text" not in kept
    assert not list(tmp_path.glob(".*"))
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("place", [".", "nowhere/x", ""])
def test_a_place_that_holds_no_files_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(NotWritable, match="name a new file"), whole(tmp_path / place):
        pass


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    def fills_the_disk() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        written(tmp_path / "out", fills_the_disk)
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_second_names_gets_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(plain_files.os, "link", refused)
    with whole(tmp_path / "out") as file:
        file.write(b"text")
    assert [(each.name, each.read_bytes(), each.stat().st_mode & 0o777) for each in tmp_path.iterdir()] == [
        ("out", b"text", 0o600)
    ]
    with pytest.raises(NotWritable, match="another file"):
        written(tmp_path / "link", lambda: (tmp_path / "link").symlink_to(tmp_path / "target"))
    assert not (tmp_path / "target").exists()
