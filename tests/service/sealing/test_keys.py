"""Master key and data keys: files that are refused, rows that do not open, and what is printed of them."""

import base64
import os
import secrets
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.values import KeyClass, SubjectRef
from service.sealing.keys import (
    KeyUnavailable,
    MasterKey,
    MasterKeyInvalid,
    create_master_key,
    load_master_key,
    new_data_key,
)

KEY = new_data_key(SubjectRef(uuid4()), uuid4(), KeyClass.IDENTITY)
MASTER = MasterKey("here", secrets.token_bytes(32))


def test_a_created_master_key_is_loaded_again_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    created = create_master_key(path)
    assert load_master_key(path) == created
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_a_master_key_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    created = create_master_key(path)
    with pytest.raises(FileExistsError):
        create_master_key(path)
    assert load_master_key(path) == created
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_master_key_that_others_may_read_is_refused_and_the_remedy_named(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    create_master_key(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyInvalid, match="chmod 600"):
        load_master_key(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not base64!",
        base64.b64encode(bytes(31)),
        base64.b64encode(bytes(33)),
        b"\xff\xfe",
        base64.b64encode(bytes(32)) + b"\n" + base64.b64encode(bytes(32)),
    ],
)
def test_a_malformed_master_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyInvalid):
        load_master_key(path)


def test_a_missing_master_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyInvalid, match=r"master\.key"):
        load_master_key(tmp_path / "master.key")
    with pytest.raises(MasterKeyInvalid):
        load_master_key(tmp_path)


def test_a_wrapped_key_opens_to_the_same_key() -> None:
    assert MASTER.unwrap(MASTER.wrap(KEY)) == KEY


def test_a_wrapped_key_does_not_open_when_anything_of_it_changed() -> None:
    row = MASTER.wrap(KEY)
    assert row.wrapped is not None
    rows = [
        replace(row, key_id=uuid4()),
        replace(row, subject=SubjectRef(uuid4())),
        replace(row, stream=uuid4()),
        replace(row, key_class=KeyClass.CONTENT),
        replace(row, master_key_id="elsewhere"),
        replace(row, wrapped=row.wrapped[:-1]),
        replace(row, wrapped=os.urandom(len(row.wrapped))),
        replace(row, wrapped=None),
    ]
    for changed in rows:
        with pytest.raises(KeyUnavailable):
            MASTER.unwrap(changed)


def test_another_master_key_with_the_same_name_does_not_open() -> None:
    with pytest.raises(KeyUnavailable):
        replace(MASTER, secret=bytes(32)).unwrap(MASTER.wrap(KEY))


def test_a_commitment_fixes_the_key_and_tells_nothing_of_it() -> None:
    fixed = replace(KEY, key_id=UUID(int=7), secret=bytes(32))
    assert fixed.commitment() == "zrOaj-pnCKqQ9z0XD6qfC38jScab4agQY0OR-zFj2hs"
    assert fixed.commitment() != replace(fixed, secret=bytes(31) + b"1").commitment()
    assert fixed.commitment() != replace(fixed, key_id=UUID(int=8)).commitment()


def test_keys_are_printed_without_their_secret() -> None:
    for key in (KEY, MASTER):
        assert repr(key.secret) not in repr(key)
        assert "redacted" in repr(key)
