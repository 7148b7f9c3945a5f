"""What an officer reads of a request over HTTP: the request itself, or a paper of it where nothing else is known."""

from werkzeug.test import TestResponse

from domain.roles import Role
from tests.support.api import Api, Officer

PAPERS = {
    Role.PAYER: "payment-orders",
    Role.UNIT_LEAD: "emergency-aids",
    Role.INTAKE: "publicity-notices",
    Role.CONGRESS_GROUP: "publicity-notices",
    Role.FUND_AUDIT: "vouchers",
}
"""By role: the papers that lie before whoever holds it."""
MOST = 3
"""So many papers of one kind has a request of these tests."""


def seen_of(api: Api, path: str, by: Officer) -> TestResponse:
    """The record at the path as the officer sees it; of a request that is hidden, the last paper that is not."""
    answer = api.get(path, by)
    if answer.status_code == 200 or not path.startswith("/hardship-requests/"):
        return answer
    case = path.rpartition("/")[2]
    for collection in dict.fromkeys(PAPERS.values()):
        for number in range(MOST, 0, -1):
            found = api.get(f"/{collection}/{case}/{number}", by)
            if found.status_code == 200:
                return found
    return answer
