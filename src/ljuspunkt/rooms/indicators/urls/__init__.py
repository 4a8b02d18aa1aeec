"""Addresses of the room, a file per topic."""
