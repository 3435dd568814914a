"""The steps of `visitors`."""
