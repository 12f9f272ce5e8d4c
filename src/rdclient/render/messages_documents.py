"""Words for what stands in the way of verifying a document."""

from collections.abc import Mapping
from types import MappingProxyType

DOCUMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "anchor-unreadable": (
            "无法读取 {0}。请指定由 rdclient 生成的 Markdown 或 HTML 文件。",
            "cannot read {0}; name a Markdown or HTML file that rdclient made",
        ),
        "anchor-incomplete": (
            (
                "无法核对：{1}个文件存在错误，其中的记录未能读入：{0}。"
                "请先运行 rdclient check 并修正。"
            ),
            (
                "cannot compare: files with errors hold records that are left out ({1}): {0}. Run "
                "rdclient check first"
            ),
        ),
    }
)
"""(Chinese, English) by the key of the error."""
