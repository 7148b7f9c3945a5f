"""Texts as cells of a workbook hold them: `_xHHHH_` for what XML cannot hold (ISO/IEC 29500-1, ST_Xstring)."""

import re

_OUTSIDE_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """The text with every character escaped that XML refuses or changes, and every `_xHHHH_` that is meant as text."""
    return _OUTSIDE_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(cell: str) -> str:
    """The text of a cell that `escaped` wrote."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
