"""The commands of `accounts`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
