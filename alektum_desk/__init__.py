"""Alektum Desk: the data-protection office's desk."""

__version__ = "0.1.0"
