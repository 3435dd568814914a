"""`python -m alektum_desk` and `alektum-desk`: the window without words, a command with them."""
from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace


def _window(name: str) -> Any:
    def open_it(arguments: Namespace) -> Any:
        return getattr(import_module("alektum_desk.app"), name)(arguments)
    return open_it


def main() -> int:
    os.umask(0o077)     # whatever this program writes is its owner's alone
    gc.disable()        # while modules are read nothing is garbage: looking for it takes a tenth of the time
    from alektum_desk import cli
    gc.enable()
    return cli.main(sys.argv[1:] or ["run"], {name: _window(name) for name in ("run", "tour", "kiosk")})


if __name__ == "__main__":
    sys.exit(main())
