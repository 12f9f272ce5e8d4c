"""Clocks of the shipped example on a Friday morning: five rows as literals, and why they are so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Ran

FRIDAY = "2026-11-20T10:00+08:00"
FIVE = {
    # item: (clock, budget, seconds used, deadline, state); what began on a whole day counts from
    # its last second
    "TCK-0101": ("RD502", "40h", 33 * 3600, "2026-11-20T18:00:00+08:00", "at_risk"),
    "TCK-0037": ("RD502", "24h", 50 * 60, "2026-11-21T09:10:00+08:00", "running"),
    "CFM-003": ("RD427", None, 7 * 86400 + 36001, "2026-11-24T18:00:00+08:00", "running"),
    "ACT-025": ("RD426", None, 14 * 86400 + 36001, "2026-11-25T23:59:59+08:00", "running"),
    "RISK-001": ("RD432", "14cd", 8 * 86400 + 36001, "2026-11-25T23:59:59+08:00", "running"),
}


@pytest.mark.parametrize("asked", [("sla",), ("agenda", "--days", "7")])
def test_five_rows_stand_in_both_tables(
    asked: tuple[str, ...], northbank: Path, run_rdclient: Callable[..., Ran]
) -> None:
    ran = run_rdclient("-C", northbank, *asked, "--as-of", FRIDAY, "--format", "json")
    told = json.loads(ran.out)
    rows = told["rows"] if "rows" in told else [entry["clock"] for entry in told["entries"]]
    found = {
        row["item"]: (row["code"], row["budget"], row["used"], row["deadline"], row["state"])
        for row in rows
        if row and row["item"] in FIVE
    }
    assert found == FIVE


EXPLAINED = """\
  计时区间：
    起           止           时长   累计
    09-30 15:00  09-30 18:00  3小时  3小时
    10-08 09:00  10-08 12:00  3小时  6小时
    10-08 13:00  10-08 18:00  5小时  11小时
    10-09 09:00  10-09 12:00  3小时  14小时
    10-09 13:00  10-09 18:00  5小时  19小时
    10-10 09:00  10-10 12:00  3小时  22小时
    10-10 13:00  10-10 18:00  5小时  27小时
    10-12 09:00  10-12 10:00  1小时  28小时
    11-19 14:00  11-19 18:00  4小时  32小时
    11-20 09:00  11-20 10:00  1小时  33小时
"""


def test_the_ticket_over_national_day_names_the_holiday_the_saturday_worked_and_the_wait(
    northbank: Path, run_rdclient: Callable[..., Ran]
) -> None:
    words = ("sla", "explain", "TCK-0101", "--clock", "RD502", "--lang", "zh")
    told = run_rdclient("-C", northbank, *words, "--as-of", FRIDAY).out
    assert EXPLAINED in told
    assert "2026年10月12日10:00—2026年11月19日14:00：待客户反馈，历时38天4小时" in told
    for day in ("10月1日（星期四）", "10月2日（星期五）", "10月5日（星期一）", "10月6日（星期二）",
                "10月7日（星期三）"):  # fmt: skip
        assert f"2026年{day}放假，不计时" in told
    assert "2026年10月10日（星期六）调休上班，计时" in told
    assert "截止时间：2026年11月20日18:00" in told
    assert "已用33小时，约定40小时，剩余7小时，即将超时" in told
