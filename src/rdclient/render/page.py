"""The page: a report's template filled with plain data, every printed value escaped."""

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import BuiltinMethodType, MappingProxyType, MethodType

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from rdclient.diagnostic import RdclientError
from rdclient.lens import Lang
from rdclient.render import clock_time, clock_words, terms, when
from rdclient.render.charts import placeholder

PARTS = "_parts"
"""Name of the template that holds a language's shared macros."""

_KEPT_FILTERS = (
    "abs", "batch", "capitalize", "count", "d", "default", "dictsort", "first", "groupby",
    "int", "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "reverse", "round", "select", "selectattr", "slice", "sort", "sum", "trim", "unique", "upper",
)  # fmt: skip
"""Of Jinja's own filters, those that cannot print unescaped text and do not draw lots."""
_KEPT_GLOBALS = ("range", "namespace", "joiner", "cycler", "dict")


class Medium(StrEnum):
    """What the page is written for; it decides the escaping."""

    MD = "md"
    HTML = "html"
    TEXT = "text"


class TemplateBroken(RdclientError):  # noqa: N818 - named for the finding it becomes, RD017
    """A template cannot be used as it stands."""

    def __init__(self, template: str, line: int, problem: str) -> None:
        """Say which template, at which line (0 when unknown), and what is wrong."""
        super().__init__("template-broken", template, line, problem)
        self.template = template
        self.line = line
        self.problem = problem


# ── where templates come from ────────────────────────────────────────────────


def shipped_folder(package: Path | None = None) -> Path:
    """The folder of the shipped templates.

    Args:
        package: the folder of the installed package. A wheel holds ``templates`` in it; in an
            editable install they stand beside ``src``.
    """
    root = package or Path(__file__).resolve().parents[1]
    inside = root / "templates"
    return inside if inside.is_dir() else root.parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Sources:
    """Templates by their fixed names, ``<lang>/<report>.md.j2`` and ``<lang>/_parts.md.j2``.

    Attributes:
        overrides: name → text of the workspace's own templates, read by the store.
        shipped: the folder of those that come with the package.
    """

    overrides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shipped: Path = field(default_factory=shipped_folder)

    def text(self, name: str) -> str | None:
        """The text of a template: the workspace's before the shipped one; None without either."""
        if name in self.overrides:
            return self.overrides[name]
        path = self.shipped / name
        return path.read_text(encoding="utf-8") if path.is_file() else None


def template_name(report: str, *, lang: Lang) -> str:
    """The fixed name of a report's template."""
    return f"{lang}/{report}.md.j2"


class _Loader(BaseLoader):
    """Hands out a report's template and its language's macros, nothing else."""

    def __init__(self, sources: Sources, names: frozenset[str]) -> None:
        self.sources = sources
        self.names = names

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        del environment
        text = self.sources.text(template) if template in self.names else None
        if text is None:
            raise TemplateNotFound(template)
        return text, template, lambda: True


# ── escaping ─────────────────────────────────────────────────────────────────

_BLANKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_ALWAYS = re.compile(
    r"[`*\[\]|~]"  # code, emphasis, links, cells, strike-through
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore that is not inside a word
    r"|\\(?=[!-/:-@\[-`{-~])"  # a backslash that would escape what follows
    r"|<(?=[A-Za-z/!?]|\Z)"  # a tag, a comment, an autolink
    r"|&(?=#|[A-Za-z][A-Za-z0-9]*(?:;|\Z)|\Z)"  # an entity
    r"|\{(?=[{%#]|\Z)"  # another template language
    r"|(?:(?<=\s)|\A)#(?=#*\Z)"  # the closing marks of a heading
)
_AT_START = re.compile(
    r"[=>]"  # underlined heading, quotation
    r"|[.)](?=\s|\Z)"  # the rest of a list number
    r"|[-+#](?![^\W_])"  # list item, rule, heading
    r"|:(?=-|\Z)"  # the second line of a table
)
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")


def escape_markdown(text: str) -> str:
    """The text on one line, so escaped that Markdown shows it as it is and nothing more.

    Only what could begin some structure is escaped: 98.4%, TCK-0027 and Chinese punctuation
    stay as they are. Runs of blanks, line breaks and control characters become one blank.
    """
    line = _one_line(text)
    escaped = _ALWAYS.sub(lambda found: f"\\{found[0]}", line)
    if _AT_START.match(line):
        escaped = escaped if escaped.startswith("\\") else f"\\{escaped}"
    elif _NUMBERED.match(line):
        escaped = _NUMBERED.sub(r"\1\\\2", escaped, count=1)
    if line.endswith("\\"):
        escaped = f"{escaped[:-1]}&#92;"
    return escaped


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


