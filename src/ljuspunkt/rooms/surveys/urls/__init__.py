"""Addresses of the room, a file per kind of page."""
