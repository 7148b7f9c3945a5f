"""How gunicorn serves under `casework serve`; the parent hands over the socket it holds."""

from typing import Any

from service.operation.serving.counting import count_afresh, forget_process
from service.operation.serving.discretion import be_discreet
from service.operation.serving.lifeline import end_with_parent

worker_class = "service.operation.serving.patience.PatientWorker"
threads = 8
preload_app = False  # every worker builds its own application after the fork: no connection or lock is shared
timeout = 30
graceful_timeout = 25
keepalive = 5
accesslog = None  # the paths of cases do not belong in a log
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Runs once, in gunicorn's own first process."""
    be_discreet()
    count_afresh()
    end_with_parent()


def child_exit(server: Any, worker: Any) -> None:
    """Runs in the first process whenever a worker has ended, however it did."""
    forget_process(worker.pid)
