"""The commands of `journal`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
