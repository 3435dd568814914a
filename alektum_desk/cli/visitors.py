"""The commands of `visitors`."""
from alektum_desk.cli.command import Command

COMMANDS: tuple[Command, ...] = ()
