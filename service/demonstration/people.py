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


def of_unit(tag: str, unit: str) -> str:
    """Who does in the unit what the officer with that tag does in the group itself."""
    return tag if unit == UNITS[0].code else f"{tag}-{unit}"


def _desk(unit: str, clerk: str, head: str, owner: str, leader: str) -> tuple[DemoOfficer, ...]:
    """The petition desk of a unit, who leads the department that handles its cases, and who the unit."""
    return (
        DemoOfficer(of_unit("intake", unit), clerk, unit, (Role.INTAKE,)),
        DemoOfficer(of_unit("head", unit), head, unit, (Role.PET_HEAD,)),
        DemoOfficer(of_unit("owner", unit), owner, unit, (Role.OWNER_LEAD,)),
        DemoOfficer(of_unit("leader", unit), leader, unit, (Role.UNIT_LEAD,)),
    )


OFFICERS = (
    DemoOfficer("intake", "林晓雯 Lin Xiaowen", "HS", (Role.INTAKE,)),
    DemoOfficer("head", "高志远 Gao Zhiyuan", "HS", (Role.PET_HEAD,)),
    DemoOfficer("handler", "苏明哲 Su Mingzhe", "HS-JX", (Role.HANDLER,)),
    DemoOfficer("handler2", "田雨桐 Tian Yutong", "HS-KY", (Role.HANDLER,)),
    DemoOfficer("owner", "邓国强 Deng Guoqiang", "HS", (Role.OWNER_LEAD,)),
    DemoOfficer("leader", "沈立群 Shen Liqun", "HS", (Role.UNIT_LEAD,)),
    DemoOfficer("team_lead", "韩静怡 Han Jingyi", "HS", (Role.TEAM_LEAD,)),
    DemoOfficer("member", "罗海波 Luo Haibo", "KY-N", (Role.TEAM_MEMBER,)),
    DemoOfficer("member2", "程思源 Cheng Siyuan", "JX-2", (Role.TEAM_MEMBER,)),
    DemoOfficer("member3", "姜一鸣 Jiang Yiming", "JX-1", (Role.TEAM_MEMBER,)),
    DemoOfficer("supervised", "蒋文斌 Jiang Wenbin", "JX-1", (Role.SUPERVISED,)),
    DemoOfficer("supervised2", "孔维新 Kong Weixin", "KY-N", (Role.SUPERVISED,)),
    DemoOfficer("chair", "梅若华 Mei Ruohua", "HS", (Role.UNION_CHAIR,)),
    DemoOfficer("party", "傅正言 Fu Zhengyan", "HS", (Role.PARTY_COMMITTEE,)),
    DemoOfficer("union", "谢春兰 Xie Chunlan", "JX-1", (Role.UNION_BASE,)),
    DemoOfficer("union-second", "魏长河 Wei Changhe", "JX-1", (Role.UNION_BASE,)),
    DemoOfficer("union2", "汪建平 Wang Jianping", "KY-N", (Role.UNION_BASE,)),
    DemoOfficer("union2-second", "石玉琴 Shi Yuqin", "KY-N", (Role.UNION_BASE,)),
    DemoOfficer("union3", "邱月明 Qiu Yueming", "JX-2", (Role.UNION_BASE,)),
    DemoOfficer("union3-second", "江心怡 Jiang Xinyi", "JX-2", (Role.UNION_BASE,)),
    DemoOfficer("congress", "卢广义 Lu Guangyi", "HS", (Role.CONGRESS_GROUP,)),
    DemoOfficer("centre", "薛梅 Xue Mei", "HS", (Role.AID_CENTER,)),
    DemoOfficer("aid", "马骏驰 Ma Junchi", "HS", (Role.AID_APPROVER,)),
    DemoOfficer("aid2", "丁一诺 Ding Yinuo", "HS-JX", (Role.AID_APPROVER,)),
    DemoOfficer("payer", "贺佳宁 He Jianing", "HS", (Role.PAYER,)),
    DemoOfficer("fund_audit", "龚伟民 Gong Weimin", "HS", (Role.FUND_AUDIT,)),
    DemoOfficer("discipline", "严守正 Yan Shouzheng", "HS", (Role.DI_OFFICER,)),
    DemoOfficer("discipline_head", "尚清源 Shang Qingyuan", "HS", (Role.DI_HEAD,)),
    DemoOfficer("custodian", "安如山 An Rushan", "HS", (Role.ID_CUSTODIAN,)),
    DemoOfficer("privacy", "方知行 Fang Zhixing", "HS", (Role.PI_OFFICER,)),
    DemoOfficer("auditor", "尹若兰 Yin Ruolan", "HS", (Role.AUDITOR,)),
    DemoOfficer("reviewer", "钱思齐 Qian Siqi", "HS-JX", (Role.REVIEWER,)),
    DemoOfficer("admin", "邹磊 Zou Lei", "HS", (Role.SYSADMIN,)),
    *_desk("HS-JX", "季晓光 Ji Xiaoguang", "倪书亭 Ni Shuting", "伍思远 Wu Siyuan", "裴东来 Pei Donglai"),
    *_desk("HS-KY", "康宁 Kang Ning", "蒲青山 Pu Qingshan", "柏松涛 Bai Songtao", "廖天成 Liao Tiancheng"),
    *_desk("JX-1", "路遥 Lu Yao", "宋怀瑾 Song Huaijin", "祝明德 Zhu Mingde", "崔立新 Cui Lixin"),
    *_desk("JX-2", "阮玲 Ruan Ling", "童克勤 Tong Keqin", "毕海峰 Bi Haifeng", "武振国 Wu Zhenguo"),
    *_desk("KY-N", "谭晓 Tan Xiao", "应逢春 Ying Fengchun", "凌云志 Ling Yunzhi", "项海涛 Xiang Haitao"),
)
