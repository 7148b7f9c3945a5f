# mypy: ignore-errors
"""Appends to UmaDB from several processes; runs in UmaDB's own environment and imports nothing of ours."""

import multiprocessing
import sys
import time
import uuid

import umadb

STATE = b'{"text":"' + b"x" * 700 + b'"}'


def write(url, seconds, start, counted):
    client = umadb.Client(url)

    def append():
        tag = uuid.uuid4().hex
        query = umadb.Query(items=[umadb.QueryItem(tags=[tag])])
        client.append([umadb.Event("appended", STATE, tags=[tag])], umadb.AppendCondition(query))

    append()
    start.wait()
    until, done = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        append()
        done += 1
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
