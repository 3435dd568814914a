"""The commands of `register`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
