"""Formats at the border: what is read from and written to files."""
