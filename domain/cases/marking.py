"""How the facts in a history stand: stated, confirmed, contested, kept as a remark, corrected."""

from collections.abc import Iterable
from typing import Any

from domain.cases.codes import Mark
from domain.cases.facts import Confirmed, Contested, Corrected, Remarked, Stated
from domain.cases.waiting import Versioned, effective, is_told_anew


def marks(history: Iterable[Versioned]) -> dict[int, Mark]:
    """By version the mark of a fact; most have none."""
    told = list(history)
    if not is_told_anew(event for _version, event in told):
        return {}
    found: dict[int, Mark] = {}
    stated: dict[int, list[int]] = {}
    number = held = remarks = 0
    for version, event in told:
        if held or remarks:
            found[version] = Mark.STATED if held else Mark.REMARK
            if held:
                stated[number].append(version)
            held, remarks = max(held - 1, 0), remarks if held else remarks - 1
            continue
        match event:
            case Stated():
                number, held = event.entry, event.held
                stated[number] = []
            case Remarked():
                remarks = event.held
            case Confirmed() if event.is_whole:
                found.update(dict.fromkeys(stated.get(event.entry, ()), Mark.CONFIRMED))
            case Contested():
                found.update(dict.fromkeys(stated.get(event.entry, ()), Mark.CONTESTED))
    corrections = (effect.event for effect in effective(told) if isinstance(effect.event, Corrected))
    return found | dict.fromkeys((each.fact for each in corrections), Mark.CORRECTED)


def superseded(history: Iterable[Versioned]) -> list[Any]:
    """The texts that corrections have replaced, which are sealed away."""
    told = list(history)
    now: dict[tuple[int, str], Any] = {}
    facts, old = dict(told), []
    for effect in effective(told) if is_told_anew(event for _version, event in told) else ():
        if isinstance(correction := effect.event, Corrected) and correction.text is not None:
            place = (correction.fact, correction.field)
            old.append(now.get(place) or getattr(facts.get(correction.fact), correction.field, None))
            now[place] = correction.text
    return [each for each in old if each is not None]
