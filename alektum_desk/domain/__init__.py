"""The law as plain functions and frozen values; nothing here knows more than Python."""
