"""The kiosk beside the door: a program of its own on a screen of its own, and the desk's side of it."""
