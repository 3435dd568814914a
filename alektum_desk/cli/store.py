"""The commands of `store`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
