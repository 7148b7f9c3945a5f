"""Two plants below a group, its fund and everybody of relief, over HTTP: requests as a test wants them."""

from datetime import date, timedelta
from typing import Any

from domain.roles import Role
from tests.support.api import Api, Officer
from tests.support.walking import Walk, application, notice, payment, review, verification, visit

PLANT, MINE = "HS01", "HS02"


class Relief:
    """A group with two plants beside each other and money in its fund."""

    def __init__(self, api: Api) -> None:
        self.api, self.today, api.since = api, api.clock.today, date(2025, 1, 2)
        for code in (PLANT, MINE):
            api.service.people.add_unit(code, f"单位{code}", "HS")
        self.union, self.second = self.of(Role.UNION_BASE, PLANT), self.of(Role.UNION_BASE, PLANT, "乙")
        self.centre = self.of(Role.AID_CENTER)
        self.fund = self.opened("HS")

    def of(self, role: Role, unit: str = "HS", name: str = "甲") -> Officer:
        """Somebody who holds the role for the unit."""
        return self.api.officer(role, unit=unit, name=name)

    def opened(self, unit: str, source: str = "FD3", yuan: int = 50_000) -> str:
        """An open fund of the unit with so much in it."""
        body = {"unit": unit, "source": source, "period": "2026", "opened_on": "2026-01-02"}
        fund = str(self.api.post("/funds", self.centre, body).get_json()["id"])
        money = {"amount_fen": yuan * 100, "allocated_on": "2026-01-05"}
        assert self.api.post(f"/funds/{fund}/allocation", self.centre, money, 1).status_code == 200
        return fund

    def applied(self, household: str, on: date | None = None, **told: Any) -> Walk:
        """A family of the plant that applied."""
        body = application(on or self.today, PLANT, household, **told)
        return Walk(self.api, "hardship-requests", self.union, body)

    def published(self, household: str, on: date) -> Walk:
        """A family whose notice hangs since that day."""
        case = self.applied(household, on)
        case.then("visit", self.union, **visit(on, (self.union.id, self.second.id)))
        case.then("verification", self.union, **verification(on))
        case.then("review", self.union, **review(on, "H1"))
        return case.then("publicity", self.union, **notice(on))

    def on_file(self, household: str) -> Walk:
        """A family on file since today."""
        case = self.published(household, self.today - timedelta(days=57))
        return case.then("approval", self.centre, approved_on=str(self.today), no_relative=True)

    def planned(self, household: str, yuan: int = 5_000, fund: str | None = None, kind: str = "A12") -> Walk:
        """An aid that awaits its approval."""
        return self.plan(self.on_file(household), yuan, fund, kind)

    def plan(self, case: Walk, yuan: int = 5_000, fund: str | None = None, kind: str = "A12") -> Walk:
        """One more aid of a family on file."""
        aid = {"kind": kind, "amount_fen": yuan * 100, "fund": fund or self.fund, "grounds": "生活困难"}
        return case.then("plan", self.union, **aid, planned_on=str(self.today), no_relative=True)

    def approve(self, case: Walk, aid: int = 1, role: Role = Role.AID_APPROVER) -> Walk:
        """The aid is approved at its level."""
        return case.then("aid-approval", self.of(role), aid=aid, approved_on=str(self.today), no_relative=True)

    def ordered(self, household: str, yuan: int = 5_000, fund: str | None = None) -> Walk:
        """An aid that awaits its payment."""
        return self.approve(self.planned(household, yuan, fund))

    def pay(self, case: Walk, payer: Officer, aid: int = 1) -> Walk:
        """The money goes out."""
        return case.then("payment", payer, **payment(self.today, aid))

    def urgent(self, household: str) -> Walk:
        """Emergency aid awaits the leader's word."""
        case = self.applied(household, emergency=True, emergency_note="住房失火")
        aid = {"amount_fen": 200_000, "fund": self.fund, "grounds": "住房失火，先行救助", "no_relative": True}
        return case.then("emergency-aid", self.union, **aid, proposed_on=str(self.today))
