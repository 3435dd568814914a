"""The commands of `documents`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
