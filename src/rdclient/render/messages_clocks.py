"""Words for what the verbs that ask the clocks refuse."""

from collections.abc import Mapping
from types import MappingProxyType

CLOCK_ERRORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown-clock": (
            "没有“{0}”这种时限。可用编码、名称或记录种类，例如：{1}。",
            "no clock '{0}'; use a code, a name or a kind of record, such as: {1}",
        ),
        "unknown-clock-state": (
            "没有“{0}”这种状态。可用：{1}。",
            "no state '{0}'; use one of: {1}",
        ),
        "no-clocks-of": (
            "“{0}”没有计时的事项。运行 rdclient sla --all 查看全部时限。",
            "'{0}' has no clocks; rdclient sla --all lists them all",
        ),
        "no-clock-of-code": (
            "“{0}”没有这种时限；它的时限：{1}。",
            "'{0}' has no such clock; it has: {1}",
        ),
        "policy-unread": (
            "policy.yaml 未能读入，约定的时限不明，不能计时；请先运行 rdclient check。",
            (
                "policy.yaml could not be read, so that nobody knows which times were agreed and "
                "no clock can be told; run rdclient check first"
            ),
        ),
        "person-twice": (
            "“{0}”是人员，又用 --person 指定了“{1}”。请只写一个。",
            "'{0}' is a person, and --person names '{1}'; name one of them",
        ),
        "explain-person": (
            "“{0}”是人员，explain 只说明一条记录的时限。请运行 rdclient sla --person {0}。",
            "'{0}' is a person; explain tells of one record. Run: rdclient sla --person {0}",
        ),
        "explain-which": (
            "请写明编号，例如 rdclient sla explain TCK-0031。",
            "name the record, e.g. rdclient sla explain TCK-0031",
        ),
        "too-many-words": (
            "多写了“{0}”。一次只能看一个范围：编号、项目、客户或人员。",
            "'{0}' is one word too many; name one id, project, client or person",
        ),
        "clock-only-explain": (
            "--clock 要和 explain 一起用；筛选时限请用 --kind。",
            "--clock goes with explain; to choose clocks, use --kind",
        ),
        "explain-format": (
            "explain 不支持 {0} 格式，请改用 text 或 json。",
            "explain goes with --format text or json, not with {0}",
        ),
        "days-range": (
            "--days 应为 0 到 366 之间的整数。",
            "--days takes a number from 0 to 366",
        ),
        "mine-and-person": (
            "--mine 和 --person 只能用一个。",
            "use --mine or --person, not both",
        ),
        "mine-no-email": (
            (
                "Git 没有设置邮箱，无法确定是谁。请先运行 git config user.email 邮箱，"
                "或改用 --person 姓名。"
            ),
            (
                "Git knows no e-mail address of yours; run git config user.email ADDRESS, or use "
                "--person WHO"
            ),
        ),
        "mine-nobody": (
            (
                "people.yaml 中没有人使用邮箱 {0}。请在本人的 git_emails 中加上该邮箱，"
                "或改用 --person 姓名。"
            ),
            (
                "nobody in people.yaml has the address {0}; add it to your git_emails there, or "
                "use --person WHO"
            ),
        ),
    }
)
