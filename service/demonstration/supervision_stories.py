"""The demonstration's checks: the units that are looked into, what at, and how far each has come."""

from dataclasses import dataclass

from domain.organisation.unit import unit_ref
from domain.supervision.codes import Conflict, SubjectCode, Trade
from domain.supervision.preparing import Member
from domain.supervision.rectifying import Verifier
from service.demonstration.stage import officer_ref

LEADER, MEMBER2 = officer_ref("team_lead"), officer_ref("member2")


@dataclass(frozen=True, slots=True)
class Looked:
    """A unit that is looked into: its contact, and who of another unit is in the team."""

    contact: str
    member: str
    works_in: str

    @property
    def team(self) -> tuple[Member, ...]:
        """Who serves: nobody of the unit itself or of one below it."""
        return (
            Member(LEADER, unit_ref("HS"), Trade.MANAGEMENT, Conflict.NONE),
            Member(officer_ref(self.member), unit_ref(self.works_in), Trade.FRONT_LINE, Conflict.NONE),
            Member(MEMBER2, unit_ref("JX-2"), Trade.ENGINEERING, Conflict.NONE),
        )

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Who looks whether it was put right."""
        return tuple(Verifier(member.officer, member.unit) for member in self.team[:2])


SUPERVISED = {"JX-1": Looked("supervised", "member", "KY-N"), "KY-N": Looked("supervised2", "member3", "JX-1")}


@dataclass(frozen=True, slots=True)
class Story:
    """One supervision case: what is looked at, and how far it has come by today."""

    days_ago: int
    subject: SubjectCode
    title: str
    text: str
    until: str
    fails_first: bool = False
    rectified_after: int = 20
    days: int = 30
    unit: str = "JX-1"


STORIES = (
    Story(148, SubjectCode.S22, "大宗物资采购比价 Bulk procurement", "采购未见比价记录。None compared.", "closed"),
    Story(
        144,
        SubjectCode.S44,
        "厂房出租程序 Lease of a hall",
        "厂房出租未公开。The lease was not disclosed.",
        "failed",
        fails_first=True,
        rectified_after=50,
    ),
    Story(
        139,
        SubjectCode.S31,
        "大额资金使用 Use of large funds",
        "大额支出未集体研究。No joint decision.",
        "closed",
        unit="KY-N",
    ),
    Story(131, SubjectCode.S81, "厂务公开时限 Disclosure time", "公开不满七天。Shown too briefly.", "reported"),
    Story(
        122,
        SubjectCode.S71,
        "社会保险缴纳 Social insurance",
        "缴费基数核对。Check of the base.",
        "verified",
        unit="KY-N",
    ),
    Story(
        110,
        SubjectCode.S73,
        "铸造车间防尘 Dust in the foundry",
        "除尘设施停用。Dust extraction is off.",
        "reopened",
        fails_first=True,
        rectified_after=38,
    ),
    Story(96, SubjectCode.S63, "奖金发放程序 Bonus procedure", "分配方案未公示。The plan was not shown.", "submitted"),
    Story(
        84,
        SubjectCode.S24,
        "工程变更签证 Change orders",
        "变更签证不全。Incomplete change orders.",
        "replied",
        unit="KY-N",
    ),
    Story(66, SubjectCode.S16, "应提交职代会事项 Congress matters", "规章未经职代会。Rules not submitted.", "noticed"),
    Story(
        48,
        SubjectCode.S53,
        "招聘信息公开 Hiring notices",
        "招聘公告核对。Check of hiring notices.",
        "heard",
        unit="KY-N",
    ),
    Story(34, SubjectCode.S74, "培训经费使用 Training fund", "培训经费台账核对。Check of the ledger.", "drafted"),
    Story(
        21,
        SubjectCode.S83,
        "提案办理情况 Handling of proposals",
        "提案办理进度。Progress of proposals.",
        "started",
        unit="KY-N",
    ),
    Story(
        104,
        SubjectCode.S82,
        "职代会决议落实 Congress resolutions",
        "决议未落实且无答复。Not carried out, and no answer.",
        "escalated",
        unit="KY-N",
    ),
    Story(9, SubjectCode.S21, "招标文件核对 Bidding papers", "招标文件核对。Check of bidding papers.", "planned"),
    Story(3, SubjectCode.S23, "产品销售定价 Sales pricing", "定价程序核对。Check of pricing.", "registered"),
)
