"""The steps of `cases`."""
