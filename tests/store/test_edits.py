"""Edits: values until they are applied; then locked, atomic, and nothing else is touched."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rdclient.store.edits import LOCK, Edit, EditRefusedError, append_item, apply, create
from rdclient.store.yamlfile import parse

ITEM: dict[str, object] = {"at": "2026-11-20 18:00", "to": ["王雪梅", "A & B: C"], "note": "1.0"}
NAME = "reports/weekly-2026-W47.yaml"


def _put(root: Path, text: str) -> Path:
    file = root / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def _after(root: Path, text: str) -> str:
    _put(root, text)
    return append_item(root, NAME, "issued", ITEM).after.decode()


BLOCK = '  - at: 2026-11-20 18:00\n    to: [王雪梅, "A & B: C"]\n    note: "1.0"\n'


def test_an_edit_is_a_value_and_writes_nothing_by_itself(tmp_path: Path) -> None:
    edit = append_item(tmp_path, NAME, "issued", ITEM)
    assert edit == Edit(NAME, None, f"issued:\n{BLOCK}".encode())
    assert list(tmp_path.iterdir()) == []
    apply(tmp_path, edit)
    assert (tmp_path / NAME).read_bytes() == edit.after
    assert [path.name for path in tmp_path.rglob("*")] == ["reports", Path(NAME).name]


CASES = {
    "summary: 一句话\n": "summary: 一句话\nissued:\n@",
    "issued:\nsummary: x\n": "issued:\n@summary: x\n",
    "issued: ~  # 尚无\nsummary: x\n": "issued:  # 尚无\n@summary: x\n",
    "issued: null\n": "issued:\n@",
    "issued: []\n# 末尾\n": "issued:\n@# 末尾\n",
    "'issued' : [ ]\n": "'issued' :\n@",
    "issued:\n  - a: 1\n\n# 末尾\nnext: 1\n": "issued:\n  - a: 1\n@\n# 末尾\nnext: 1\n",
    "issued:\n  # 第一期\n  - a: 1": "issued:\n  # 第一期\n  - a: 1\n@",
    "issued:\n  -\n    a: 1\n": "issued:\n  -\n    a: 1\n@",
    "issued:\n  - |\n    一\n\n    # 二\nnext: 1\n": (
        "issued:\n  - |\n    一\n\n    # 二\n@next: 1\n"
    ),
    "issued:\n  - a: '一\n\n      二'\nnext: 1\n": "issued:\n  - a: '一\n\n      二'\n@next: 1\n",
}
"""Before and after; ``@`` is where the item goes."""


@pytest.mark.parametrize("text", CASES)
def test_the_item_goes_to_the_end_of_the_list_and_nothing_else_moves(
    text: str, tmp_path: Path
) -> None:
    assert _after(tmp_path, text) == CASES[text].replace("@", BLOCK)


@pytest.mark.parametrize(
    "text",
    ["{issued: []}\n", "issued: [1]\n", "? issued\n: []\n", "issued: [\n]\n", "  issued: []\n",
     '"iss\\u0075ed": []\n', "a: 1\n...\n"],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(EditRefusedError) as refused:
        _after(tmp_path, text)
    assert refused.value.args == ("edit-unsafe", NAME, "issued")


@pytest.mark.parametrize(
    "content",
    [b"a: [\n", b"- a\n", b"text\n", b"issued: text\n", "摘要".encode("gbk"), b"a: 1\na: 2\n"],
)
def test_what_is_no_mapping_with_a_list_is_refused(content: bytes, tmp_path: Path) -> None:
    _put(tmp_path, "").write_bytes(content)
    with pytest.raises(EditRefusedError) as refused:
        append_item(tmp_path, NAME, "issued", ITEM)
    assert refused.value.args == ("edit-unreadable", NAME)


TEXTS = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20
).filter(lambda text: text.isprintable())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(TEXTS, min_size=1, max_size=4),
    comment=TEXTS,
    newline=st.sampled_from(["\n", "\r\n"]),
    indent=st.sampled_from(["", "  ", "      "]),
)
def test_any_text_is_written_so_that_it_is_read_again(
    values: list[str], comment: str, newline: str, indent: str, tmp_path: Path
) -> None:
    text = f"issued:{newline}{indent}- a: 1{newline}# {comment}{newline}next: 1{newline}"
    item: dict[str, object] = {"to": values, "note": values[0]}
    _put(tmp_path, text)
    after = append_item(tmp_path, NAME, "issued", item).after.decode()
    assert parse("", after).data == {"issued": [{"a": 1}, item], "next": 1}
    head, _, tail = text.partition(f"# {comment}")
    assert after.startswith(head)
    assert after.endswith(f"# {comment}{tail}")


# ── applying ─────────────────────────────────────────────────────────────────


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = _put(tmp_path, "summary: 一\n")
    edit = append_item(tmp_path, NAME, "issued", ITEM)
    file.write_bytes("summary: 二\n".encode())
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    assert file.read_bytes() == "summary: 二\n".encode()
    assert not (tmp_path / LOCK).exists()


def test_a_file_that_appeared_or_went_meanwhile_is_left_alone_too(tmp_path: Path) -> None:
    edit = append_item(tmp_path, NAME, "issued", ITEM)
    file = _put(tmp_path, "summary: 一\n")
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    edit = append_item(tmp_path, NAME, "issued", ITEM)
    file.unlink()
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    assert not file.exists()


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions and links")
def test_the_mode_of_the_file_is_kept(tmp_path: Path) -> None:
    file = _put(tmp_path, "summary: 一\n")
    file.chmod(0o640)
    apply(tmp_path, append_item(tmp_path, NAME, "issued", ITEM))
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions and links")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / Path(NAME).name).write_text("summary: 一\n", encoding="utf-8")
    root = tmp_path / "root"
    root.mkdir()
    (root / "reports").symlink_to(outside)
    with pytest.raises(EditRefusedError, match="edit-outside"):
        append_item(root, NAME, "issued", ITEM)
    (root / "reports").unlink()
    (root / "reports").mkdir()
    (root / NAME).symlink_to(outside / Path(NAME).name)
    with pytest.raises(EditRefusedError, match="edit-outside"):
        append_item(root, NAME, "issued", ITEM)
    assert (outside / Path(NAME).name).read_bytes() == "summary: 一\n".encode()


def _is_added(root: Path, by: str) -> bool:
    """Whether the item was written; False when another writer was faster."""
    try:
        apply(root, append_item(root, NAME, "issued", {"by": by}))
    except EditRefusedError as refused:
        if refused.args[0] != "edit-stale":
            raise
        return False
    return True


def test_writers_at_once_lose_no_item(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for count in range(4):
            while not _is_added(tmp_path, f"{number}-{count}"):
                pass

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    data = parse("", (tmp_path / NAME).read_text(encoding="utf-8")).data
    assert isinstance(data, dict)
    assert sorted(item["by"] for item in data["issued"]) == sorted(
        f"{number}-{count}" for number in range(4) for count in range(4)
    )
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["reports", Path(NAME).name]


@pytest.mark.skipif(os.name != "posix", reason="a lock is never called stale on Windows")
def test_a_lock_of_a_process_that_is_gone_is_taken_away(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / LOCK).write_text(f"{gone.pid} {socket.gethostname()}\n", encoding="utf-8")
    apply(tmp_path, append_item(tmp_path, NAME, "issued", ITEM))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports"]


def test_a_system_that_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    edit = Edit(NAME, None, b"a: 1\n")
    (tmp_path / "reports").write_text("", encoding="utf-8")
    with pytest.raises(EditRefusedError) as refused:
        apply(tmp_path, edit)
    assert refused.value.args[:2] == ("edit-failed", NAME)
    with pytest.raises(EditRefusedError) as refused:
        apply(tmp_path / "nowhere", edit)
    assert refused.value.args[:2] == ("edit-failed", LOCK)
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


# ── creating ─────────────────────────────────────────────────────────────────


def test_files_are_created_only_when_none_of_them_exists(tmp_path: Path) -> None:
    files = {"a/b.yaml": b"1\n", "c.yaml": b"2\n"}
    assert create(tmp_path, files) == ("a/b.yaml", "c.yaml")
    (tmp_path / "a" / "b.yaml").unlink()
    with pytest.raises(EditRefusedError) as refused:
        create(tmp_path, files)
    assert refused.value.args == ("file-exists", "c.yaml")
    assert not (tmp_path / "a" / "b.yaml").exists()


def test_what_was_created_is_taken_back_when_the_rest_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EditRefusedError, match="edit-failed"):
        create(tmp_path, {"new/deep/a.yaml": b"1\n", "file/b.yaml": b"2\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
