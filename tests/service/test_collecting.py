"""Garbage: looked for seldom, and never among what a process began with."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PROGRAM = """
import gc
from service.machine.collecting import NEW_OBJECTS, collect_seldom

kept = ["what is there from the start"]
collect_seldom()
assert not any(each is kept for each in gc.get_objects())
assert gc.get_freeze_count() > 1_000
assert gc.get_threshold()[0] == NEW_OBJECTS > 700
new = [kept]
assert any(each is new for each in gc.get_objects())
assert gc.isenabled()
"""


def test_what_is_there_is_left_alone_and_what_comes_is_still_collected() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=REPOSITORY, check=True, timeout=60)
