"""The words of one value of a card: people, dates, amounts, counts, parts of records."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from rdclient.lens import Lang
from rdclient.model.base import Bilingual, Moment, in_lang
from rdclient.render import when
from rdclient.render.card_words import FIELD_WORDS
from rdclient.render.columns import one_line
from rdclient.render.kind_names import name_of
from rdclient.render.listing import when_words
from rdclient.render.plain import plain
from rdclient.render.terms import word
from rdclient.reports.base import Named, PersonView
from rdclient.reports.field import Count, Field, Line, Money, Value

_COUNT = "_count"
_OTHER_LABELS = (
    ("source", PersonView, "source_person"),
    ("cause", StrEnum, "cause_category"),
    ("by", date, "by_date"),
    ("next", (str, Bilingual), "next_words"),
)
"""Name, class of its values, and the label it has then."""
_UNITS = {
    "schedule_wd": ("个工作日", " working days"),
    "lag_wd": ("个工作日", " working days"),
    "effort_pd": ("人天", " person-days"),
    "development": ("人天", " person-days"),
    "test": ("人天", " person-days"),
    "design": ("人天", " person-days"),
    "spent": ("小时", " h"),
    "remaining": ("小时", " h"),
    "outage_min": ("分钟", " min"),
    "rto_min": ("分钟", " min"),
    "minutes": ("分钟", " min"),
    "days": ("个工作日", " working days"),
    "asked_people": ("人", ""),
    "answered_people": ("人", ""),
}
"""What is counted in a field, in Chinese and in English."""


class Writer:
    """Words of one card: the language, and the year that dates need not name."""

    def __init__(self, lang: Lang, year: int) -> None:
        """Say which words, and which year."""
        self.lang = lang
        self.year = year
        self.is_zh = lang is Lang.ZH
        self.comma = "、" if self.is_zh else ", "

    def say(self, zh: str, en: str) -> str:
        """The text in the language of the card."""
        return zh if self.is_zh else en

    def label(self, name: str, values: tuple[Value, ...] = ()) -> str:
        """The label of a field; some names mean another thing with values of another sort."""
        if isinstance(name, StrEnum):
            return word(type(name).__name__, name.value, lang=self.lang)
        if name.endswith(_COUNT):
            return name_of(name.removesuffix(_COUNT), lang=self.lang)
        for other, sort, meant in _OTHER_LABELS:
            if name == other and values and isinstance(values[0], sort):
                name = meant
        words = FIELD_WORDS.get(name)
        return words[0 if self.is_zh else 1] if words else name

    def value(self, value: Value, name: str = "") -> str:
        """A value on one line."""
        if isinstance(value, Line):
            return self.line(value)
        if isinstance(value, Count):
            return self.count(value)
        if isinstance(value, Money):
            return _money(value, self.lang)
        if isinstance(value, PersonView):
            return self.person(value)
        if isinstance(value, Named):
            title = one_line(in_lang(value.title, lang=self.lang))
            return f"{title}{self.bracketed(value.id)}"
        return one_line(_scalar(value, name, self))

    def bracketed(self, text: str) -> str:
        """A text in brackets; nothing for none."""
        return self.say(f"（{text}）", f" ({text})") if text else ""

    def person(self, person: PersonView) -> str:
        """A person with their unit."""
        unit = one_line(in_lang(person.unit, lang=self.lang)) if person.unit else ""
        return one_line(in_lang(person.name, lang=self.lang)) + self.bracketed(unit)

    def count(self, count: Count) -> str:
        """How many are open, late and there; which sort of nothing it is."""
        if count.known == "not_collected" and not count.total:
            return word("Missing", "not_collected", lang=self.lang)
        if not count.total:
            none = self.say("没有", "none")
            is_none = count.known == "complete"
            text = none if is_none else word("Missing", "no_record", lang=self.lang)
        else:
            text = self.say(
                f"未完成{count.open}，共{count.total}", f"{count.open} open of {count.total}"
            )
            late = self.say(f"，已过完成时间{count.overdue}", f", {count.overdue} past due")
            text += late if count.overdue else ""
        if count.known == "not_collected":
            text += self.bracketed(self.say("数据来源未登记", "no source of data on record"))
        elif count.through:
            until = when_words(count.through, self.year, lang=self.lang)
            text += self.bracketed(self.say(f"数据截至{until}", f"known until {until}"))
        return text

    def line(self, line: Line) -> str:
        """A part: its text, the rest in brackets behind it."""
        colon, stop = ("：", "；") if self.is_zh else (": ", "; ")
        facts = stop.join(
            f"{self.label(fact.name, fact.values)}{colon}{self.inner(fact)}" for fact in line.facts
        )
        if line.text is None:
            return facts
        return f"{self.value(line.text)}{self.bracketed(facts)}"

    def inner(self, field: Field) -> str:
        """The values of a field within a line: people by name, parts without brackets."""
        has_parts = any(isinstance(value, Line) for value in field.values)
        comma = self.say("／", " / ") if has_parts else self.comma
        return comma.join(
            self.nested(value) if isinstance(value, Line) else self.named(value, field.name)
            for value in field.values
        )

    def nested(self, line: Line) -> str:
        """A part within a line: the person first, then what it says, then the rest."""
        values = [value for fact in line.facts for value in fact.values]
        people = [self.named(value) for value in values if isinstance(value, PersonView)]
        rest = [self.named(v) for v in values if not isinstance(v, PersonView | Line)]
        text = [] if line.text is None else [self.value(line.text)]
        gap = " " if isinstance(line.text, Moment | date) else self.say("：", ": ")
        return gap.join([*people[:1], self.say("，", ", ").join([*text, *rest])])

    def named(self, value: Value, name: str = "") -> str:
        """A value; of a person only the name."""
        if isinstance(value, PersonView):
            return one_line(in_lang(value.name, lang=self.lang))
        return self.value(value, name)

    def values(self, field: Field) -> str:
        """The values of a field on one line."""
        return self.comma.join(self.value(value, field.name) for value in field.values)


def _scalar(value: object, name: str, writer: Writer) -> str:
    """A word, a date, a number with its unit."""
    if isinstance(value, StrEnum):
        return word(type(value).__name__, value.value, lang=writer.lang)
    if isinstance(value, str | Bilingual):
        return in_lang(value, lang=writer.lang)
    if isinstance(value, bool):
        return writer.say("是" if value else "否", "yes" if value else "no")
    if isinstance(value, Moment | date):
        return when_words(value, writer.year, lang=writer.lang)
    number = when.num(str(value) if isinstance(value, Decimal) else float(str(value)))
    return number + writer.say(*_UNITS.get(name, ("", "")))


def _money(money: Money, lang: Lang) -> str:
    amount = str(plain(money.amount, lang=lang))
    tax = money.tax.value if money.tax else None
    return when.money(amount, money.currency or "CNY", tax, lang=lang)
