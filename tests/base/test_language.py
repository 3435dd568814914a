"""What is said where no catalogue lies."""
from __future__ import annotations

from pathlib import Path

import pytest

from alektum_desk.base import language, paths
from alektum_desk.domain.errors import SystemLacks


def test_a_copy_that_nobody_set_up_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "translations", lambda: tmp_path)
    language.catalogue.cache_clear()
    try:
        with pytest.raises(SystemLacks) as told:
            language.use("sv")
        assert language.current() == "en"
        assert "texts of the language sv are missing" in language.sentence(told.value)
        assert "./desk run" in language.hint(told.value)
    finally:
        language.catalogue.cache_clear()
