"""The commands of `doctor`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
