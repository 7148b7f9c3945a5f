"""The units and officers of the demonstration; every name is made up."""

from dataclasses import dataclass

from domain.organisation.unit import unit_ref
from domain.roles import Role
from domain.values import UnitRef


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit of the demonstration group."""

    code: str
    name: str
    parent: str | None

    @property
    def ref(self) -> UnitRef:
        return unit_ref(self.code)


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """An officer of the demonstration group; `tag` is how the stories name them."""

    tag: str
    name: str
    unit: str
    roles: tuple[Role, ...]


UNITS = (
    DemoUnit("HS", "华盛集团 Huasheng Group", None),
    DemoUnit("HS-JX", "华盛机械公司 Huasheng Machinery", "HS"),
    DemoUnit("HS-KY", "华盛矿业公司 Huasheng Mining", "HS"),
    DemoUnit("JX-1", "机械一厂 Machinery Plant 1", "HS-JX"),
    DemoUnit("JX-2", "机械二厂 Machinery Plant 2", "HS-JX"),
    DemoUnit("KY-N", "北矿 North Mine", "HS-KY"),
    DemoUnit("JX-1-ZZ", "一厂铸造车间 Foundry of Plant 1", "JX-1"),
)

OFFICERS = (
    DemoOfficer("intake", "林晓雯 Lin Xiaowen", "HS", (Role.INTAKE,)),
    DemoOfficer("head", "高志远 Gao Zhiyuan", "HS", (Role.PET_HEAD,)),
    DemoOfficer("handler", "苏明哲 Su Mingzhe", "HS-JX", (Role.HANDLER,)),
    DemoOfficer("handler2", "田雨桐 Tian Yutong", "HS-KY", (Role.HANDLER,)),
    DemoOfficer("owner", "邓国强 Deng Guoqiang", "HS-JX", (Role.OWNER_LEAD,)),
    DemoOfficer("leader", "沈立群 Shen Liqun", "HS", (Role.UNIT_LEAD,)),
    DemoOfficer("chair", "顾晓峰 Gu Xiaofeng", "HS", (Role.UNION_CHAIR,)),
    DemoOfficer("team_lead", "韩静怡 Han Jingyi", "HS", (Role.TEAM_LEAD,)),
    DemoOfficer("member", "罗海波 Luo Haibo", "KY-N", (Role.TEAM_MEMBER,)),
    DemoOfficer("member2", "程思源 Cheng Siyuan", "JX-2", (Role.TEAM_MEMBER,)),
    DemoOfficer("supervised", "蒋文斌 Jiang Wenbin", "JX-1", (Role.SUPERVISED,)),
    DemoOfficer("union", "谢春兰 Xie Chunlan", "JX-1", (Role.UNION_BASE,)),
    DemoOfficer("union2", "汪建平 Wang Jianping", "KY-N", (Role.UNION_BASE,)),
    DemoOfficer("centre", "薛梅 Xue Mei", "HS", (Role.AID_CENTER,)),
    DemoOfficer("aid", "马骏驰 Ma Junchi", "HS", (Role.AID_APPROVER,)),
    DemoOfficer("aid2", "丁一诺 Ding Yinuo", "HS-JX", (Role.AID_APPROVER,)),
    DemoOfficer("payer", "贺佳宁 He Jianing", "HS", (Role.PAYER,)),
    DemoOfficer("fund_audit", "龚伟民 Gong Weimin", "HS", (Role.FUND_AUDIT,)),
    DemoOfficer("auditor", "尹若兰 Yin Ruolan", "HS", (Role.AUDITOR,)),
    DemoOfficer("admin", "邹磊 Zou Lei", "HS", (Role.SYSADMIN,)),
)
