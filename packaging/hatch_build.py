"""Compile the catalogues into the wheel: `.po` is the source, `.mo` is never committed."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in sorted(Path(self.root, "translations").glob("*.po")):
            with source.open("rb") as po:
                catalogue = read_po(po, locale=source.stem)
            compiled = source.with_suffix(".mo")
            with compiled.open("wb") as mo:
                write_mo(mo, catalogue)
            if version != "editable":
                build_data["force_include"][str(compiled)] = f"alektum_desk/translations/{compiled.name}"
