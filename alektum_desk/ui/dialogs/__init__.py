"""Dialogs: questions before what cannot be undone, the palette of commands, and the like."""
