"""New workspaces: what a blank one and a sample hold."""

import pytest

from rdclient.lens import Lang
from rdclient.store import skeleton
from rdclient.store.layout import home, is_other
from rdclient.store.yamlfile import parse


@pytest.mark.parametrize("lang", Lang)
def test_a_blank_workspace_holds_the_same_files_in_both_languages(lang: Lang) -> None:
    assert sorted(skeleton.blank(lang)) == [
        ".gitattributes", ".gitignore", "README.md", "people.yaml", "policy.yaml", "rdclient.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", Lang)
def test_every_file_is_utf_8_with_line_feeds_and_sound_yaml(lang: Lang) -> None:
    for files in (skeleton.blank(lang), skeleton.sample(lang)):
        for path, content in files.items():
            if path.endswith((".yaml", ".md")):
                text = content.decode()
                assert "\r" not in text, path
                assert text.endswith("\n"), path
            if path.endswith(".yaml"):
                assert parse(path, text).findings == (), path
                assert home(path) or is_other(path), path


def test_the_sample_names_the_language_it_is_written_in() -> None:
    for lang in Lang:
        data = parse("", skeleton.sample(lang)["rdclient.yaml"].decode()).data
        assert isinstance(data, dict)
        assert data["lang"] == lang.value


def test_a_sample_comes_with_what_git_needs_to_know() -> None:
    for lang in Lang:
        assert ".rdclient.lock" in skeleton.sample(lang)[".gitignore"].decode()
