"""Edits: values until they are applied; then locked, atomic, and nothing else is touched."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rdclient.store.edits import LOCK, Edit, EditRefusedError, append_entry, apply, create, writing
from rdclient.store.yamlfile import parse

ITEM: dict[str, object] = {"at": "2026-11-20 18:00", "to": ["王雪梅", "A & B: C"], "note": "1.0"}
NAME = "reports/weekly-2026-W47.yaml"


def _put(root: Path, text: str) -> Path:
    file = root / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


BLOCK = '  - at: 2026-11-20 18:00\n    to: [王雪梅, "A & B: C"]\n    note: "1.0"\n'


def test_an_edit_is_a_value_and_writes_nothing_by_itself(tmp_path: Path) -> None:
    edit = append_entry(tmp_path, NAME, ("issued",), ITEM)
    assert edit == Edit(NAME, None, f"issued:\n{BLOCK}".encode())
    assert list(tmp_path.iterdir()) == []
    apply(tmp_path, edit)
    assert (tmp_path / NAME).read_bytes() == edit.after
    assert [path.name for path in tmp_path.rglob("*")] == ["reports", Path(NAME).name]


@pytest.mark.parametrize("content", [b"a: [\n", "草稿".encode("gbk"), b"a: 1\na: 2\n"])
def test_what_cannot_be_read_is_refused(content: bytes, tmp_path: Path) -> None:
    _put(tmp_path, "").write_bytes(content)
    with pytest.raises(EditRefusedError) as refused:
        append_entry(tmp_path, NAME, ("issued",), ITEM)
    assert refused.value.args == ("edit-unreadable", NAME)


def test_a_list_anywhere_in_a_file_gets_its_item_and_no_other_byte_moves(tmp_path: Path) -> None:
    """The cases of the text alone stand in test_span_list.py."""
    text = "\ufeff# 工单\r\n- id: A\r\n  events:\r\n    - {at: 2026-11-19}   # 首次\r\n- id: B\r\n"
    _put(tmp_path, text)
    edit = append_entry(tmp_path, NAME, (0, "events"), {"at": "2026-11-20"})
    assert edit.before == text.encode()
    assert edit.after == text.replace("首次\r\n", "首次\r\n    - {at: 2026-11-20}\r\n").encode()


# ── applying ─────────────────────────────────────────────────────────────────


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = _put(tmp_path, "summary: 一\n")
    edit = append_entry(tmp_path, NAME, ("issued",), ITEM)
    file.write_bytes("summary: 二\n".encode())
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    assert file.read_bytes() == "summary: 二\n".encode()
    assert not (tmp_path / LOCK).exists()


def test_a_file_that_appeared_or_went_meanwhile_is_left_alone_too(tmp_path: Path) -> None:
    edit = append_entry(tmp_path, NAME, ("issued",), ITEM)
    file = _put(tmp_path, "summary: 一\n")
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    edit = append_entry(tmp_path, NAME, ("issued",), ITEM)
    file.unlink()
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(tmp_path, edit)
    assert not file.exists()


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions and links")
def test_the_mode_of_the_file_is_kept(tmp_path: Path) -> None:
    file = _put(tmp_path, "summary: 一\n")
    file.chmod(0o640)
    apply(tmp_path, append_entry(tmp_path, NAME, ("issued",), ITEM))
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
        append_entry(root, NAME, ("issued",), ITEM)
    (root / "reports").unlink()
    (root / "reports").mkdir()
    (root / NAME).symlink_to(outside / Path(NAME).name)
    with pytest.raises(EditRefusedError, match="edit-outside"):
        append_entry(root, NAME, ("issued",), ITEM)
    assert (outside / Path(NAME).name).read_bytes() == "summary: 一\n".encode()


def _is_added(root: Path, by: str) -> bool:
    """Whether the item was written; False when another writer was faster."""
    try:
        apply(root, append_entry(root, NAME, ("issued",), {"by": by}))
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


def test_an_edit_computed_under_the_lock_is_not_stale_for_another_writers_sake(
    tmp_path: Path,
) -> None:
    """Eight writers of one file at once: nobody tries twice."""

    def write(number: int) -> None:
        for count in range(4):
            with writing(tmp_path) as apply_now:
                item = {"by": f"{number}-{count}"}
                apply_now(append_entry(tmp_path, NAME, ("issued",), item))

    with ThreadPoolExecutor(8) as pool:
        for job in [pool.submit(write, number) for number in range(8)]:
            job.result()
    data = parse("", (tmp_path / NAME).read_text(encoding="utf-8")).data
    assert isinstance(data, dict)
    assert len({item["by"] for item in data["issued"]}) == 32


def _put_two(root: Path) -> tuple[Edit, Edit]:
    for name in ("a.yaml", "b.yaml"):
        (root / name).write_bytes(b"a: 1\n")
    return Edit("a.yaml", b"a: 1\n", b"a: 2\n"), Edit("b.yaml", b"a: 1\n", b"a: 2\n")


def test_all_files_are_looked_at_before_the_first_is_written(tmp_path: Path) -> None:
    edits = _put_two(tmp_path)
    (tmp_path / "b.yaml").write_bytes(b"a: 3\n")
    with pytest.raises(EditRefusedError) as refused:
        apply(tmp_path, *edits)
    assert refused.value.args == ("edit-stale", "b.yaml")
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 1\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_when_one_file_cannot_be_written_no_other_is(tmp_path: Path) -> None:
    edits = _put_two(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    bad = Edit(f"{'c' * 250}.yaml", None, b"a: 1\n")  # too long once it has a temporary name
    with pytest.raises(EditRefusedError) as refused:
        apply(tmp_path, edits[0], Edit("new/deep/d.yaml", None, b"a: 1\n"), bad, edits[1])
    assert refused.value.args[:2] == ("edit-failed", bad.path)
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 1\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.yaml", "b.yaml", "file"]


def test_edits_of_one_file_are_written_when_they_follow_each_other(tmp_path: Path) -> None:
    first, other = _put_two(tmp_path)
    apply(tmp_path, first, other, Edit("a.yaml", b"a: 2\n", b"a: 3\n"))
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 3\n"
    with pytest.raises(EditRefusedError, match="edit-stale"):
        apply(
            tmp_path,
            Edit("a.yaml", b"a: 3\n", b"a: 4\n"),
            Edit("a.yaml", b"a: 3\n", b"a: 5\n"),
        )
    assert (tmp_path / "a.yaml").read_bytes() == b"a: 3\n"


def test_an_edit_that_changes_nothing_leaves_even_the_time_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1\n")
    before = (tmp_path / "a.yaml").stat()
    apply(tmp_path, Edit("a.yaml", b"a: 1\n", b"a: 1\n"))
    after = (tmp_path / "a.yaml").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_a_killed_writer_left_beside_the_file_is_swept_and_nothing_else(
    tmp_path: Path,
) -> None:
    file = _put(tmp_path, "summary: 一\n")
    left = file.with_name(f".{file.name}.rdclient-0a1b2c3d.tmp")
    others = [".notes.tmp", ".a.md.0a1b2c3d.tmp", "x.rdclient-0a1b2c3d.tmp", ".b.yaml.swp"]
    for name in (left.name, *others):
        file.with_name(name).write_bytes(b"half")
    elsewhere = tmp_path / left.name
    elsewhere.write_bytes(b"half")
    apply(tmp_path, append_entry(tmp_path, NAME, ("issued",), ITEM))
    assert sorted(path.name for path in file.parent.iterdir()) == sorted([file.name, *others])
    assert elsewhere.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_regular_file_is_neither_waited_for_nor_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    for act in (
        lambda: append_entry(tmp_path, "a.yaml", ("issued",), ITEM),
        lambda: apply(tmp_path, Edit("a.yaml", None, b"a: 1\n")),
        lambda: apply(tmp_path, Edit("../a.yaml", None, b"a: 1\n")),
    ):
        with pytest.raises(EditRefusedError, match="edit-outside"):
            act()


# ── creating ─────────────────────────────────────────────────────────────────

FILES = {"rdclient.yaml": b"name: x\n", "a/b.yaml": b"1\n", "c.yaml": b"2\n"}


def test_a_workspace_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    assert create(tmp_path, FILES) == tuple(FILES)
    (tmp_path / "a" / "b.yaml").unlink()
    with pytest.raises(EditRefusedError) as refused:
        create(tmp_path, FILES)
    assert refused.value.args == ("file-exists", "rdclient.yaml")
    assert not (tmp_path / "a" / "b.yaml").exists()


def test_a_workspace_that_was_half_made_is_completed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.yaml").write_bytes(b"1\n")
    left = tmp_path / "a" / ".b.yaml.rdclient-0a1b2c3d.tmp"
    left.write_bytes(b"")
    create(tmp_path, FILES)
    assert {path: (tmp_path / path).read_bytes() for path in FILES} == FILES
    assert not left.exists()


def test_a_file_with_other_bytes_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"3\n")
    with pytest.raises(EditRefusedError) as refused:
        create(tmp_path, FILES)
    assert refused.value.args == ("file-exists", "c.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["c.yaml"]


def test_what_was_created_is_taken_back_when_the_rest_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EditRefusedError, match="edit-failed"):
        create(tmp_path, {"new/deep/a.yaml": b"1\n", "file/b.yaml": b"2\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with pytest.raises(EditRefusedError, match="edit-failed"):
        create(tmp_path / "file" / "below", FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
