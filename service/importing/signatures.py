"""What a register file is, told by its first bytes: its ending decides nothing."""

import re
import zipfile
from enum import StrEnum
from typing import Final

from service.importing.unreadable import RegisterUnreadable
from service.machine.unnamed_files import UnnamedFile


class Kind(StrEnum):
    """The kinds of files that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_AS_WORKBOOK: Final = "open it in Excel or WPS and save it as XLSX (工作簿)"
_OTHERS: Final = (
    (b"%PDF", "a PDF document: ask for the workbook that it was made from"),
    (b"{\\rtf", f"a text document (RTF): {_AS_WORKBOOK}"),
    (b"\xff\xd8\xff", "a picture: a register must be typed before it can be imported"),
    (b"\x89PNG", "a picture: a register must be typed before it can be imported"),
    (b"Rar!", "an archive (RAR): unpack it and import the file that it holds"),
    (b"7z\xbc\xaf", "an archive (7z): unpack it and import the file that it holds"),
    (b"\x1f\x8b", "an archive (GZIP): unpack it and import the file that it holds"),
)
_PARTS: Final = (
    ("xl/workbook.bin", f"a binary workbook (XLSB): {_AS_WORKBOOK}"),
    ("word/document.xml", f"a text document (DOCX): {_AS_WORKBOOK}"),
    ("content.xml", f"an OpenDocument file: {_AS_WORKBOOK}"),
)
_STREAMS: Final = (("WordDocument", f"a text document (DOC): {_AS_WORKBOOK}"),)
_MARKUP: Final = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta|style)\b", re.I | re.S
)
_SPREADSHEET_2003: Final = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet", re.I)


def kind_of(file: UnnamedFile, name: str) -> Kind:
    """What the file is. Raises RegisterUnreadable for everything else, with what it is and what to do."""
    beginning = file.read(0, 4096)
    if beginning.startswith(b"PK\x03\x04"):
        return _package(file, name)
    if beginning.startswith(_OLE):
        return _compound(file, name)
    if beginning.startswith(_BIFF):
        return Kind.WORKBOOK
    for start, says in _OTHERS:
        if beginning.startswith(start):
            raise RegisterUnreadable(f"{name} is {says}")
    _refuse_markup(beginning, name)
    return Kind.TEXT


def _package(file: UnnamedFile, name: str) -> Kind:
    try:
        with zipfile.ZipFile(file.reader()) as package:
            parts = {part.filename: part.flag_bits & 1 for part in package.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RegisterUnreadable(f"{name} is a damaged workbook or archive: fetch or save it once more") from None
    if any(part.lower() == "xl/workbook.xml" for part in parts):
        return Kind.WORKBOOK
    for part, says in _PARTS:
        if part in parts:
            raise RegisterUnreadable(f"{name} is {says}")
    locked = ", locked with a password" if any(parts.values()) else ""
    raise RegisterUnreadable(f"{name} is an archive (ZIP{locked}): unpack it and import the file that it holds")


def _compound(file: UnnamedFile, name: str) -> Kind:
    if _holds(file, _ENCRYPTED):
        raise RegisterUnreadable(f"{name} is encrypted: open it in Excel or WPS with its password and save it without")
    for stream, says in _STREAMS:
        if _holds(file, stream.encode("utf-16-le")):
            raise RegisterUnreadable(f"{name} is {says}")
    return Kind.WORKBOOK


def _holds(file: UnnamedFile, mark: bytes) -> bool:
    """Whether the mark stands anywhere, also across two blocks."""
    before = b""
    for block in file.blocks():
        if mark in before + block:
            return True
        before = block[-len(mark) :]
    return False


def _refuse_markup(beginning: bytes, name: str) -> None:
    is_wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = beginning.decode("utf-16" if is_wide else "utf-8-sig", "ignore")
    if _SPREADSHEET_2003.search(text):
        raise RegisterUnreadable(f"{name} is an XML spreadsheet of 2003: {_AS_WORKBOOK}")
    if _MARKUP.match(text):
        raise RegisterUnreadable(f"{name} is a web page (HTML), whatever it is called: {_AS_WORKBOOK}")
    if b"\0" in beginning and not is_wide and not _looks_like_utf_16(beginning):
        raise RegisterUnreadable(
            f"{name} is neither a workbook nor a text: if a program of the house keeps it encrypted, "
            "open it there and save it anew as XLSX"
        )


def _looks_like_utf_16(beginning: bytes) -> bool:
    """Line feeds and commas of UTF-16 stand beside zero bytes, all on the same side."""
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    return even + odd >= 1 and min(even, odd) == 0
