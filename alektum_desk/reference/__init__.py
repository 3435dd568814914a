"""Reads `resources/` into frozen values: countries, authorities, texts."""
