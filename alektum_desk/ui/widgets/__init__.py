"""The kit: what every screen is put together from."""
