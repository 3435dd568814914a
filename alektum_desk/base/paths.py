"""Where things lie: what came with the program, and what belongs to this office."""
from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent.parent
APP_ID = "com.alektumgroup.Desk"


def _bundled(name: str) -> Path:
    """In a wheel inside the package, in a checkout beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def resources() -> Path:
    return _bundled("resources")


def translations() -> Path:
    return _bundled("translations")


def data_home(asked: str | None = None) -> Path:
    """`--home`, else ALEKTUM_DESK_HOME, else the place the system keeps for us. Not made here."""
    if chosen := asked or os.environ.get("ALEKTUM_DESK_HOME"):
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path(APP_ID, appauthor=False)


def settings_file() -> Path:
    return platformdirs.user_config_path(APP_ID, appauthor=False) / "settings.json"


def log_file() -> Path:
    return platformdirs.user_state_path(APP_ID, appauthor=False) / "desk.log"


def make_private(folder: Path) -> Path:
    """A folder that only its owner enters. OSError when it cannot be made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
