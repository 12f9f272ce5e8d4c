"""A desk with the small workspace of the rules' fixtures, for each test anew."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fixtures import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace in which tests sign; the vendor owes evidence, no signature."""
    return Desk(tmp_path)
