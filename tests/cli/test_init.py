"""``init``: a workspace that passes ``check`` at once, and nothing overwritten."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WAYS = [("zh",), ("en",), ("zh", "--sample"), ("en", "--sample")]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_new_workspace_passes_check_at_once(
    rdclient: Callable[..., Any], tmp_path: Path, way: tuple[str, ...]
) -> None:
    lang, *more = way
    folder = tmp_path / "new"
    ran = rdclient("init", folder, "--lang", lang, *more)
    assert ran.code == 0
    assert ran.err == f"{len(_files(folder))} files in {folder}. Next: rdclient -C {folder} check\n"
    ran = rdclient("-C", folder, "check")
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert ("错误0个" if lang == "zh" else "0 errors") in ran.out


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_second_init_refuses_and_changes_nothing(
    rdclient: Callable[..., Any], tmp_path: Path, way: tuple[str, ...], contents: Callable[..., Any]
) -> None:
    lang, *more = way
    rdclient("init", tmp_path, "--lang", lang, *more)
    before = contents(tmp_path)
    for second in WAYS:
        ran = rdclient("init", tmp_path, "--lang", second[0], *second[1:])
        assert (ran.code, ran.out) == (3, "")
        assert "exists already; nothing was written" in ran.err
        assert contents(tmp_path) == before


def test_each_path_written_is_shown(rdclient: Callable[..., Any], tmp_path: Path) -> None:
    ran = rdclient("init", tmp_path / "new")
    shown = [Path(line) for line in ran.out.splitlines()]
    assert len(set(shown)) == len(shown) < 10
    files = _files(tmp_path / "new")
    assert all(place in files or place.is_dir() for place in shown)
    assert all(any(file.is_relative_to(place) for place in shown) for file in files)


def test_the_language_is_that_of_the_environment(
    rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    assert "接下来" in rdclient("init", tmp_path / "zh", lang="zh").err
    assert "lang: zh\n" in (tmp_path / "zh" / "rdclient.yaml").read_text(encoding="utf-8")
    rdclient("init", tmp_path / "en", lang="en")
    assert "lang: en\n" in (tmp_path / "en" / "rdclient.yaml").read_text(encoding="utf-8")


def test_two_workspaces_have_two_names_of_their_own(
    rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    rdclient("init", tmp_path / "a")
    rdclient("init", tmp_path / "b")
    a, b = ((tmp_path / n / "rdclient.yaml").read_text(encoding="utf-8") for n in "ab")
    assert a != b


def test_the_folder_is_taken_from_dash_c(
    rdclient: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    ran = rdclient("-C", "here", "init")
    assert ran.code == 0
    assert (tmp_path / "here" / "rdclient.yaml").is_file()


def test_files_end_their_lines_with_line_feeds_and_say_so_to_git(
    rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    rdclient("init", tmp_path / "new", "--lang", "zh")
    for file in _files(tmp_path / "new"):
        assert b"\r" not in file.read_bytes()
    attributes = (tmp_path / "new" / ".gitattributes").read_text(encoding="utf-8")
    assert "*.yaml text eol=lf" in attributes


def test_a_place_that_is_no_folder_is_one_clear_error(
    rdclient: Callable[..., Any], tmp_path: Path, contents: Callable[..., Any]
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        ran = rdclient("init", place)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"error: cannot write {place} (the system says: ")
    assert list(contents(tmp_path)) == ["file"]


def test_what_was_begun_is_taken_back_when_it_cannot_be_ended(
    rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "clients").write_text("a file where a folder must go", encoding="utf-8")
    ran = rdclient("init", place, "--sample", "--lang", "zh")
    assert ran.code == 3
    assert [path.name for path in place.iterdir()] == ["clients"]


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_dangling_link_counts_as_a_file(rdclient: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "rdclient.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert rdclient("init", tmp_path).code == 3
    assert not (tmp_path / "elsewhere.yaml").exists()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_repository_that_has_a_readme_keeps_it(
    rdclient: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("ours\n", encoding="utf-8")
    assert rdclient("init", tmp_path).code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "ours\n"
    assert rdclient("-C", tmp_path, "check").code == 0
