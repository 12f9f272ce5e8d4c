"""What tests of reports about meetings share: one project of one client, written to disk."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_FRAME = {
    "rdclient.yaml": """
        name: Test
        vendor: {name: 青砚软件有限公司, short_name: 青砚软件}
        lang: zh
        timezone: Asia/Shanghai
        schema_version: 1
    """,
    "people.yaml": """
        - {id: zhang.min, name: 张敏, unit: 项目部}
        - {id: zhou.tao, name: 周涛, unit: 研发中心}
    """,
    "clients/nb/client.yaml": """
        name: 北辰银行
        code: BC
        address_form: bank
    """,
    "clients/nb/contacts.yaml": """
        - {id: zhao.qiming, name: 赵启明, unit: 科技部, rank: 3}
        - {id: wang.xuemei, name: 王雪梅, unit: 结算部, rank: 2}
        - {id: chen.liqun, name: 陈立群, unit: 清算中心, rank: 1}
    """,
    "clients/nb/projects/pay/project.yaml": """
        name: 支付结算模块
        code: ZFJS
        type: custom_dev
    """,
}


@pytest.fixture
def meetings(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a workspace and gives its folder; ``name`` tells two of them apart.

    A key without a dot is the id of a meeting of the project; others are paths.
    """

    def write(files: Mapping[str, str], name: str = "workspace") -> Path:
        folder = tmp_path / name
        for key, text in {**_FRAME, **files}.items():
            place = key if "." in key else f"clients/nb/projects/pay/meetings/{key}.yaml"
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = text.splitlines()
            indent = min((len(li) - len(li.lstrip()) for li in lines if li.strip()), default=0)
            path.write_text("\n".join(li[indent:] for li in lines) + "\n", encoding="utf-8")
        return folder

    return write
