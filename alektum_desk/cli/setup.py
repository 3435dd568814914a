"""The commands of `setup`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
