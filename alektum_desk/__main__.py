"""`python -m alektum_desk` and `alektum-desk`: the window without words, a command with them."""
from __future__ import annotations

import os
import sys
from argparse import Namespace
from importlib import import_module
from typing import Any

from alektum_desk import cli


def _window(name: str) -> Any:
    def open_it(arguments: Namespace) -> Any:
        return getattr(import_module("alektum_desk.app"), name)(arguments)
    return open_it


def main() -> int:
    os.umask(0o077)     # whatever this program writes is its owner's alone
    return cli.main(sys.argv[1:] or ["run"], {name: _window(name) for name in ("run", "tour", "kiosk")})


if __name__ == "__main__":
    sys.exit(main())
