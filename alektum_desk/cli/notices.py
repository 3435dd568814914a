"""The commands of `notices`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
