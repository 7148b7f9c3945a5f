"""What this process counts and times, in one registry: no label tells a case, a person or anything that was typed."""

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

disable_created_metrics()

MEASURES = CollectorRegistry()

REQUEST_SECONDS = Histogram(
    "casework_http_request_seconds",
    "Requests by method, part of the service that answered, and class of the status.",
    ["method", "part", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=MEASURES,
)
TURNED_AWAY = Counter(
    "casework_http_requests_turned_away",
    "Requests that were not worked on: the line was full, or the client was gone before its turn.",
    ["reason"],
    registry=MEASURES,
)
COMMAND_SECONDS = Histogram(
    "casework_command_seconds",
    "Commands by kind of record and result.",
    ["kind", "result"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
    registry=MEASURES,
)
CONNECTION_WAIT_SECONDS = Histogram(
    "casework_database_connection_wait_seconds",
    "Waits for a new connection, by the role in which it acts.",
    ["role"],
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
    registry=MEASURES,
)
APPENDED = Counter(
    "casework_events_appended", "Events that this service appended, by kind of record.", ["kind"], registry=MEASURES
)
