"""``rdclient waive``: a rule set aside for some records."""

from typing import TYPE_CHECKING

from rdclient.cli import console, options
from rdclient.cli.set import conclude
from rdclient.cli.words import chosen, spoken
from rdclient.lens import Lang

if TYPE_CHECKING:
    from rdclient.api import Change, Waiving, Wish


def waive(folder: str | None, wish: "Wish", *, lang: Lang | None, dry_run: bool) -> int:
    """Write the waiver, or show what would be written, and say what it covers now."""
    from rdclient import api

    root = api.find_root(options.folder(folder))
    clock = api.Clock(options.moment(None), options.moment)
    cache = options.cache_folder(is_wanted=True)
    plans: list[Waiving] = []

    def plan() -> "Change":
        plans.append(api.waive(root, wish, clock=clock, cache=cache))
        return plans[-1].change

    code = conclude(root, plan, lang=lang, dry_run=dry_run)
    console.tell(_covered(plans[-1], is_zh=(lang or chosen() or spoken()) is Lang.ZH))
    return code


def _covered(waiving: "Waiving", *, is_zh: bool) -> str:
    rule, count = waiving.change.name, waiving.covered
    if waiving.is_of_clock and count:
        zh = f"豁免目前的{count}项 {rule} 时限"
        return zh if is_zh else f"clocks of {rule} that it sets aside now: {count}"
    if waiving.is_of_clock:
        zh = f"提示：范围内目前没有 {rule} 的时限"
        return zh if is_zh else f"note: no clock of {rule} in its scope is open or missed now"
    if count:
        zh = f"覆盖目前的{count}条 {rule} 结果，到期前不再报出"
        return zh if is_zh else f"findings of {rule} that it sets aside now: {count}"
    zh = f"提示：范围内目前没有 {rule} 的结果"
    return zh if is_zh else f"note: there is no finding of {rule} in its scope now"
