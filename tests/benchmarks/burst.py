"""A burst: four times as many people file as the service can serve, and give up after five seconds."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from domain.roles import Role
from tests.benchmarks.figures import Figures
from tests.benchmarks.lives import unit_with_officers
from tests.benchmarks.open_loop import PATIENCE, Call, Load
from tests.benchmarks.stores import Stores
from tests.service.cli.running import child_environment
from tests.support.ports import free_port

CALM = 6.0
"""Seconds over which the sustainable rate is measured, and for which calm goes on after a burst."""
BURST = 15.0
TIMES = 4
CLIENTS = 16
"""Who ask without a pause, each again as soon as it is answered: as many as there are threads."""
LEAST_GOODPUT = 0.8
LONGEST_RECOVERY = 2.0
FILING, PROBE = "filing", "probe"
Filing = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a burst came to: rates per second, seconds, and how many calls ended in which way."""

    sustainable: float
    goodput: float
    recovery: float
    refused: int
    given_up: int
    faults: Mapping[str, int]
    slowest_probe: float

    @property
    def falls_short(self) -> list[str]:
        """What is not as it must be."""
        found = [
            (self.goodput < LEAST_GOODPUT * self.sustainable, f"goodput below {LEAST_GOODPUT} of the sustainable rate"),
            (self.recovery > LONGEST_RECOVERY, f"recovery over {LONGEST_RECOVERY} s"),
            (self.given_up > 0, f"{self.given_up} clients gave up"),
            (bool(self.faults), f"errors that are no 503: {self.faults}"),
            (self.slowest_probe >= PATIENCE, "health was not told in time"),
        ]
        return [says for holds, says in found if holds]


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[int]:
    """The service as it is served, with its worker, until the block ends; the port."""
    port = free_port()
    command = [sys.executable, "-m", "service", "serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(command, env=child_environment(environment), stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def burst(port: int, filing: Filing) -> Outcome:
    """The rate that can be sustained; four times as much for a while; then half of it, to see the recovery."""
    sustainable = _sustainable(port, filing)
    load = Load(port)
    began = time.perf_counter()
    _arrive(load, TIMES * sustainable, BURST, filing)
    ended = time.perf_counter()
    _arrive(load, sustainable / 2, CALM, filing)
    load.finish()
    calls = [call for call in load.calls if call.kind == FILING]
    disturbed = [call.ended for call in calls if call.began <= ended or call.status != 201]
    return Outcome(
        sustainable=sustainable,
        goodput=sum(call.status == 201 and call.ended <= ended for call in calls) / (ended - began),
        recovery=max(max(disturbed) - ended, 0.0),
        refused=sum(call.status == 503 for call in calls),
        given_up=sum(not call.status and not call.fault for call in calls),
        faults=Counter(call.fault or str(call.status) for call in load.calls if call.is_wrong),
        slowest_probe=max(map(_seconds, (call for call in load.calls if call.kind == PROBE))),
    )


def measure(stores: Stores, cases: int, figures: Figures) -> None:
    """A burst upon the service on a store of so many cases."""
    store = stores.of(cases)
    with store.opened() as service:
        unit, people = unit_with_officers(service)
        day = service.ledger.today().isoformat()
    with served(store.environment) as port:
        outcome = burst(port, lambda: _filing(people[Role.INTAKE][1], unit, day))
    figures.put("burst, sustainable rate", outcome.sustainable, "/s")
    figures.put("burst, goodput ÷ sustainable", outcome.goodput / outcome.sustainable)
    figures.put("burst, recovery", outcome.recovery, "s")
    figures.put("burst, refused with 503", outcome.refused, "")
    figures.put("burst, errors but 503", sum(outcome.faults.values()) + outcome.given_up, "")
    figures.put("burst, slowest probe", outcome.slowest_probe, "s")
    print(f"  {'; '.join(outcome.falls_short) or 'as it must be'}", flush=True)


def _sustainable(port: int, filing: Filing) -> float:
    """Answers per second to clients who ask again as soon as they are answered."""
    load = Load(port)
    for _ in range(CLIENTS):
        load.call(FILING, filing())
    until = time.perf_counter() + CALM
    while time.perf_counter() < until:
        for _ended in load.look(until):
            load.call(FILING, filing())
    load.finish()
    if (statuses := {call.status for call in load.calls}) != {201}:
        raise SystemExit(f"the service answers {statuses} in calm")
    return sum(call.ended <= until for call in load.calls) / CALM


def _arrive(load: Load, rate: float, seconds: float, filing: Filing) -> None:
    """Requests at that rate, whatever becomes of them, and once a second a probe."""
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        load.look(time.perf_counter())
        while time.perf_counter() < due:
            load.look(due)
        load.call(FILING, filing())
        if number % int(rate) == 0:
            load.call(PROBE, _get("/healthz"))
            load.call(PROBE, _get("/readyz"))


def _seconds(call: Call) -> float:
    return call.ended - call.began


def _until_it_answers(port: int) -> None:
    deadline = time.perf_counter() + 60
    while time.perf_counter() < deadline:
        load = Load(port)
        load.call(PROBE, _get("/readyz"))
        load.finish()
        if load.calls[0].status == 200:
            return
        time.sleep(0.1)
    raise SystemExit("the service did not answer")


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def _filing(token: str, unit: str, day: str) -> bytes:
    """A petition of its own, as a request."""
    demand = {"text": "请求补发。", "purpose": "P1", "issue": "I01"}
    registration = {"title": "工资", "demands": [demand], "name": "张三", "contact": "13800000000"}
    data = json.dumps({"channel": "VISIT", "received_on": day, "unit": unit, "registration": registration}).encode()
    head = (
        f"POST /api/v1/petitions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {uuid4().hex}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data