_ESCAPES: Mapping[Medium, Callable[[str], str]] = MappingProxyType(
    {Medium.MD: escape_markdown, Medium.HTML: escape_markdown, Medium.TEXT: _one_line}
)


# ── the environment ──────────────────────────────────────────────────────────


class _Generator(CodeGenerator):
    """Escapes constants, and what ``~`` joins, as the page does, not as HTML."""

    environment: "_Page"

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: object) -> str:
        del finalize
        const = node.as_const(frame.eval_ctx)
        return str(
            const if isinstance(node, nodes.TemplateData) else self.environment.beside(const)
        )

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.joined((")
        for item in node.nodes:
            self.visit(item, frame)
            self.write(", ")
        self.write("))")


class _Page(ImmutableSandboxedEnvironment):
    """A sandbox over plain data; text that was not made by a template is escaped when printed."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "%", "*"})

    def __init__(self, loader: BaseLoader, escape: Callable[[str], str]) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=self.printed,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.escape = escape

    def printed(self, value: object) -> Markup:
        """A value as it stands in the page.

        Raises:
            TemplateRuntimeError: for what has no words: None, truth values, lists, mappings.
        """
        if isinstance(value, Markup):
            return value
        if isinstance(value, Undefined):
            return Markup(str(value))  # noqa: S704 - raises: the name is undefined
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise TemplateRuntimeError(f"{type(value).__name__} has no words to print")
        return Markup(self.escape(str(value)))  # noqa: S704 - this is the escaping

    def beside(self, value: object) -> Markup:
        """A value between others: as printed, a blank at either end kept."""
        printed = self.printed(value)
        if isinstance(value, Markup) or not isinstance(value, str) or not printed:
            return printed
        before, after = (" " if edge.isspace() else "" for edge in (value[0], value[-1]))
        return Markup(f"{before}{printed}{after}")  # noqa: S704 - escaped above

    def joined(self, items: Iterable[object], between: str = "") -> str:
        """The items side by side; escaped ones stay, the others are escaped beside them."""
        texts = list(items)
        if any(isinstance(item, Markup) for item in texts):
            return self.beside(between).join(map(self.beside, texts))
        for item in texts:
            self.printed(item)
        return between.join(map(str, texts))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        if isinstance(left, Markup) or isinstance(right, Markup):
            if operator == "+":
                return self.joined((left, right))
            raise SecurityError(f"{operator} does not take a macro's output")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """Jinja formats safely by itself; a macro's output is not formatted at all."""
        owner = value.__self__ if isinstance(value, BuiltinMethodType | MethodType) else None
        return None if isinstance(owner, Markup) else super().wrap_str_format(value)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: object, attribute: str) -> object:
        """A key of a mapping before its methods, so that a field may be called ``items``."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment(names: frozenset[str], sources: Sources, lang: Lang, medium: Medium) -> _Page:
    page = _Page(_Loader(sources, names), _ESCAPES[medium])
    kept = {name: page.filters[name] for name in _KEPT_FILTERS}
    page.filters = {**kept, **_filters(page, lang)}
    page.globals = {name: page.globals[name] for name in _KEPT_GLOBALS}
    page.globals |= {
        "lang": lang.value,
        "medium": medium.value,
        "word": partial(terms.word, lang=lang),
        "chart": partial(_chart, medium=medium),
    }
    return page


def _filters(page: _Page, lang: Lang) -> dict[str, Callable[..., object]]:
    dated = (
        when.day, when.day_full, when.day_year, when.day_weekday, when.day_short, when.month,
        when.span, when.moment, when.moment_day, when.moment_short, when.money,
    )  # fmt: skip
    comma = "、" if lang is Lang.ZH else ", "
    return {
        **{function.__name__: partial(function, lang=lang) for function in dated},
        "clock": when.clock,
        "clock_name": partial(clock_words.clock_name, lang=lang),
        "budget": partial(clock_time.budget, lang=lang),
        "lasted": partial(clock_time.length, lang=lang),
        "num": when.num,
        "percent": when.percent,
        "upper_money": when.upper_money,
        "term": lambda token, family, internal=False: terms.word(
            family, token, lang=lang, internal=internal
        ),
        "join": lambda items, between="": page.joined(items, between),
        "listed": lambda items: page.joined(items, comma),
        "replace": _replace,
    }


def _replace(text: str, old: str, new: str) -> str:
    if isinstance(text, Markup):
        raise SecurityError("replace does not take a macro's output")
    return text.replace(old, new)


def _chart(name: str, *, medium: Medium) -> Markup:
    mark = f"\n\n{placeholder(name)}\n\n" if medium is Medium.HTML else ""
    return Markup(mark)  # noqa: S704 - a name of the template's own


# ── asking ───────────────────────────────────────────────────────────────────


def render(
    report: str, data: Mapping[str, object], *, lang: Lang, medium: Medium, templates: Sources
) -> str:
    """The report as text: at most one blank line in a row, one line end at the end.

    Args:
        report: name of the report, as in ``<lang>/<report>.md.j2``.
        data: plain data (see ``plain``); its keys are the template's variables.
        lang: of the template and of every word the filters give.
        medium: what the text is for; ``chart(name)`` prints a place for ``html`` only.
        templates: the workspace's own and the shipped ones.

    Raises:
        TemplateBroken: whatever is wrong with the template: its name, line and the problem.
    """
    name = template_name(report, lang=lang)
    names = frozenset({name, template_name(PARTS, lang=lang)})
    try:
        page = _environment(names, templates, lang, medium)
        text = page.get_template(name).render(**data)
    except Exception as error:  # a template is a program; anything comes out
        raise _broken(error, name, names) from error
    return _tidy(text)


def variables(report: str, *, lang: Lang, templates: Sources) -> frozenset[str]:
    """The data a template asks for: its variables, and ``.key`` for every key read of a value.

    Both languages of a report must ask for the same. The shared macros are not looked into.

    Raises:
        TemplateBroken: when the template is missing or not well formed.
    """
    name = template_name(report, lang=lang)
    names = frozenset({name})
    page = _environment(names, templates, lang, Medium.MD)
    try:
        text, _, _ = _Loader(templates, names).get_source(page, name)
        tree = page.parse(text, name)
    except (TemplateNotFound, TemplateSyntaxError) as error:
        raise _broken(error, name, names) from error
    known = frozenset(page.globals) | {item.name for item in _names(tree, ctx="store")}
    known |= (
        {item.name for item in _names(tree, ctx="param")} | _imported(tree) | {"loop", "caller"}
    )
    loaded = {item.name for item in _names(tree, ctx="load")} - known
    return frozenset(loaded) | frozenset(_keys(tree, _imported(tree) | {"loop"}))


def _names(tree: nodes.Template, *, ctx: str) -> Iterator[nodes.Name]:
    return (item for item in tree.find_all(nodes.Name) if item.ctx == ctx)


def _imported(tree: nodes.Template) -> frozenset[str]:
    modules = {item.target for item in tree.find_all(nodes.Import)}
    pairs = (pair for item in tree.find_all(nodes.FromImport) for pair in item.names)
    macros = {item.name for item in tree.find_all(nodes.Macro)}
    return frozenset(
        modules | macros | {pair if isinstance(pair, str) else pair[1] for pair in pairs}
    )


def _keys(tree: nodes.Template, besides: frozenset[str]) -> Iterator[str]:
    for item in tree.find_all(nodes.Getattr):
        if not (isinstance(item.node, nodes.Name) and item.node.name in besides):
            yield f".{item.attr}"
    for entry in tree.find_all(nodes.Getitem):
        if isinstance(entry.arg, nodes.Const) and isinstance(entry.arg.value, str):
            yield f".{entry.arg.value}"


def _broken(error: Exception, name: str, names: frozenset[str]) -> TemplateBroken:
    if isinstance(error, TemplateSyntaxError):
        return TemplateBroken(error.name or name, error.lineno, error.message or "")
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename in names]
    template, line = places[-1] if places else (name, 0)
    if isinstance(error, TemplateNotFound):
        return TemplateBroken(template, line, f"there is no template {error.name}")
    return TemplateBroken(template, line, str(error) or type(error).__name__)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip(" \t") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
