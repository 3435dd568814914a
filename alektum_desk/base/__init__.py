"""Paths, settings, language, logging."""
