"""How gunicorn serves the application; the numbers can be set from the environment."""

import os
from pathlib import Path
from typing import Any

from service.operation.serving.counting import count_afresh, forget_process
from service.operation.serving.discretion import be_discreet

_MEMORY = Path("/dev/shm")  # noqa: S108  (for the heartbeat, which may stall on a disk)

bind = os.environ.get("CASEWORK_BIND", "127.0.0.1:8000")
worker_class = "service.operation.serving.patience.PatientWorker"
workers = int(os.environ.get("CASEWORK_WORKERS", "2"))
threads = int(os.environ.get("CASEWORK_THREADS", "8"))
preload_app = False  # every worker builds its own application after the fork: no connection or lock is shared
timeout = 30
graceful_timeout = 25
keepalive = 5
accesslog = None  # the paths of cases do not belong in a log
errorlog = "-"
worker_tmp_dir = str(_MEMORY) if _MEMORY.is_dir() else None
control_socket_disable = True  # nobody steers a running master


def on_starting(server: Any) -> None:
    """Runs once, before there are workers."""
    be_discreet()
    count_afresh()


def child_exit(server: Any, worker: Any) -> None:
    """Runs in the first process whenever a worker has ended, however it did."""
    forget_process(worker.pid)
