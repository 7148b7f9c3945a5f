"""Whole numbers as a workbook shows them: 7 under the format 0000 is 0007."""

import re
from typing import Final

_EXACT_BELOW: Final = 10**15
TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|_.|\*.|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<other>.)',
    re.DOTALL,
)
_NOT_A_NUMBER: Final = re.compile(r"general|[yYmMdDhHsSeEgGbB%/@年月日时分秒]")


def shown_number(value: float, code: str) -> str | None:
    """What a reader of the sheet sees; None where the format says no more than the number or is none of digits."""
    if not 0 <= value < _EXACT_BELOW or value != int(value):
        return None
    tokens = [found for found in TOKEN.finditer(code.partition(";")[0]) if found.lastgroup]
    if not any(found["digit"] for found in tokens):
        return None
    if any(found["other"] and _NOT_A_NUMBER.match(found["other"]) for found in tokens):
        return None
    split = next((place for place, found in enumerate(tokens) if found["point"]), len(tokens))
    told = _whole_part(str(int(value)), tokens[:split]) + "".join(map(_behind_the_point, tokens[split:]))
    return told if told != str(int(value)) else None


def _whole_part(digits: str, tokens: list[re.Match[str]]) -> str:
    """Filled from the right; the first place takes all digits that are left."""
    places = [place for place, found in enumerate(tokens) if found["digit"]]
    if any(found["comma"] for found in tokens[: places[-1] if places else 0]):
        digits = f"{int(digits):,}"
        return "".join(
            digits if place == places[0] else _literal(found) if place not in places else ""
            for place, found in enumerate(tokens)
        )
    left = list("" if digits == "0" else digits)
    told: list[str] = []
    for place in range(len(tokens) - 1, -1, -1):
        found = tokens[place]
        if not found["digit"]:
            told.append(_literal(found))
            continue
        told.append(left.pop() if left else {"0": "0", "#": "", "?": " "}[found["digit"]])
        if place == places[0]:
            told.extend(reversed(left))
    return "".join(reversed(told))


def _behind_the_point(found: re.Match[str]) -> str:
    if found["point"]:
        return "."
    return {"0": "0", "#": "", "?": " "}[found["digit"]] if found["digit"] else _literal(found)


def _literal(found: re.Match[str]) -> str:
    return found["quoted"] or found["escaped"] or found["other"] or ""
