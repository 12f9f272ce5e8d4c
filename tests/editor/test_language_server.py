"""An editor with the YAML language server: what it says of records, and what it offers.

The server is the npm package ``yaml-language-server``. ``RDCLIENT_YAML_LS`` names the folder of the
installed package, or its program; without it one on the path is taken.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rdclient import api
from rdclient.lens import Lang
from rdclient.store.modeline import modeline

sys.path.insert(0, str(Path(__file__).resolve().parent))

from language_client import Server

_REQUIREMENT = "clients/beichen/projects/settlement/requirements/REQ-001.yaml"
_RISKS = "clients/beichen/projects/settlement/risks.yaml"


def _command() -> list[str]:
    """The server's command line; the test is skipped where there is no server."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not there; the YAML language server needs it")
    named = os.environ.get("RDCLIENT_YAML_LS")
    program = Path(named) if named else Path(shutil.which("yaml-language-server") or "?")
    if program.is_dir():
        program = program / "bin" / "yaml-language-server"
    if not program.is_file():
        pytest.skip("no YAML language server; RDCLIENT_YAML_LS names where the package lies")
    return [node, str(program.resolve()), "--stdio"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    api.init(folder, lang=Lang.ZH, sample=False)
    return folder


@pytest.fixture(scope="module")
def editor(root: Path) -> Iterator[Server]:
    server = Server(_command(), root)
    yield server
    server.close()


def _problems(editor: Server, root: Path, path: str, body: str) -> list[str]:
    return editor.problems(root / path, modeline(path) + body)


def _offers(editor: Server, root: Path, path: str, body: str) -> dict[str, str]:
    return editor.offers(root / path, modeline(path) + body)


def test_a_wrong_token_is_flagged_and_the_right_ones_are_named(editor: Server, root: Path) -> None:
    body = "title: 批量代付\ntype: functional\npriority: urgent\n"
    (found,) = _problems(editor, root, _REQUIREMENT, body)
    assert '"high", "medium", "low"' in found


def test_a_sound_record_is_left_alone(editor: Server, root: Path) -> None:
    body = (
        "title: {zh: 批量代付, en: Batch payment}\ntype: functional\npriority: high\n"
        "analysis: {effort: {development: 2.5, cost: 1200}}\n"
        "events:\n  - {at: 2026-11-20T10:00+08:00, type: collected}\n"
        "  - {at: 2026-11-20 14:00, type: analysed}\n"
    )
    assert _problems(editor, root, _REQUIREMENT, body) == []


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        (_REQUIREMENT, "title: 批量代付\ntype: functional\nbogus: 1\n", "bogus"),
        (_REQUIREMENT, "type: functional\n", '"title"'),
        (_REQUIREMENT, "- title: 批量代付\n  type: functional\n", '"id"'),
        (_RISKS, "- id: RSK-001\n  event: 接口推迟\n  response: {strategy: 规避}\n", '"avoid"'),
        (_RISKS, "id: RSK-001\nevent: 接口推迟\n", "array"),
        ("rdclient.yaml", "name: x\nvendor: {name: y}\ntimezone: UTC\nlang: fr\n", '"zh"'),
        ("policy.yaml", "weekly: {cutoff: {weekday: 星期五}}\n", '"friday"'),
    ],
)
def test_what_the_loader_would_refuse_is_flagged(
    editor: Server, root: Path, path: str, body: str, said: str
) -> None:
    found = _problems(editor, root, path, body)
    assert any(said in problem for problem in found), found


def test_keys_are_offered_with_what_they_are_called_in_chinese(editor: Server, root: Path) -> None:
    offered = _offers(editor, root, _REQUIREMENT, "title: 批量代付\n|")
    assert offered["priority_reason"].startswith("优先级理由 · 文本")
    assert offered["source"].startswith("提出人 · 人员编号或姓名")
    assert "title" not in offered
    offered = _offers(editor, root, _RISKS, "- id: RSK-001\n  |")
    assert offered["event"].startswith("风险事件 · 文本 · 必填")


def test_tokens_are_offered_with_what_they_mean(editor: Server, root: Path) -> None:
    offered = _offers(editor, root, _REQUIREMENT, "title: 批量代付\npriority: |")
    assert offered["high"] == "高 / High"
    offered = _offers(editor, root, _RISKS, "- id: RSK-001\n  response:\n    strategy: |")
    assert offered["avoid"] == "规避 / Avoid"


def test_the_policy_is_offered_with_its_numbers(editor: Server, root: Path) -> None:
    offered = _offers(editor, root, "policy.yaml", "weekly:\n  |")
    assert offered["top_risks"].startswith("列出的风险数 · 整数")


def test_the_second_line_alone_serves_too(editor: Server, root: Path) -> None:
    (_, second) = modeline(_REQUIREMENT).splitlines()
    file = root / _REQUIREMENT.replace("REQ-001", "REQ-009")
    assert editor.problems(file, f"{second}\ntitle: 批量代付\ntype: wrong\n")
