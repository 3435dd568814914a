"""The commands of `complaints`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
