"""Compile the catalogues into the wheel: `.po` is the source, `.mo` is never committed."""
from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        catalogues = runpy.run_path(str(Path(self.root, "packaging", "catalogues.py")))
        for compiled in catalogues["compile_all"]():
            if version != "editable":
                build_data["force_include"][str(compiled)] = f"alektum_desk/translations/{compiled.name}"
