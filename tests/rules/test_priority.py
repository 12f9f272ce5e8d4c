"""RD012 of ticket priorities: what is not said while the policy itself could not be read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from rdclient import api

Make = Callable[[Mapping[str, str]], Path]
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")
TICKETS = """\
- id: TCK-1
  title: 导出失败
  priority: planned
  events: [{at: 2026-11-19 09:00, type: opened}, {at: 2026-11-19 10:00, type: closed}]
"""


def codes(root: Path) -> set[str]:
    return {finding.code for finding in api.check(root, as_of=AS_OF).findings}


def test_a_priority_is_not_called_unknown_where_the_policy_could_not_be_read(
    make_workspace: Make,
) -> None:
    policy = "ticket_priorities: {planned: {zh: 排期, en: Planned}}\n"
    files = {"clients/a/client.yaml": "name: A\n", "clients/a/tickets.yaml": TICKETS}
    root = make_workspace(files)
    assert "RD012" in codes(root)
    (root / "policy.yaml").write_text(policy, encoding="utf-8")
    assert "RD012" not in codes(root)
    (root / "policy.yaml").write_text(f"{policy}clocs: {{}}\n", encoding="utf-8")
    assert codes(root) & {"RD005", "RD012"} == {"RD005"}
