"""The HTML report in a real browser: A4 pages, Chinese glyphs, nothing cut off at the side."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from rdclient import api
from rdclient.lens import Audience, Lang

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
A4 = (595, 842)
AS_OF = datetime.fromisoformat("2026-11-20T18:00+08:00")


def tool(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed")
    return found


@pytest.fixture
def printed(northbank: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """A function that makes a report as HTML and prints it to PDF with a browser."""
    browser = tool("chromium", "chromium-browser", "google-chrome")

    def make(report: str, subject: str) -> Path:
        request = api.Request(as_of=AS_OF, audience=Audience.CLIENT, lang=Lang.ZH, format="html")
        page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
        page.write_text(api.report(northbank, report, subject, request).text, encoding="utf-8")
        command = [browser, *QUIET, f"--user-data-dir={tmp_path / 'profile'}"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return pdf

    return make


@pytest.mark.parametrize(
    ("report", "subject"),
    [
        ("weekly-report", "settlement"),
        ("minutes", "MTG-0119"),
        ("change-form", "settlement/CR-007"),
    ],
)
def test_the_page_prints_on_a4_with_chinese_glyphs(
    printed: Callable[[str, str], Path], report: str, subject: str
) -> None:
    if not output(tool("fc-list"), ":lang=zh", "family"):
        pytest.skip("no Chinese font is installed")
    info, text, fonts = tool("pdfinfo"), tool("pdftotext"), tool("pdffonts")
    pdf = printed(report, subject)
    stated = output(info, str(pdf))
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", stated)
    assert size is not None
    assert [round(float(value)) for value in size.groups()] == pytest.approx(A4, abs=2)
    pages = re.search(r"Pages:\s+(\d+)", stated)
    assert pages is not None
    assert 2 <= int(pages[1]) <= 6

    words = re.sub(r"\s+", "", output(text, str(pdf), "-"))
    for expected in ("批量代付", "张敏", "数据版本"):
        assert expected in words
    assert "\ufffd" not in words
    rows = output(fonts, str(pdf)).splitlines()[2:]
    assert rows
    assert all(" yes " in row for row in rows)  # every font is embedded


def test_no_table_is_wider_than_the_sheet(printed: Callable[[str, str], Path]) -> None:
    text = tool("pdftotext")
    boxes = output(text, "-bbox", str(printed("weekly-report", "settlement")), "-")
    ends = [float(value) for value in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(ends) > 100
    assert max(ends) < A4[0] - 20


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
