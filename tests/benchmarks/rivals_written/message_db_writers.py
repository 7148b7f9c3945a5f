"""Appends with Message DB's own function from several processes."""

import multiprocessing
import sys
import time
from typing import Any
from uuid import uuid4

import psycopg

DATA = '{"text":"' + "x" * 700 + '"}'
APPEND = "SELECT message_store.write_message(%s, %s, 'appended', %s, NULL, -1)"


def write(url: str, seconds: float, start: Any, counted: Any) -> None:
    """One writer: each append opens a stream of its own."""
    connection = psycopg.connect(url, autocommit=True, options="-c search_path=message_store,public")
    until, done = float("inf"), -1
    while time.perf_counter() < until:
        connection.execute(APPEND, (str(uuid4()), f"bench-{uuid4()}", DATA), prepare=True)
        done += 1
        if done == 0:
            start.wait()
            until = time.perf_counter() + seconds
    counted.put(done)


if __name__ == "__main__":
    url, writers, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    context = multiprocessing.get_context("spawn")
    start, counted = context.Barrier(writers), context.Queue()
    processes = [context.Process(target=write, args=(url, seconds, start, counted)) for _ in range(writers)]
    for process in processes:
        process.start()
    print(sum(counted.get() for _ in processes) / seconds)
    for process in processes:
        process.join()
