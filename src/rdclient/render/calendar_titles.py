"""What the fields of a calendar file are called in schemas, and what they take: both languages."""

from collections.abc import Mapping
from types import MappingProxyType

_DAYS = (
    "日期，如 2026-10-01；连续几天写成 2026-10-01..2026-10-07",
    "days: 2026-10-01 or 2026-10-01..2026-10-07",
)
_HOURS = (
    "时段，如 09:00-12:00；到半夜的写 24:00，跨夜的照写，如 22:00-06:00",
    "hours such as 09:00-12:00; 24:00 is midnight, 22:00-06:00 runs over it",
)

CALENDAR_TITLES: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("CalendarFile", "base"): ("以哪份日历为基础", "Laid over"),
        ("CalendarFile", "timezone"): ("时区", "Time zone"),
        ("CalendarFile", "workweek"): ("每周工作日", "Days worked"),
        ("CalendarFile", "hours"): ("工作时间", "Hours of these days"),
        ("CalendarFile", "weekly"): ("单独规定的星期", "Hours of single weekdays"),
        ("CalendarFile", "breaks"): ("每天的休息时段", "Breaks on every day"),
        ("CalendarFile", "days_off"): ("放假日期", "Days off"),
        ("CalendarFile", "extra_workdays"): ("调休上班日期", "Extra workdays"),
        ("CalendarFile", "beyond"): ("未收录的年份", "Years not listed"),
        ("CalendarFile", "years"): ("已公布安排的年份", "Years announced"),
        ("CalendarYear", "year"): ("年份", "Year"),
        ("CalendarYear", "source"): ("来源", "Source"),
        ("CalendarYear", "days_off"): ("放假日期", "Days off"),
        ("CalendarYear", "extra_workdays"): ("调休上班日期", "Extra workdays"),
        ("ExtraDay", "day"): ("上班日期", "Day worked"),
        ("ExtraDay", "hours"): ("当日工作时间", "Hours of that day"),
    }
)

CALENDAR_NOTES: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("CalendarFile", "base"): (
            "内置或自定义日历的名称，如 cn、24x7；本文件没有写的，都照它执行",
            "a shipped calendar or one of yours, e.g. cn; what is not said here comes from it",
        ),
        ("CalendarFile", "timezone"): (
            "如 Asia/Shanghai；不写即工作区的时区",
            "e.g. Europe/Berlin; the workspace's when it is left out",
        ),
        ("CalendarFile", "hours"): _HOURS,
        ("CalendarFile", "weekly"): (
            '如 {saturday: ["09:00-12:00"]}；写 [] 表示当天不上班',
            'e.g. {saturday: ["09:00-12:00"]}; [] is a day that is not worked',
        ),
        ("CalendarFile", "breaks"): _HOURS,
        ("CalendarFile", "days_off"): _DAYS,
        ("CalendarFile", "extra_workdays"): (
            "日期列表；none 表示基础日历的调休上班日一律照常休息",
            "days, or none: the extra workdays of the base are not worked",
        ),
        ("CalendarYear", "source"): (
            "依据的文件名称和文号",
            "who announced it, and where",
        ),
        ("CalendarYear", "days_off"): _DAYS,
        ("CalendarYear", "extra_workdays"): _DAYS,
        ("ExtraDay", "day"): _DAYS,
        ("ExtraDay", "hours"): _HOURS,
    }
)
