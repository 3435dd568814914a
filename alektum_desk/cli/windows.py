"""The commands that open a window: declared here, so that `help` knows them, and done by `app`."""
from alektum_desk.cli.command import TEXT, Command, Needs, option, record, rows

COMMANDS = (
    Command("run", None, "Open the program (also without any command)", None, (
        option("--sample", "explore with sample data in a data home of its own", action="store_true"),), needs=Needs.NOTHING),
    Command("tour", None, "Play the main job through the real window and keep pictures and papers", None, (
        option("--to", "folder for screenshots, PDFs and tour.json", required=True, metavar="DIR"),), needs=Needs.NOTHING,
        answer=record(folder=TEXT, seconds={"type": "number"}, steps=rows(TEXT), files=rows(TEXT))),
)
