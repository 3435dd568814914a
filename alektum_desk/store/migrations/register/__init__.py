"""The steps of `register`."""
