"""The commands of `authorities`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
